using System.Text;
using System.Text.Json;
using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Certify.Shops;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tips;

/// <summary>
/// What a supervisor does with tips, and what an owner says to them. Sealed words, answers and photos open here alone, after the access row that says
/// who opened them is committed. Null: there is no such tip.
/// </summary>
public sealed class TipDesk(IDbContextFactory<CertifyDb> databases, TableSeal seal, CertifyClock clock)
{
    /// <summary>Tips that are opened at a time: a page.</summary>
    public const int PageLimit = 50;

    /// <summary>Opens what was told in a page of tips. Erased ones are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, TipWords>> OpenAsync(IReadOnlyCollection<Guid> ids, Actor actor, CancellationToken cancel = default)
    {
        if (ids.Count == 0)
            return new Dictionary<Guid, TipWords>();
        if (ids.Count > PageLimit)
            throw new ArgumentException($"At most {PageLimit} tips are opened at a time.", nameof(ids));
        await using var db = await databases.CreateDbContextAsync(cancel);
        var tips = await db.Tips.AsNoTracking().Where(t => ids.Contains(t.Id) && t.Words != null).Select(t => new { t.Id, t.ShopId, t.Words }).ToListAsync(cancel);
        await RecordAsync(db, actor, "TipWords", tips.Count == 1 ? tips[0].ShopId : null, cancel);
        return tips.ToDictionary(t => t.Id, t => JsonSerializer.Deserialize<TipWords>(seal.Open("Tips", "Words", t.Id, t.Words!))!);
    }

