using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// What a supervisor decides about a badge: suspend, restore, revoke. Each with a reason, its audit row and the shop's standing in one save.
/// Null if there is no such badge.
/// </summary>
public sealed class BadgeDecisions(IDbContextFactory<CertifyDb> databases, ShopReview review, BadgeLog log, FaultPoints faults, CertifyClock clock)
{
    public Task<Result<Badge>?> SuspendAsync(string number, string? reason, Actor actor, CancellationToken cancel = default) =>
        DecideAsync(number, reason, actor, "badge.suspended", (badge, why) => badge.Suspend(SuspensionCause.Supervisor, why, clock.Now), BadgeState.Suspended, cancel);

    /// <summary>Refused too while the shop is closed or elsewhere, or people are not vaccinated and their grace is over: it would be suspended again in the same moment.</summary>
    public Task<Result<Badge>?> RestoreAsync(string number, string? reason, Actor actor, CancellationToken cancel = default) =>
        DecideAsync(number, reason, actor, "badge.restored", (badge, why) => badge.Restore(SuspensionCause.Supervisor, why, clock.Now), BadgeState.Valid, cancel);

    /// <summary>Final.</summary>
    public Task<Result<Badge>?> RevokeAsync(string number, string? reason, Actor actor, CancellationToken cancel = default) =>
        DecideAsync(number, reason, actor, "badge.revoked", (badge, why) => badge.Revoke(why, clock.Now), BadgeState.Revoked, cancel);

    /// <summary>
    /// Lifts a suspension as part of a larger intention, an upheld appeal. The caller saves; refused, the caller drops what the context holds.
    /// </summary>
    public Task<Result> LiftAsync(CertifyDb db, Badge badge, string why, Actor actor, CancellationToken cancel = default) =>
        MoveAsync(db, badge, badge.Restore(SuspensionCause.Supervisor, why, clock.Now), BadgeState.Valid, new AuditRow(actor, "badge.restored", "badge", badge.Id, badge.Number, why, clock.Now), actor, cancel);

    private async Task<Result<Badge>?> DecideAsync(
        string number, string? reason, Actor actor, string action, Func<Badge, string, Result> decide, BadgeState wanted, CancellationToken cancel)
    {
        if (!BadgeNumber.TryParse(number, out var parsed))
            return null;
        var why = reason?.Trim() ?? "";
        if (why.Length == 0)
            return new Refusal("badges.reason_missing");
        if (why.Length > Badge.ReasonLimit)
            return new Refusal("badges.reason_long", Badge.ReasonLimit);
        var exact = parsed.ToString();
        var decided = await databases.RunAsync<Result<Badge>?>(async db =>
        {
            if (await db.Badges.SingleOrDefaultAsync(b => b.Number == exact, cancel) is not { } badge)
                return null;
            var moved = await MoveAsync(db, badge, decide(badge, why), wanted, new AuditRow(actor, action, "badge", badge.Id, badge.Number, why, clock.Now), actor, cancel);
            if (moved.Refusal is { } refused)
                return refused;
            if (wanted == BadgeState.Revoked)
                await log.RevokedAsync(db, badge, cancel);
            await db.SaveChangesAsync(cancel);
            faults.Reach(FaultPoints.BeforeCommit);
            return badge;
        }, cancel);
        if (decided?.Ok == true)
            faults.Reach(FaultPoints.AfterCommit);
        return decided;
    }

    private async Task<Result> MoveAsync(CertifyDb db, Badge badge, Result moved, BadgeState wanted, AuditRow row, Actor actor, CancellationToken cancel)
    {
        if (!moved.Ok)
            return moved;
        db.Audit.Add(row);
        var standing = await review.ReviewAsync(db, badge.ShopId, actor, cancel: cancel);
        if (badge.State == wanted)
            return Result.Done;
        return badge.Cause switch
        {
            SuspensionCause.Closed => new Refusal("badges.shop_closed"),
            SuspensionCause.Moved => new Refusal("badges.shop_moved"),
            _ => new Refusal("badges.coverage_short", standing.Vaccinated, standing.Staff),
        };
    }
}
