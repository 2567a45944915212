using Certify.Accounts;
using Certify.Checklists;
using Certify.Data;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>A pair as a supervisor looks at it.</summary>
/// <param name="Pair"></param>
/// <param name="Earlier"></param>
/// <param name="Later">The one that decides, unless a still later one came.</param>
/// <param name="List">The checklist that the earlier one was made with.</param>
/// <param name="Differences">In roster and measures, never in time.</param>
public sealed record OpenedPair(VisitPair Pair, Visit Earlier, Visit Later, ChecklistVersion List, IReadOnlyList<Difference> Differences);

/// <summary>
/// Two inspectors at one shop on one day. Found in the visit's own transaction, so that none is missed; compared right after it. One that could not be
/// compared any more, because program or database went away just then, stays open for a supervisor to look at.
/// </summary>
public sealed class PairBook(IDbContextFactory<CertifyDb> dbs, RecordedVisits recorded, CertifyClock clock)
{
    private const string Purpose = "two_visits";

    /// <summary>Pairs a visit that is about to be committed with each other inspector's of that shop and day; corrected ones are left out.</summary>
    public async Task<IReadOnlyList<VisitPair>> FindAsync(CertifyDb db, Visit visit, CancellationToken cancel)
    {
        var day = clock.DayOf(visit.VisitedAt);
        var (from, to) = (clock.StartOf(day), clock.EndOf(day));
        var others = await db.Visits.AsNoTracking()
            .Where(v => v.ShopId == visit.ShopId && v.VisitedAt >= from && v.VisitedAt < to && v.InspectorId != visit.InspectorId && v.Id != visit.SupersedesId && !db.Visits.Any(c => c.SupersedesId == v.Id))
            .ToListAsync(cancel);
        // Of one inspector who was there twice that day the later visit speaks.
        var pairs = others.GroupBy(o => o.InspectorId).Select(own => own.MaxBy(o => o.VisitedAt)!)
            .Select(other => other.VisitedAt <= visit.VisitedAt ? new VisitPair(other.Id, visit.Id, clock.Now) : new VisitPair(visit.Id, other.Id, clock.Now)).ToList();
        db.VisitPairs.AddRange(pairs);
        return pairs;
    }

    /// <summary>
    /// Compares what was just found; pairs that agree are nobody's business. The visits stand by now whatever becomes of it: a database that goes away just then
    /// leaves the pair open, and whoever brought the visit gets the answer to the visit.
    /// </summary>
    public async Task CompareAsync(IReadOnlyList<VisitPair> pairs)
    {
        foreach (var pair in pairs)
        {
            try
            {
                if (await LookAsync(pair.Id, Actor.System, default) is { Differences.Count: 0 })
                    await dbs.RunAsync(async db =>
                    {
                        (await db.VisitPairs.SingleAsync(p => p.Id == pair.Id)).Agree();
                        return await db.SaveChangesAsync();
                    });
            }
            catch (Exception failure) when (failure.IsUnreachable())
            {
                // It stays open, for a supervisor to look at.
            }
        }
    }

    /// <summary>Opens both, on record. Null: no such pair.</summary>
    public Task<OpenedPair?> OpenAsync(Guid id, Actor actor, CancellationToken cancel = default) => LookAsync(id, actor, cancel);

    /// <summary>A supervisor has seen it; nothing else follows. Null: no such pair.</summary>
    public Task<Result?> NoteAsync(Guid id, Actor actor, CancellationToken cancel = default) => dbs.RunAsync<Result?>(async db =>
    {
        if (await db.VisitPairs.FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } pair)
            return null;
        if (pair.Note(actor, clock.Now) is { Ok: false } refused)
            return refused;
        var shop = await (from v in db.Visits join s in db.Shops on v.ShopId equals s.Id where v.Id == pair.LaterId select s.OwnSignboardName ?? s.RegisteredName).SingleAsync(cancel);
        db.Audit.Add(new AuditRow(actor, "visit.pair_noted", "visit", pair.LaterId, shop, null, clock.Now));
        await db.SaveChangesAsync(cancel);
        return Result.Done;
    }, cancel);

    /// <summary>Pairs that wait for a supervisor: neither visit has been corrected since.</summary>
    public static IQueryable<VisitPair> Waiting(CertifyDb db) =>
        db.VisitPairs.Where(p => p.State == PairState.Open && !db.Visits.Any(v => v.SupersedesId == p.EarlierId || v.SupersedesId == p.LaterId));

    private async Task<OpenedPair?> LookAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        if (await db.VisitPairs.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } pair)
            return null;
        var (earlier, later) = (await db.Visits.AsNoTracking().SingleAsync(v => v.Id == pair.EarlierId, cancel), await db.Visits.AsNoTracking().SingleAsync(v => v.Id == pair.LaterId, cancel));
        var (list, other) = ((await ChecklistBook.FindAsync(db, earlier.ChecklistVersion, cancel))!, (await ChecklistBook.FindAsync(db, later.ChecklistVersion, cancel))!);
        var comparison = new VisitComparison(await recorded.OpenAsync(db, earlier, list, actor, Purpose, cancel), await recorded.OpenAsync(db, later, other, actor, Purpose, cancel));
        return new(pair, earlier, later, list, [.. comparison.Differences.Where(d => d.IsFinding)]);
    }
}