    /// <summary>The photo of a tip, a JPEG.</summary>
    public async Task<byte[]?> PhotoAsync(Guid id, Actor actor, CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await (from p in db.TipPhotos join t in db.Tips on p.TipId equals t.Id where t.Id == id select new { p.Photo, t.ShopId }).FirstOrDefaultAsync(cancel) is not { } found)
            return null;
        await RecordAsync(db, actor, "TipPhoto", found.ShopId, cancel);
        return seal.Open("TipPhotos", "Photo", id, found.Photo);
    }

    /// <summary>The owner's answers to a page of tips: shown to the owner who gave them, and to the supervisor.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> RepliesAsync(IReadOnlyCollection<Guid> ids, Actor actor, CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var tips = await db.Tips.AsNoTracking().Where(t => ids.Contains(t.Id) && t.Reply != null).Select(t => new { t.Id, t.ShopId, t.Reply }).ToListAsync(cancel);
        if (tips.Count == 0)
            return new Dictionary<Guid, string>();
        await RecordAsync(db, actor, "TipReply", tips[0].ShopId, cancel);
        return tips.ToDictionary(t => t.Id, t => seal.OpenText("Tips", "Reply", t.Id, t.Reply!));
    }

    /// <summary>Puts a tip to the shop's owner in neutral words. From then on the owner sees that there is one, its kind and this question.</summary>
    public Task<Result?> AskAsync(Guid id, string? question, Actor actor, CancellationToken cancel = default)
    {
        if (Wrong(question, Tip.NoteLimit, "tips.question_missing") is { } refused)
            return Task.FromResult<Result?>(refused);
        return ChangeAsync(id, null, actor, "tip.asked", (_, tip) => Task.FromResult(tip.Ask(question!.Trim(), clock.Now)), cancel);
    }

    /// <summary>The owner's one answer. A tip that was not put to this shop's owner is not there.</summary>
    public Task<Result?> ReplyAsync(Guid shopId, Guid id, string? reply, Actor actor, CancellationToken cancel = default)
    {
        if (Wrong(reply, Tip.ReplyLimit, "tips.reply_missing") is { } refused)
            return Task.FromResult<Result?>(refused);
        return ChangeAsync(id, tip => tip.ShopId == shopId && tip.IsPut, actor, "tip.replied",
            (_, tip) => Task.FromResult(tip.Answered(seal.Seal("Tips", "Reply", tip.Id, Encoding.UTF8.GetBytes(reply!.Trim())), clock.Now)), cancel);
    }

    /// <summary>
    /// Closes a tip with what came of it. An ordered visit stands in the shop's inspector's list until somebody was there; where the badge doesn't tell the shop,
    /// <paramref name="shop"/> does (name, code or address, as in the list's search). That a badge was decided on must be true.
    /// </summary>
    public Task<Result?> CloseAsync(Guid id, TipResult result, string? note, string? shop, Actor actor, CancellationToken cancel = default)
    {
        if (note?.Length > Tip.NoteLimit)
            return Task.FromResult<Result?>(new Refusal("tips.text_long", Tip.NoteLimit));
        return ChangeAsync(id, null, actor, "tip.closed", async (db, tip) =>
        {
            if (!tip.IsOpen)
                return new Refusal("tips.closed_already");
            if (result == TipResult.BadgeDecided && !await db.Badges.AnyAsync(b => b.Id == tip.BadgeId && (b.State == BadgeState.Suspended || b.State == BadgeState.Revoked), cancel))
                return new Refusal("tips.badge_undecided", tip.BadgeNumber ?? "–");
            if (result == TipResult.VisitOrdered && await OrderAsync(db, tip, shop, cancel) is { } refused)
                return refused;
            return tip.Close(result, string.IsNullOrWhiteSpace(note) ? null : note.Trim(), actor.Name, clock.Now);
        }, cancel, "tips.result_" + result.ToString().ToLowerInvariant());
    }

    /// <summary>Erases words, photo and answer before their days are over: somebody named in them asks for it, or they should never have been written.</summary>
    public Task<Result?> EraseAsync(Guid id, Actor actor, CancellationToken cancel = default) =>
        ChangeAsync(id, null, actor, "tip.erased", async (db, tip) =>
        {
            if (tip.ErasedAt is not null)
                return new Refusal("tips.erased_already");
            db.TipPhotos.RemoveRange(await db.TipPhotos.Where(p => p.TipId == id).ToListAsync(cancel));
            tip.Erase(clock.Now);
            return Result.Done;
        }, cancel);

    private async Task<Refusal?> OrderAsync(CertifyDb db, Tip tip, string? shop, CancellationToken cancel)
    {
        var target = tip.ShopId;
        if (ShopIdentity.SearchWords(shop) is { } terms)
        {
            var shops = db.Shops.Where(s => s.ClosedOn == null);
            foreach (var term in terms)
                shops = shops.Where(s => s.SearchText.Contains(term));
            var found = terms.Count == 0 ? [] : await shops.Select(s => s.Id).Take(2).ToListAsync(cancel);
            if (found.Count != 1)
                return new Refusal(found.Count == 0 ? "tips.shop_not_found" : "tips.shop_several", shop);
            target = found[0];
        }
        if (target is not { } shopId)
            return new Refusal("tips.shop_missing");
        // Nobody's list has a closed shop: the visit would never be made.
        if (await db.Shops.AnyAsync(s => s.Id == shopId && s.ClosedOn != null, cancel))
            return new Refusal("tips.shop_closed");
        if (tip.ShopId is null)
            tip.Place(shopId);
        db.VisitOrders.Add(new VisitOrder(shopId, VisitOrderCause.Tip, clock.Now));
        return null;
    }

    private Task<Result?> ChangeAsync(Guid id, Func<Tip, bool>? fits, Actor actor, string action, Func<CertifyDb, Tip, Task<Result>> change, CancellationToken cancel, string? detail = null) =>
        databases.RunAsync<Result?>(async db =>
        {
            if (await db.Tips.SingleOrDefaultAsync(t => t.Id == id, cancel) is not { } tip || fits?.Invoke(tip) == false)
                return null;
            var result = await change(db, tip);
            if (!result.Ok)
                return result;
            db.Audit.Add(new AuditRow(actor, action, "tip", tip.Id, tip.BadgeNumber ?? "", detail, clock.Now));
            await db.SaveChangesAsync(cancel);
            return result;
        }, cancel);

    private async Task RecordAsync(CertifyDb db, Actor actor, string columns, Guid? shopId, CancellationToken cancel)
    {
        db.Access.Add(new AccessRow(actor, "tip", columns, [], shopId, clock.Now));
        await db.SaveChangesAsync(cancel);
    }

    private static Refusal? Wrong(string? text, int limit, string missing) =>
        string.IsNullOrWhiteSpace(text) ? new Refusal(missing) : text.Trim().Length > limit ? new Refusal("tips.text_long", limit) : null;
}
