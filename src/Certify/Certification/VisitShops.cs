using Certify.Accounts;
using Certify.Checklists;
using Certify.Data;
using Certify.Shops;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>Which shop a visit was at, and whether this inspector may record one there.</summary>
public sealed class VisitShops(CertifyClock clock)
{
    /// <returns>The shop (tracked) and the checklist by which it was visited, or what to answer instead.</returns>
    public async Task<(Shop? Shop, ChecklistVersion? List, VisitAnswer? Refused)> FindAsync(CertifyDb db, VisitSubmission visit, Actor visitor, VisitTimes times, CancellationToken cancel)
    {
        var errors = VisitChecks.Check(visit, clock.DayOf(times.VisitedAt)).ToList();
        var (shop, unknown) = await ResolveAsync(db, visit, cancel);
        if (shop is null && unknown is null)
            return (null, null, new(VisitAnswerKind.NoShop));
        if (unknown is not null)
            errors.Add(unknown);
        ChecklistVersion? list = null;
        if (shop is not null)
        {
            await CheckAsync(db, shop, visit, visitor, errors, cancel);
            list = visit.ChecklistVersion is { } number ? await ChecklistBook.FindAsync(db, number, cancel) : await ChecklistBook.MeantAsync(db, shop.Category, visit.Measures.Found.Keys.ToList(), cancel);
            errors.AddRange(list is null ? [new("checklistVersion", new("visits.checklist_unknown", visit.ChecklistVersion))] : VisitChecks.CheckMeasures(visit.Measures, list));
        }
        return errors.Count == 0 ? (shop, list, null) : (null, null, VisitAnswer.Refuse(errors));
    }

    private static async Task<(Shop? Shop, FieldRefusal? Refused)> ResolveAsync(CertifyDb db, VisitSubmission visit, CancellationToken cancel)
    {
        if (visit.ShopId is { } id)
        {
            var shop = await db.Shops.MeantAsync(id, cancel);
            if (shop is not null && shop.Id != id)
                return (shop, null);
            return shop is not null && visit.Uscc is not null && visit.Uscc != shop.Uscc ? (null, new("uscc", new("visits.uscc_differs"))) : (shop, null);
        }
        if (visit.Uscc is null)
            return (null, new("shopId", new("visits.shop_missing")));
        var shops = await db.Shops.Where(s => s.Uscc == visit.Uscc && s.ClosedOn == null).Take(2).ToListAsync(cancel);
        return shops.Count switch
        {
            1 => (shops[0], null),
            0 => (null, new("uscc", new(await db.Shops.AnyAsync(s => s.Uscc == visit.Uscc, cancel) ? "visits.shop_closed" : "visits.uscc_unknown"))),
            _ => (null, new("uscc", new("visits.uscc_ambiguous"))),
        };
    }

    private static async Task CheckAsync(CertifyDb db, Shop shop, VisitSubmission visit, Actor visitor, List<FieldRefusal> errors, CancellationToken cancel)
    {
        if (!shop.IsOpen)
            errors.Add(new(visit.ShopId is null ? "uscc" : "shopId", new("visits.shop_closed")));
        if (visit.ForeignReason is null && visitor.Role == Roles.Inspector && !await db.GridHolders.AnyAsync(h => h.UserId == visitor.UserId && h.GridId == shop.GridId, cancel))
            errors.Add(new("foreignReason", new("visits.foreign_reason")));
        if (visit.Supersedes is { } mistaken)
        {
            var before = await db.Visits.AsNoTracking().FirstOrDefaultAsync(v => v.Id == mistaken && v.ShopId == shop.Id, cancel);
            if (before is null || (visitor.Role == Roles.Inspector && before.InspectorId != visitor.UserId))
                errors.Add(new("supersedes", new("visits.supersedes_unknown")));
            else if (await db.Visits.AnyAsync(v => v.SupersedesId == mistaken, cancel))
                errors.Add(new("supersedes", new("visits.supersedes_twice")));
        }
    }

    /// <summary>The shop that a repeated visit speaks of, as its first time was understood: a code is read as that shop's even if it has a second shop by now.</summary>
    public static async Task<Guid> SameAsync(IDbContextFactory<CertifyDb> dbs, Visit before, VisitSubmission visit, CancellationToken cancel)
    {
        if (visit.ShopId is { } id)
            return id;
        await using var db = await dbs.CreateDbContextAsync(cancel);
        return await db.Shops.AnyAsync(s => s.Id == before.ShopId && s.Uscc == visit.Uscc, cancel) ? before.ShopId : Guid.Empty;
    }
}
