using System.Text;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Visits;

/// <summary>Visits' forms that wait for their user: see <see cref="HeldForm"/>.</summary>
public sealed class ExpiredForms(CertifyDb db, TableSeal seal, CertifyClock clock)
{
    /// <summary>What nobody came back for goes after two weeks; of one user the newest fifty stay.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(14);
    private const int KeptPerUser = 50;

    public Task<Guid> KeepAsync(string userName, Guid shopId, string body, CancellationToken cancel = default) =>
        KeepOnceAsync(Guid.CreateVersion7(clock.Now), userName, shopId, body, cancel);

    /// <param name="id">The same one again takes the place of what was kept under it, for the same user.</param>
    /// <param name="userName"></param>
    /// <param name="shopId"></param>
    /// <param name="body"></param>
    /// <param name="cancel"></param>
    public async Task<Guid> KeepOnceAsync(Guid id, string userName, Guid shopId, string body, CancellationToken cancel = default)
    {
        var now = clock.Now;
        var name = userName.ToUpperInvariant();
        var known = await db.HeldForms.FirstOrDefaultAsync(f => f.Id == id, cancel);
        if (known?.UserName == name)
        {
            known.Renew(seal.Seal("HeldForms", "Body", id, body), now);
            await db.SaveChangesAsync(cancel);
            return id;
        }
        if (known is not null)
            id = Guid.CreateVersion7(now);
        var stale = await db.HeldForms.Where(f => f.HeldAt < now - Life).ToListAsync(cancel);
        var many = await db.HeldForms.Where(f => f.UserName == name).OrderByDescending(f => f.HeldAt).Skip(KeptPerUser - 1).ToListAsync(cancel);
        db.HeldForms.RemoveRange(stale.Union(many));
        db.HeldForms.Add(new HeldForm(id, name, shopId, seal.Seal("HeldForms", "Body", id, body), now));
        await db.SaveChangesAsync(cancel);
        return id;
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
