using Certify.Data;
using Certify.Log;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Api;

/// <summary>
/// What an inspector's laptop keeps of a visit that has arrived: a note (C2SP signed-note) over the visit's id, the hash of its content and the time of arrival,
/// signed with the log's key, so that the same visit always has the same one. Its first line keeps it apart from a checkpoint.
/// </summary>
public sealed class ReceiptNote(IDbContextFactory<CertifyDb> databases, LogKeys keys)
{
    /// <summary>Null before the log has been begun.</summary>
    public async Task<string?> OfAsync(Guid visitId, CancellationToken cancel)
    {
        if (keys.Find() is not { } key)
            return null;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var visit = await db.Visits.AsNoTracking().Where(v => v.Id == visitId).Select(v => new { v.ContentHash, v.ReceivedAt }).SingleAsync(cancel);
        return SignedNote.Sign(FormattableString.Invariant($"visit receipt\n{visitId:D}\n{Convert.ToHexStringLower(visit.ContentHash)}\n{visit.ReceivedAt.UtcDateTime:O}\n"), key);
    }
}
