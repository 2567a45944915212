using Certify.Accounts;
using Certify.Appeals;
using Certify.Badges;
using Certify.Certification;
using Certify.Tips;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Support;

public sealed partial class Given
{
    /// <summary>A tip about a badge, or about a scanned text that is none, as the public form sends it.</summary>
    public async Task<Guid> ATip(Badge? badge, string text = "店里有人没打疫苗", string? place = null, string? code = null, byte[]? photo = null, bool repeats = false)
    {
        var kind = badge is null ? TipKind.Suspect : place is null ? TipKind.Wrong : TipKind.Misplaced;
        var draft = new TipDraft { Id = Guid.CreateVersion7(), Kind = kind, Text = text, Place = place ?? (badge is null ? "解放大道路口" : null), Code = code, Photo = photo, Repeats = repeats };
        var result = await app.WithAsync<TipInbox, Result>(async inbox => await inbox.ReceiveAsync(draft, await inbox.AboutAsync(code, badge?.Number)));
        Assert.True(result.Ok, result.Refusal?.Code);
        return draft.Id;
    }

    /// <summary>The badge of a shop that passed its visit, suspended or revoked by the supervisor of that name.</summary>
    public async Task<Badge> ADecidedBadge(Certify.Shops.Shop shop, string by = Roles.Supervisor, bool revoked = false)
    {
        await Recorded(AVisit(shop));
        var user = await AUser(by, Roles.Supervisor);
        var number = await app.ReadAsync(db => db.Badges.Where(b => b.ShopId == shop.Id).Select(b => b.Number).SingleAsync());
        var actor = new Actor(user.Id, by, Roles.Supervisor);
        var result = await app.WithAsync<BadgeDecisions, Result<Badge>?>(d => revoked ? d.RevokeAsync(number, "冒用标识", actor) : d.SuspendAsync(number, "复查发现登记未落实", actor));
        return result!.Value!;
    }

    /// <summary>An appeal against that, filed by the owner <c>owner</c>, who gets the shop.</summary>
    public async Task<Appeal> AnAppeal(Badge badge, string text = "本店登记一直在做，有记录为证", string owner = Roles.Owner)
    {
        var user = await AUser(owner, Roles.Owner);
        if (!await app.ReadAsync(db => db.ShopOwners.AnyAsync(o => o.UserId == user.Id && o.ShopId == badge.ShopId)))
            await using (var scope = app.Services.CreateAsyncScope())
            {
                var db = scope.ServiceProvider.GetRequiredService<Certify.Data.CertifyDb>();
                db.Add(new ShopOwner(user.Id, badge.ShopId));
                await db.SaveChangesAsync();
            }
        var result = await app.WithAsync<AppealBook, Result<Appeal>?>(b => b.FileAsync(badge.ShopId, badge.Number, text, new Actor(user.Id, owner, Roles.Owner)));
        return result!.Value!;
    }
}
