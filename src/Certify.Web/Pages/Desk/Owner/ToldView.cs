using Certify.Appeals;
using Certify.Badges;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Owner;

/// <summary>What an owner may say about a shop: answers that are asked for, and an appeal.</summary>
/// <param name="ShopId"></param>
/// <param name="Waiting">Tips that wait for the owner's answer.</param>
/// <param name="Put">Tips that were ever put to the owner.</param>
/// <param name="MayAppeal">The newest badge is suspended or revoked, and nobody has appealed against that yet.</param>
/// <param name="Last">The latest appeal.</param>
public sealed record ToldView(Guid ShopId, int Waiting, int Put, bool MayAppeal, ToldView.AppealLine? Last)
{
    public sealed record AppealLine(AppealState State, DateOnly DueOn);

    public static async Task<IReadOnlyDictionary<Guid, ToldView>> LoadAsync(CertifyDb db, IReadOnlyCollection<Guid> shops, DateTimeOffset now, CancellationToken cancel = default)
    {
        var tips = await db.Tips.AsNoTracking().Where(t => shops.Contains(t.ShopId!.Value) && t.AskedAt != null)
            .GroupBy(t => t.ShopId!.Value).Select(g => new { g.Key, Put = g.Count(), Waiting = g.Sum(t => t.RepliedAt == null && t.ErasedAt == null ? 1 : 0) }).ToDictionaryAsync(g => g.Key, cancel);
        var appeals = (await db.Appeals.AsNoTracking().Where(a => shops.Contains(a.ShopId)).OrderBy(a => a.FiledAt)
            .Select(a => new { a.ShopId, a.BadgeId, a.State, a.DueOn, a.AgainstAt }).ToListAsync(cancel)).ToLookup(a => a.ShopId);
        var badges = (await db.Badges.AsNoTracking().Where(b => shops.Contains(b.ShopId) && (b.State == BadgeState.Suspended || b.State == BadgeState.Revoked))
            .Where(b => !db.Badges.Any(n => n.ShopId == b.ShopId && n.IssuedAt > b.IssuedAt)).ToListAsync(cancel)).ToLookup(b => b.ShopId);
        return shops.ToDictionary(id => id, id =>
        {
            var badge = badges[id].FirstOrDefault(b => b.StateAt(now) != BadgeState.Expired);
            var may = badge is not null && !appeals[id].Any(a => a.BadgeId == badge.Id && (a.State == AppealState.Open || (a.State != AppealState.Withdrawn && a.AgainstAt == badge.ChangedAt)));
            var last = appeals[id].LastOrDefault();
            return new ToldView(id, tips.GetValueOrDefault(id)?.Waiting ?? 0, tips.GetValueOrDefault(id)?.Put ?? 0, may, last is null ? null : new(last.State, last.DueOn));
        });
    }
}
