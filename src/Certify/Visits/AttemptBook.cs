using System.Security.Cryptography;
using System.Text.Json;
using Certify.Accounts;
using Certify.Data;
using Certify.Shops;
using Microsoft.EntityFrameworkCore;

namespace Certify.Visits;

/// <summary>Records attempts and takes them back. Idempotent by the client's id, as visits are: nothing is acknowledged before it is committed.</summary>
public sealed class AttemptBook(IDbContextFactory<CertifyDb> dbs, TableSeal seal, MasterKey master, CertifyClock clock)
{
    private readonly byte[] hashing = master.Derive("attempt-content");

    /// <summary>Any inspector may say so of any shop, grids change hands while a laptop is away; nothing of the shop is told in return.</summary>
    public async Task<AttemptAnswer> RecordAsync(AttemptDraft sent, Actor actor, CancellationToken cancel = default)
    {
        var draft = sent with { Note = string.IsNullOrWhiteSpace(sent.Note) ? null : sent.Note.Trim() };
        var hash = HMACSHA256.HashData(hashing, JsonSerializer.SerializeToUtf8Bytes(new { actor.UserId, draft = draft with { SentAt = default } }));
        // A client whose clock is days off is some days off in what it calls today, too.
        var off = (clock.Now - sent.SentAt).Duration() > VisitTimes.SkewLimit ? clock.Today.DayNumber - clock.DayOf(sent.SentAt).DayNumber : 0;
        return await dbs.RunAsync(async db =>
        {
            if (await db.Attempts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == draft.Id, cancel) is { } before)
                return new AttemptAnswer(before.ContentHash.AsSpan().SequenceEqual(hash) ? AttemptAnswerKind.Repeated : AttemptAnswerKind.Conflict, before);
            var moved = draft with { On = Shifted(draft.On, off) };
            if (Check(moved) is { Count: > 0 } wrong)
                return new AttemptAnswer(AttemptAnswerKind.Refused, Errors: wrong);
            if (await db.Shops.AsNoTracking().MeantAsync(draft.ShopId, cancel) is not { } shop)
                return new AttemptAnswer(AttemptAnswerKind.NoShop);
            var attempt = new Attempt(moved with { ShopId = shop.Id }, actor.UserId ?? Guid.Empty, actor.Name, hash, draft.Note is null ? null : seal.Seal("Attempts", "Note", draft.Id, draft.Note), clock.Now);
            db.Attempts.Add(attempt);
            db.Audit.Add(new AuditRow(actor, "attempt.recorded", "shop", shop.Id, shop.SignboardName, "attempts.kind_" + draft.Kind.ToString().ToLowerInvariant(), clock.Now));
            await db.SaveChangesAsync(cancel);
            return new AttemptAnswer(AttemptAnswerKind.Recorded, attempt);
        }, cancel);
    }

    /// <summary>Takes back an own attempt of today. Null: there is none.</summary>
    public Task<Result?> UndoAsync(Guid id, Actor actor, CancellationToken cancel = default) =>
        ChangeAsync(id, actor, "attempt.undone", attempt => attempt.Undo(actor.UserId ?? Guid.Empty, clock.Today, clock.DayOf(attempt.ReceivedAt), clock.Now), cancel);

    /// <summary>A supervisor found the shop where it was: it goes back into the round.</summary>
    public Task<Result?> DismissAsync(Guid id, Actor actor, CancellationToken cancel = default) =>
        ChangeAsync(id, actor, "attempt.dismissed", attempt => attempt.Dismiss(actor.Name, clock.Now), cancel);

    public string? NoteOf(Attempt attempt) => attempt.Note is null ? null : seal.OpenText("Attempts", "Note", attempt.Id, attempt.Note);

    /// <summary>Attempts that wait for a supervisor: nobody closed, moved or visited the shop since.</summary>
    public static IQueryable<Attempt> Tasks(CertifyDb db) =>
        from a in db.Attempts
        join s in db.Shops on a.ShopId equals s.Id
        where (a.Kind == AttemptKind.Closed || a.Kind == AttemptKind.Moved) && a.UndoneAt == null && a.DismissedAt == null
            && s.ClosedOn == null && !(s.MovedAt > a.ReceivedAt) && !db.Visits.Any(v => v.ShopId == a.ShopId && v.VisitedAt > a.ReceivedAt)
        select a;

    private Task<Result?> ChangeAsync(Guid id, Actor actor, string action, Func<Attempt, Result> change, CancellationToken cancel) => dbs.RunAsync<Result?>(async db =>
    {
        if (await (from a in db.Attempts join s in db.Shops on a.ShopId equals s.Id where a.Id == id select new { a, Name = s.OwnSignboardName ?? s.RegisteredName }).FirstOrDefaultAsync(cancel) is not { } found)
            return null;
        if (change(found.a) is { Ok: false } refused)
            return refused;
        db.Audit.Add(new AuditRow(actor, action, "shop", found.a.ShopId, found.Name, "attempts.kind_" + found.a.Kind.ToString().ToLowerInvariant(), clock.Now));
        await db.SaveChangesAsync(cancel);
        return Result.Done;
    }, cancel);

    private List<FieldRefusal> Check(AttemptDraft draft)
    {
        var wrong = new List<FieldRefusal>();
        if (draft.On > clock.Today || draft.On < clock.Today.AddDays(-Attempt.OldestDays))
            wrong.Add(new("on", new Refusal("attempts.on_outside", Attempt.OldestDays)));
        if (draft.Kind == AttemptKind.ComeBack && draft.ComeBackOn is null)
            wrong.Add(new("comeBackOn", new Refusal("attempts.day_missing")));
        else if (draft.Kind == AttemptKind.ComeBack && (draft.ComeBackOn <= draft.On || draft.ComeBackOn > draft.On.AddDays(Attempt.ComeBackDays)))
            wrong.Add(new("comeBackOn", new Refusal("attempts.day_outside", Attempt.ComeBackDays)));
        else if (draft.Kind != AttemptKind.ComeBack && draft.ComeBackOn is not null)
            wrong.Add(new("comeBackOn", new Refusal("attempts.day_needless")));
        if (draft.Note?.Length > Attempt.NoteLimit)
            wrong.Add(new("note", new Refusal("attempts.note_long", Attempt.NoteLimit)));
        return wrong;
    }

    private static DateOnly Shifted(DateOnly day, int by) =>
        DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + by, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber - Attempt.ComeBackDays));
}
