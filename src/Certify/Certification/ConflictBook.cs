using System.Text.Json;
using Certify.Accounts;
using Certify.Checklists;
using Certify.Data;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>A conflict as a supervisor looks at it.</summary>
/// <param name="Conflict"></param>
/// <param name="Visit">What was recorded first.</param>
/// <param name="Other">The content that came later, its times by the server's clock.</param>
/// <param name="Comparison"></param>
/// <param name="List">The checklist that the first was made with.</param>
/// <param name="SameShop">False where the other content speaks of another shop: nothing can be merged then.</param>
public sealed record OpenedConflict(VisitConflict Conflict, Visit Visit, VisitSubmission Other, VisitComparison Comparison, ChecklistVersion List, bool SameShop);

/// <summary>
/// Two contents under one visit id, opened side by side on record and decided by a supervisor. Nothing is overwritten: where the other content, or some of
/// it, is to count, it is recorded as a correction of the first, or, at another shop, as a visit of its own.
/// </summary>
public sealed class ConflictBook(IDbContextFactory<CertifyDb> dbs, VisitRecording recording, RecordedVisits recorded, TableSeal seal, CertifyClock clock)
{
    private const string Purpose = "conflict";

    /// <summary>Null: no such conflict.</summary>
    public async Task<OpenedConflict?> OpenAsync(Guid id, Actor actor, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        if (await db.VisitConflicts.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancel) is not { } conflict)
            return null;
        var visit = await db.Visits.AsNoTracking().SingleAsync(v => v.Id == conflict.VisitId, cancel);
        db.Access.Add(new AccessRow(actor, Purpose, "VisitConflicts", [], visit.ShopId, clock.Now));
        await db.SaveChangesAsync(cancel);
        var other = JsonSerializer.Deserialize<VisitSubmission>(seal.Open("VisitConflicts", "Content", id, conflict.Content))!;
        var shop = await VisitShops.SameAsync(dbs, visit, other, cancel);
        var list = (await ChecklistBook.FindAsync(db, visit.ChecklistVersion, cancel))!;
        // Sent without a version it was made with the one that the first was: within one list's measures, that is.
        if (shop == visit.ShopId && other.ChecklistVersion is null && other.Measures.Found.Keys.All(k => list.Find(k) is not null))
            other = other with { ChecklistVersion = list.Number };
        other = await recorded.NameAsync(db, InServersTime(other, conflict.ReceivedAt), visit.ShopId, actor, Purpose, cancel);
        return new(conflict, visit, other, new VisitComparison(await recorded.OpenAsync(db, visit, list, actor, Purpose, cancel), other), list, shop == visit.ShopId);
    }

    /// <summary>Keeps what is recorded, takes the other content, or what <paramref name="taken"/> names of it. Null: no such conflict; refusals name what to do first.</summary>
    public async Task<VisitAnswer?> DecideAsync(Guid id, ConflictDecision decision, IReadOnlySet<string> taken, Actor actor, CancellationToken cancel = default)
    {
        if (await OpenAsync(id, actor, cancel) is not { } opened)
            return null;
        if (opened.Conflict.IsFinal)
            return VisitAnswer.Refuse([new FieldRefusal("", new("conflicts.decided"))]);
        if (decision == ConflictDecision.Merged && !opened.SameShop)
            return VisitAnswer.Refuse([new FieldRefusal("", new("conflicts.other_shop"))]);
        var answer = new VisitAnswer(VisitAnswerKind.Repeated, VisitReceipt.Read(opened.Visit.Receipt));
        if (decision != ConflictDecision.Kept)
        {
            answer = await recording.RecordAsync(AsVisit(opened, decision, taken), actor, await VisitorAsync(opened, decision, actor, cancel), cancel);
            if (answer.Receipt is null)
                return answer;
        }
        await dbs.RunAsync(async db =>
        {
            var conflict = await db.VisitConflicts.SingleAsync(c => c.Id == id, cancel);
            conflict.Decide(decision, actor, clock.Now);
            db.Audit.Add(new AuditRow(actor, ActionOf(decision), "visit", opened.Visit.Id, opened.Visit.Id.ToString(), answer.Receipt!.VisitId.ToString(), clock.Now));
            return await db.SaveChangesAsync(cancel);
        }, cancel);
        return answer;
    }

    private static string ActionOf(ConflictDecision decision) => decision switch
    {
        ConflictDecision.Kept => "visit.conflict_kept",
        ConflictDecision.Taken => "visit.conflict_taken",
        _ => "visit.conflict_merged",
    };

    /// <summary>The times of the content are the server's already; decided again after a crash it is the same visit.</summary>
    private VisitSubmission AsVisit(OpenedConflict opened, ConflictDecision decision, IReadOnlySet<string> taken)
    {
        var content = !opened.SameShop ? opened.Other : decision == ConflictDecision.Merged ? opened.Comparison.Merge(taken) : opened.Comparison.Other;
        return content with { Id = opened.Conflict.Id, Supersedes = opened.SameShop ? opened.Visit.Id : null, SentAt = clock.Now };
    }

    /// <summary>The visit stays its inspector's, whoever decides that it counts.</summary>
    private async Task<Actor> VisitorAsync(OpenedConflict opened, ConflictDecision decision, Actor actor, CancellationToken cancel)
    {
        if (decision == ConflictDecision.Merged || opened.Conflict.InspectorId == opened.Visit.InspectorId)
            return actor with { UserId = opened.Visit.InspectorId, Name = opened.Visit.InspectorName };
        await using var db = await dbs.CreateDbContextAsync(cancel);
        return await db.Users.Where(u => u.Id == opened.Conflict.InspectorId).Select(u => u.DisplayName).FirstOrDefaultAsync(cancel) is { } name
            ? actor with { UserId = opened.Conflict.InspectorId, Name = name } : actor;
    }

    private static VisitSubmission InServersTime(VisitSubmission sent, DateTimeOffset receivedAt)
    {
        var skew = receivedAt - sent.SentAt;
        return sent with { StartedAt = sent.StartedAt + skew, FinishedAt = sent.FinishedAt + skew };
    }
}
