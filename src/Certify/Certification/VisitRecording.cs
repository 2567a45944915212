using Certify.Accounts;
using Certify.Badges;
using Certify.Checklists;
using Certify.Data;
using Certify.Shops;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// Records a visit and all that follows from it: people, referrals, rectifications, the shop's standing, and at once the badge where it is earned.
/// One transaction: an answer is given only for what is committed. The same visit again gets the same receipt.
/// </summary>
public sealed class VisitRecording(
    IDbContextFactory<CertifyDb> dbs, VisitText text, VisitRoster roster, VisitShops shops, PolicyBook policies, ShopReview review, PairBook pairs,
    BadgeMint mint, TableSeal seal, FaultPoints faults, CertifyOptions options, CertifyClock clock)
{
    public Task<VisitAnswer> RecordAsync(VisitSubmission submission, Actor actor, CancellationToken cancel = default) =>
        RecordAsync(submission, actor, actor, cancel);

    /// <param name="submission"></param>
    /// <param name="actor">Who records it, and stands in the audit.</param>
    /// <param name="visitor">Whose visit it is; the role decides what may be recorded.</param>
    /// <param name="cancel"></param>
    public async Task<VisitAnswer> RecordAsync(VisitSubmission submission, Actor actor, Actor visitor, CancellationToken cancel = default)
    {
        var visit = VisitText.Normalise(submission);
        if (VisitChecks.CheckTimes(visit) is { Count: > 0 } wrong)
            return VisitAnswer.Refuse(wrong);
        var times = new VisitTimes(visit.StartedAt, visit.FinishedAt, visit.SentAt, clock.Now);
        var again = false;
        while (true)
        {
            var opened = new Opened();
            if (VisitRoster.Opens(visit) || again)
            {
                await using var db = await dbs.CreateDbContextAsync(cancel);
                if (await db.Visits.AsNoTracking().FirstOrDefaultAsync(v => v.Id == visit.Id, cancel) is { } before)
                    return await AgainAsync(before, visit, visitor, cancel);
                var (shop, _, refused) = await shops.FindAsync(db, visit, visitor, times, cancel);
                if (shop is null)
                    return refused!;
                opened = await roster.OpenAsync(db, visit, shop.Id, actor, cancel);
            }
            IReadOnlyList<VisitPair> found = [];
            if (await dbs.RunAsync(async db => await WriteAsync(db, visit, times, opened, actor, visitor, now => found = now, cancel), cancel) is { } answer)
            {
                faults.Reach(FaultPoints.AfterCommit);
                await pairs.CompareAsync(found);
                return answer;
            }
            again = true;
        }
    }

    /// <returns>Null where something changed since <paramref name="opened"/> was read: begin again.</returns>
    private async Task<VisitAnswer?> WriteAsync(CertifyDb db, VisitSubmission submitted, VisitTimes times, Opened opened, Actor actor, Actor visitor, Action<IReadOnlyList<VisitPair>> found, CancellationToken cancel)
    {
        if (await db.Visits.AnyAsync(v => v.Id == submitted.Id, cancel))
            return null;
        var (shop, list, refused) = await shops.FindAsync(db, submitted, visitor, times, cancel);
        if (shop is null || list is null)
            return refused;
        var known = await roster.FindAsync(db, submitted, shop.Id, cancel);
        if (known.Errors.Count > 0)
            return VisitAnswer.Refuse(known.Errors);
        if (opened.IsStale(known.Staff))
            return null;

        var policy = await policies.InForceAsync(db, cancel);
        var held = await HoldAsync(db, shop.Id, cancel);
        var live = db.Badges.Local.SingleOrDefault();
        var visit = Visit(submitted, times, shop, list, visitor);
        var latest = held == Held.All ? null : await LatestAsync(db, visit, cancel);
        var isLatest = latest is null || visit.VisitedAt >= latest.VisitedAt;
        db.Visits.Add(visit);
        found(latest is null ? [] : await pairs.FindAsync(db, visit, cancel));
        if (visit.SupersedesId is { } mistaken)
            await StrikeAsync(db, mistaken, known, visit, cancel);
        var lines = roster.Write(db, visit, submitted, known, opened, policy.Terms);
        if (isLatest)
            Order(db, visit, list, policy);
        (visit.Vaccinated, visit.Staff) = review.CoverageOf(db, shop.Id);
        var missing = BadgeGaps.Find(db, visit, list, policy, lines, isLatest, live, clock);
        if (await ChecklistBook.MisfitAsync(db, list, shop.Category, visit.VisitedAt, cancel) is { } used)
            missing.Add(new("visits.missing_checklist", Text: used.Name));
        visit.Outcome = missing.Count == 0 ? Outcome.Certified : Outcome.NotCertified;
        var badge = visit.Outcome == Outcome.Certified ? await mint.MintAsync(db, shop, visit, live ?? await LastAsync(db, shop.Id, cancel), policy.Version, policy.ValidDays, actor, cancel) : null;
        visit.BadgeId = badge?.Id;
        if (badge is null && visit.SupersedesId is { } corrected)
            await WithdrawAsync(db, corrected, actor, cancel);

        var standing = await review.ReviewAsync(db, shop.Id, actor, lines.ToDictionary(l => l.Staff.Id, l => l.NextDoseFrom), visit.Id, held, cancel);
        standing.Visited(isLatest ? visit : latest!);
        foreach (var link in await db.OneTimeLinks.Where(l => l.Purpose == LinkPurpose.FillStaff && l.ShopId == shop.Id && l.UsedAt == null).ToListAsync(cancel))
            link.Use(clock.Now);
        var receipt = new VisitReceipt(visit.Id, visit.ReceivedAt, visit.Outcome, visit.Vaccinated, visit.Staff, badge is null ? null : Named(badge), missing);
        visit.Receipt = receipt.ToJson();
        db.Audit.Add(new AuditRow(actor, visit.SupersedesId is null ? "visit.recorded" : "visit.corrected", "visit", visit.Id, shop.SignboardName, $"{visit.Vaccinated}/{visit.Staff}", clock.Now));
        await db.SaveChangesAsync(cancel);
        faults.Reach(FaultPoints.BeforeCommit);
        return new(VisitAnswerKind.Recorded, receipt);
    }

    /// <summary>Loads what the visit and the review after it look at. A shop that stands nowhere yet has had no visit, and nothing has followed from one.</summary>
    private static async Task<Held> HoldAsync(CertifyDb db, Guid shopId, CancellationToken cancel)
    {
        await db.Badges.Where(b => b.ShopId == shopId && (b.State == BadgeState.Valid || b.State == BadgeState.Suspended)).LoadAsync(cancel);
        if (await db.Standings.FindAsync([shopId], cancel) is null && !db.Badges.Local.Any())
            return Held.All;
        await db.Rectifications.Where(r => r.ShopId == shopId && r.DoneAt == null).LoadAsync(cancel);
        return Held.Staff | Held.Orders | Held.LiveBadge;
    }

    /// <summary>The shop's last badge, where none lives. A shop that stands nowhere has had none.</summary>
    private static async Task<Badge?> LastAsync(CertifyDb db, Guid shopId, CancellationToken cancel) =>
        db.Standings.Local.FirstOrDefault(s => s.ShopId == shopId)?.BadgeId is { } last ? await db.Badges.FindAsync([last], cancel) : null;

    private Visit Visit(VisitSubmission submitted, VisitTimes times, Shop shop, ChecklistVersion list, Actor visitor) =>
        new(submitted.Id, shop.Id, visitor.UserId ?? Guid.Empty, visitor.Name, times, text.HashOf(submitted, submitted.ShopId ?? shop.Id, visitor.UserId))
        {
            Companion = submitted.Companion ?? "",
            SupersedesId = submitted.Supersedes,
            ForeignReason = submitted.ForeignReason,
            Notice = submitted.Notice,
            Passed = submitted.Measures.PassedOf(list),
            ChecklistVersion = list.Number,
            Note = submitted.Note is null ? null : seal.Seal("Visits", "Note", submitted.Id, submitted.Note),
        };

    /// <summary>The visit that stands without this one: the latest that no correction has replaced.</summary>
    private static Task<Visit?> LatestAsync(CertifyDb db, Visit visit, CancellationToken cancel) =>
        db.Visits.AsNoTracking()
            .Where(v => v.ShopId == visit.ShopId && v.Id != visit.SupersedesId && !db.Visits.Any(c => c.SupersedesId == v.Id))
            .OrderByDescending(v => v.VisitedAt).FirstOrDefaultAsync(cancel);

    /// <summary>Whom the corrected visit had brought onto the roster by mistake, and the correction doesn't name, never worked there.</summary>
    private async Task StrikeAsync(CertifyDb db, Guid mistaken, Known known, Visit visit, CancellationToken cancel)
    {
        var day = clock.DayOf(await db.Visits.Where(v => v.Id == mistaken).Select(v => v.VisitedAt).SingleAsync(cancel));
        var named = known.Matches.Select(m => m.Staff?.Id).OfType<Guid>().ToHashSet();
        var only = await db.VisitStaff
            .Where(l => l.VisitId == mistaken && !db.VisitStaff.Any(o => o.StaffId == l.StaffId && o.VisitId != mistaken && !db.Visits.Any(c => c.SupersedesId == o.VisitId)))
            .Select(l => l.StaffId).ToListAsync(cancel);
        foreach (var id in only.Where(id => !named.Contains(id) && known.Staff[id].Since == day && known.Staff[id].LeftOn is null))
            known.Staff[id].Leave(day, visit.VisitedAt);
    }

    /// <summary>Each failed measure that the list requires is ordered put right by a day, once; each passed one closes what was open, and so does a newer list that asks for it no more.</summary>
    private void Order(CertifyDb db, Visit visit, ChecklistVersion list, CertificationPolicy policy)
    {
        var open = db.Rectifications.Local.ToList();
        foreach (var order in open.Where(r => visit.Passed.Contains(r.Measure, StringComparer.Ordinal) || (list.Number > r.ChecklistVersion && list.Find(r.Measure) is not { Required: true })))
            order.Done(visit.VisitedAt);
        foreach (var measure in list.Items.Where(i => i.Required && !visit.Passed.Contains(i.Key, StringComparer.Ordinal) && open.TrueForAll(r => r.Measure != i.Key)))
            db.Rectifications.Add(new Rectification(visit, measure, clock.DayOf(visit.VisitedAt).AddDays(policy.RectificationDays), clock.Now));
    }

    /// <summary>The correction took away what the badge stood on: it rests until a visit or a supervisor says otherwise.</summary>
    private async Task WithdrawAsync(CertifyDb db, Guid corrected, Actor actor, CancellationToken cancel)
    {
        if (await db.Badges.FirstOrDefaultAsync(b => b.VisitId == corrected, cancel) is { } badge && badge.Suspend(SuspensionCause.Visit, "badges.reason_corrected", clock.Now).Ok)
            db.Audit.Add(new AuditRow(actor, "badge.suspended", "badge", badge.Id, badge.Number, "badges.reason_corrected", clock.Now));
    }

    private ReceiptBadge Named(Badge badge)
    {
        var home = new Uri(options.PublicUrl);
        return new(badge.Number, new Uri(home, $"/b/{badge.Number}").ToString(), BadgeToken.Address(home, badge.Token));
    }

    /// <summary>The same id again. The same content gets the receipt of then; other content is kept too, sealed, for a person to look at.</summary>
    private async Task<VisitAnswer> AgainAsync(Visit before, VisitSubmission visit, Actor visitor, CancellationToken cancel)
    {
        var hash = text.HashOf(visit, await VisitShops.SameAsync(dbs, before, visit, cancel), visitor.UserId);
        if (hash.AsSpan().SequenceEqual(before.ContentHash))
            return new(VisitAnswerKind.Repeated, VisitReceipt.Read(before.Receipt));
        return await dbs.RunAsync(async db =>
        {
            if (!await db.VisitConflicts.AnyAsync(c => c.VisitId == visit.Id && c.ContentHash == hash, cancel))
            {
                var content = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(visit);
                db.VisitConflicts.Add(new VisitConflict(visit.Id, visitor.UserId ?? Guid.Empty, hash, id => seal.Seal("VisitConflicts", "Content", id, content), clock.Now));
                db.Audit.Add(new AuditRow(visitor, "visit.conflict", "visit", visit.Id, visit.Id.ToString(), null, clock.Now));
                await db.SaveChangesAsync(cancel);
            }
            return new VisitAnswer(VisitAnswerKind.Conflict);
        }, cancel);
    }
}
