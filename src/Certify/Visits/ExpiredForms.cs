using System.Text;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Visits;

/// <summary>Forms that arrived after their session had ended: kept sealed, and given back to the same user after sign-in.</summary>
public sealed class ExpiredForms(CertifyDb db, TableSeal seal, CertifyClock clock)
{
    /// <summary>What nobody came back for goes after two days; of one user the newest few stay.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(2);
    private const int KeptPerUser = 10;

    public async Task<Guid> KeepAsync(string userName, string path, string body, CancellationToken cancel = default)
    {
        var now = clock.Now;
        var name = userName.ToUpperInvariant();
        var stale = await db.HeldForms.Where(f => f.HeldAt < now - Life).ToListAsync(cancel);
        var many = await db.HeldForms.Where(f => f.UserName == name).OrderByDescending(f => f.HeldAt).Skip(KeptPerUser - 1).ToListAsync(cancel);
        db.HeldForms.RemoveRange(stale.Union(many));
        var form = new HeldForm(name, path, id => seal.Seal("HeldForms", "Body", id, body), now);
        db.HeldForms.Add(form);
        await db.SaveChangesAsync(cancel);
        return form.Id;
    }

    /// <summary>The form as it was sent, for the user who sent it; null for anyone else.</summary>
    public async Task<string?> OpenAsync(Guid id, string userName, CancellationToken cancel = default)
    {
        var name = userName.ToUpperInvariant();
        return await db.HeldForms.AsNoTracking().FirstOrDefaultAsync(f => f.Id == id && f.UserName == name, cancel) is { } form
            ? Encoding.UTF8.GetString(seal.Open("HeldForms", "Body", id, form.Body)) : null;
    }

    /// <summary>It has arrived again with a session: nothing is kept any longer.</summary>
    public async Task DropAsync(Guid id, string userName, CancellationToken cancel = default)
    {
        var name = userName.ToUpperInvariant();
        if (await db.HeldForms.FirstOrDefaultAsync(f => f.Id == id && f.UserName == name, cancel) is { } form)
        {
            db.HeldForms.Remove(form);
            await db.SaveChangesAsync(cancel);
        }
    }
}
