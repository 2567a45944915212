using Certify.Accounts;
using Certify.Badges;
using Certify.Checklists;
using Certify.Data;
using Certify.Shops;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// What a supervisor decides about a shop found in the street: it is a shop of its own, or one that the registry has already. Its visits count either way;
/// a badge that nothing but the acceptance was missing for is issued with it (decision 0012).
/// </summary>
public sealed class ShopAcceptance(IDbContextFactory<CertifyDb> dbs, ShopReview review, PolicyBook policies, BadgeMint mint, CertifyClock clock)
{
    /// <summary>It is a shop of its own. Null: there is no such shop.</summary>
    public Task<Result<Badge?>?> AcceptAsync(Guid id, Actor actor, CancellationToken cancel = default) => dbs.RunAsync<Result<Badge?>?>(async db =>
    {
        if (await db.Shops.FindAsync([id], cancel) is not { } shop)
            return null;
        if (!shop.IsProvisional)
            return new Refusal("found.decided_already");
        shop.Accept(clock.Now);
        db.Audit.Add(new AuditRow(actor, "shop.accepted", "shop", shop.Id, shop.RegisteredName, null, clock.Now));
        var badge = await EarnedAsync(db, shop, actor, cancel);
        await db.SaveChangesAsync(cancel);
        return new Result<Badge?>(badge);
    }, cancel);

    /// <summary>It is <paramref name="registered"/>: visits, people and what hangs on them move there, and whatever still comes for the found one does too.</summary>
    public Task<Result<Badge?>?> MatchAsync(Guid id, Guid registered, Actor actor, CancellationToken cancel = default) => dbs.RunAsync<Result<Badge?>?>(async db =>
    {
        var (found, target) = (await db.Shops.FindAsync([id], cancel), await db.Shops.FindAsync([registered], cancel));
        if (found is null || target is null)
            return null;
        if (!found.IsProvisional)
            return new Refusal("found.decided_already");
        if (target.Id == found.Id || target.IsProvisional || !target.IsOpen)
            return new Refusal("found.no_target");
        await MoveAsync(db, found.Id, target.Id, cancel);
        found.Match(target.Id, clock.Today, target.RegisteredName, clock.Now);
        db.Audit.Add(new AuditRow(actor, "shop.matched", "shop", target.Id, target.RegisteredName, $"{found.RegisteredName}, {found.Address}", clock.Now));
        var badge = await EarnedAsync(db, target, actor, cancel);
        await db.SaveChangesAsync(cancel);
        return new Result<Badge?>(badge);
    }, cancel);

    private static async Task MoveAsync(CertifyDb db, Guid from, Guid to, CancellationToken cancel)
    {
        await db.Standings.Where(s => s.ShopId == from).ExecuteDeleteAsync(cancel);
        await db.Visits.Where(v => v.ShopId == from).ExecuteUpdateAsync(v => v.SetProperty(x => x.ShopId, to), cancel);
        await db.Rectifications.Where(r => r.ShopId == from).ExecuteUpdateAsync(r => r.SetProperty(x => x.ShopId, to), cancel);
        await db.Attempts.Where(a => a.ShopId == from).ExecuteUpdateAsync(a => a.SetProperty(x => x.ShopId, to), cancel);
        // Who is on the other's roster already stays there once.
        await db.Referrals.Where(r => r.ShopId == from && !db.Staff.Any(s => s.Id == r.StaffId && db.Staff.Any(t => t.ShopId == to && t.PersonId == s.PersonId))).ExecuteUpdateAsync(r => r.SetProperty(x => x.ShopId, to), cancel);
        await db.Staff.Where(s => s.ShopId == from && !db.Staff.Any(t => t.ShopId == to && t.PersonId == s.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(x => x.ShopId, to), cancel);
    }

    /// <summary>Reviews the shop, and issues the badge that its last visit had earned but for the acceptance.</summary>
    private async Task<Badge?> EarnedAsync(CertifyDb db, Shop shop, Actor actor, CancellationToken cancel)
    {
        var standing = await review.ReviewAsync(db, shop.Id, actor, cancel: cancel);
        var visit = await db.Visits.Where(v => v.ShopId == shop.Id && !db.Visits.Any(c => c.SupersedesId == v.Id)).OrderByDescending(v => v.VisitedAt).FirstOrDefaultAsync(cancel);
        if (visit is null)
            return null;
        standing.Visited(visit);
        var policy = await policies.InForceAsync(db, cancel);
        var list = (await ChecklistBook.FindAsync(db, visit.ChecklistVersion, cancel))!;
        var earned = standing is { IsFull: true, Unconfirmed: 0, BadgeState: not (BadgeState.Valid or BadgeState.Suspended) } && !policy.Terms.Failed(list, visit.Passed).Any()
            && visit.VisitedAt.AddDays(policy.VisitDays) >= clock.Now && VisitReceipt.Read(visit.Receipt).Missing.All(m => m.Code == Shop.ProvisionalMissing);
        if (!earned || visit.BadgeId is not null)
            return null;
        var badge = await mint.MintAsync(db, shop, visit, null, policy.Version, policy.ValidDays, actor, cancel);
        (visit.Outcome, visit.BadgeId) = (Outcome.Certified, badge.Id);
        standing.Visited(visit);
        await review.ReviewAsync(db, shop.Id, actor, cancel: cancel);
        return badge;
    }
}
