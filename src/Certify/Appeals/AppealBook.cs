using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Appeals;

/// <summary>Both texts of an appeal, opened. Null where there is none yet or no more.</summary>
public sealed record AppealTexts(string? Text, string? Decision);

/// <summary>
/// Appeals from filing to decision. Who suspended or revoked the badge decides nothing here, nor does who wrote the record by which its coverage fell,
/// nor who owns the shop. An upheld appeal lifts a suspension
/// in the same transaction; a revocation is final, so that there, and where the staff on record is still short, a new visit is ordered. Null: no such thing.
/// </summary>
public sealed class AppealBook(IDbContextFactory<CertifyDb> databases, BadgeDecisions decisions, TableSeal seal, CertifyOptions options, CertifyClock clock)
{
    /// <summary>Text key that stands as the reason of what an upheld appeal did to a badge.</summary>
    public const string UpheldReason = "badges.reason_appeal";

    /// <summary>Files an appeal against the present suspension or revocation of a badge of this shop: one a decision, one open a badge.</summary>
    public async Task<Result<Appeal>?> FileAsync(Guid shopId, string number, string? text, Actor actor, CancellationToken cancel = default)
    {
        if (!BadgeNumber.TryParse(number, out var parsed))
            return null;
        if (Wrong(text, "appeals.text_missing") is { } refused)
            return refused;
        var exact = parsed.ToString();
        return await databases.RunAsync<Result<Appeal>?>(async db =>
        {
            if (await db.Badges.SingleOrDefaultAsync(b => b.Number == exact && b.ShopId == shopId, cancel) is not { } badge)
                return null;
            if (badge.StateAt(clock.Now) is not (BadgeState.Suspended or BadgeState.Revoked))
                return new Refusal("appeals.nothing_to_appeal", badge.Number);
            var known = await db.Appeals.Where(a => a.BadgeId == badge.Id && a.State != AppealState.Withdrawn).ToListAsync(cancel);
            if (known.Exists(a => a.IsOpen))
                return new Refusal("appeals.open_already");
            if (known.Exists(a => a.AgainstAt == badge.ChangedAt))
                return new Refusal("appeals.decided_already");
            var (id, now) = (Guid.CreateVersion7(clock.Now), clock.Now);
            var appeal = new Appeal(id, badge, seal.Seal("Appeals", "Text", id, text!.Trim()), actor.UserId ?? Guid.Empty, clock.Today.AddDays(Appeal.DecisionDays), now);
            db.Appeals.Add(appeal);
            db.Audit.Add(new AuditRow(actor, "appeal.filed", "appeal", id, badge.Number, null, now));
            await db.SaveChangesAsync(cancel);
            return appeal;
        }, cancel);
    }

    public Task<Result?> WithdrawAsync(Guid shopId, Guid id, Actor actor, CancellationToken cancel = default) => databases.RunAsync<Result?>(async db =>
    {
        if (await db.Appeals.SingleOrDefaultAsync(a => a.Id == id && a.ShopId == shopId, cancel) is not { } appeal)
            return null;
        var result = appeal.Withdraw(clock.Now);
        if (!result.Ok)
            return result;
        db.Audit.Add(new AuditRow(actor, "appeal.withdrawn", "appeal", id, appeal.BadgeNumber, null, clock.Now));
        await db.SaveChangesAsync(cancel);
        return result;
    }, cancel);

