using Certify.Accounts;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Visits;

/// <summary>On record: which exported visits a supervisor loaded from a file, and what became of each.</summary>
public sealed class LoadedVisits(IDbContextFactory<CertifyDb> dbs, CertifyClock clock)
{
    public const string Action = "visit.loaded";

    /// <param name="subject">The visit, or the shop of which something else was noted.</param>
    /// <param name="shop">Its name.</param>
    /// <param name="inspector">Whose visit it is.</param>
    /// <param name="outcome">Text key under <c>load.</c></param>
    /// <param name="actor">Who loaded it.</param>
    /// <param name="cancel"></param>
    public Task NoteAsync((string Kind, Guid Id) subject, string shop, string inspector, string outcome, Actor actor, CancellationToken cancel = default) => dbs.RunAsync(db =>
    {
        db.Audit.Add(new AuditRow(actor, "visit.loaded", subject.Kind, subject.Id, $"{shop} · {inspector}", outcome, clock.Now));
        return db.SaveChangesAsync(cancel);
    }, cancel);
}