    /// <summary>Decides an appeal, with a text for the owner.</summary>
    public async Task<Result<Appeal>?> DecideAsync(Guid id, bool uphold, string? text, Actor actor, CancellationToken cancel = default)
    {
        if (Wrong(text, "appeals.decision_missing") is { } wrong)
            return wrong;
        return await databases.RunAsync<Result<Appeal>?>(async db =>
        {
            if (await db.Appeals.SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } appeal)
                return null;
            if (!appeal.IsOpen)
                return new Refusal("appeals.closed_already");
            if (await WhyNotAsync(db, appeal, actor, cancel) is { } refused)
                return refused;
            var effect = AppealEffect.None;
            if (uphold)
                (appeal, effect) = await PutRightAsync(db, appeal, actor, cancel);
            appeal.Decide(uphold, effect, seal.Seal("Appeals", "Decision", id, text!.Trim()), actor.UserId, actor.Name, clock.Now);
            db.Audit.Add(new AuditRow(actor, uphold ? "appeal.upheld" : "appeal.rejected", "appeal", id, appeal.BadgeNumber, uphold ? "appeals.effect_" + effect.ToString().ToLowerInvariant() : null, clock.Now));
            await db.SaveChangesAsync(cancel);
            return appeal;
        }, cancel);
    }

    /// <summary>Why this officer may not decide this appeal; null: may.</summary>
    public static async Task<Refusal?> WhyNotAsync(CertifyDb db, Appeal appeal, Actor actor, CancellationToken cancel = default)
    {
        if (await db.Audit.AnyAsync(a => a.Subject == "badge" && a.SubjectId == appeal.BadgeId && (a.Action == "badge.suspended" || a.Action == "badge.revoked") && a.ActorId == actor.UserId, cancel))
            return new Refusal("appeals.involved");
        if (appeal.Cause == SuspensionCause.Coverage && await HasWrittenAsync(db, appeal, actor, cancel))
            return new Refusal("appeals.involved_record");
        return await db.ShopOwners.AnyAsync(o => o.ShopId == appeal.ShopId && o.UserId == actor.UserId, cancel) ? new Refusal("appeals.own_shop") : null;
    }

    /// <summary>
    /// Whether this officer visited the shop, or put right somebody's record who works there, since the badge was issued: where coverage fell, the system
    /// suspends by what was written down.
    /// </summary>
    private static async Task<bool> HasWrittenAsync(CertifyDb db, Appeal appeal, Actor actor, CancellationToken cancel)
    {
        var badge = await db.Badges.Where(b => b.Id == appeal.BadgeId).Select(b => new { b.IssuedAt, b.VisitId }).SingleAsync(cancel);
        var written = db.Audit.Where(a => a.ActorId != null && a.ActorId == actor.UserId && a.At > badge.IssuedAt);
        return await written.AnyAsync(a => (a.Action == "visit.recorded" || a.Action == "visit.corrected") && a.SubjectId != badge.VisitId && db.Visits.Any(v => v.Id == a.SubjectId && v.ShopId == appeal.ShopId), cancel)
            // One person's record is one in every shop where the person is listed.
            || await written.AnyAsync(a => (a.Action == "staff.corrected" || a.Action == "staff.dose_struck")
                && db.Staff.Any(s => s.Id == a.SubjectId && db.Staff.Any(l => l.PersonId == s.PersonId && l.ShopId == appeal.ShopId)), cancel);
    }

    /// <summary>Whether another badge of the shop is in force: there is nothing that a visit would bring back.</summary>
    public static Task<bool> HasAnotherAsync(CertifyDb db, Appeal appeal, DateTimeOffset now, CancellationToken cancel = default) =>
        db.Badges.AnyAsync(b => b.ShopId == appeal.ShopId && b.Id != appeal.BadgeId && b.State == BadgeState.Valid && b.ExpiresAt > now, cancel);

    /// <summary>Both texts, for an officer or the shop's owner, on record.</summary>
    public async Task<AppealTexts> OpenAsync(Appeal appeal, Actor actor, CancellationToken cancel = default)
    {
        if (appeal.Text is null && appeal.Decision is null)
            return new(null, null);
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Access.Add(new AccessRow(actor, "appeal", "AppealTexts", [], appeal.ShopId, clock.Now));
        await db.SaveChangesAsync(cancel);
        string? Text(string column, byte[]? box) => box is null ? null : seal.OpenText("Appeals", column, appeal.Id, box);
        return new(Text("Text", appeal.Text), Text("Decision", appeal.Decision));
    }

    /// <summary>Erases both texts when their days are over. Answers how many appeals it were.</summary>
    public Task<int> ExpireAsync(CancellationToken cancel = default) => databases.RunAsync(async db =>
    {
        var before = clock.Now.AddDays(-Appeal.KeptDays);
        var over = options.ProgrammeEndedOn <= clock.Today.AddDays(-options.RetentionDays);
        var due = await db.Appeals.Where(a => a.ErasedAt == null && a.DecidedAt != null && (over || a.DecidedAt < before)).ToListAsync(cancel);
        foreach (var appeal in due)
        {
            appeal.Erase(clock.Now);
            db.Audit.Add(new AuditRow(Actor.System, "appeal.retention_over", "appeal", appeal.Id, appeal.BadgeNumber, null, clock.Now));
        }
        await db.SaveChangesAsync(cancel);
        return due.Count;
    }, cancel);

    private async Task<(Appeal Appeal, AppealEffect Effect)> PutRightAsync(CertifyDb db, Appeal appeal, Actor actor, CancellationToken cancel)
    {
        var badge = await db.Badges.SingleAsync(b => b.Id == appeal.BadgeId, cancel);
        if (badge.StateAt(clock.Now) == BadgeState.Valid)
            return (appeal, AppealEffect.None);
        if (badge.StateAt(clock.Now) == BadgeState.Suspended && (await decisions.LiftAsync(db, badge, UpheldReason, actor, cancel)).Ok)
            return (appeal, AppealEffect.Restored);
        // What the refused lifting left in memory is dropped; nothing of it was saved.
        db.ChangeTracker.Clear();
        var again = await db.Appeals.SingleAsync(a => a.Id == appeal.Id, cancel);
        if (await HasAnotherAsync(db, again, clock.Now, cancel))
            return (again, AppealEffect.None);
        db.VisitOrders.Add(new VisitOrder(again.ShopId, VisitOrderCause.Appeal, clock.Now));
        return (again, AppealEffect.VisitOrdered);
    }

    private static Refusal? Wrong(string? text, string missing) =>
        string.IsNullOrWhiteSpace(text) ? new Refusal(missing) : text.Trim().Length > Appeal.TextLimit ? new Refusal("appeals.text_long", Appeal.TextLimit) : null;
}
