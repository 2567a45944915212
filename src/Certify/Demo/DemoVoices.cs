using Certify.Accounts;
using Certify.Appeals;
using Certify.Badges;
using Certify.Badges.Paper;
using Certify.Data;
using Certify.Tips;
using Microsoft.EntityFrameworkCore;

namespace Certify.Demo;

/// <summary>What people tell the bureau in the demo district: passers-by through the form behind the scan, owners through appeals.</summary>
public sealed class DemoVoices(IDbContextFactory<CertifyDb> dbs, TipInbox inbox, TipDesk desk, AppealBook appeals, BadgePress press, CertifyOptions options)
{
    private static readonly string[] Seen = ["中午去吃饭，没有人登记也没有人量体温", "后厨两个人没戴口罩", "新来的店员说还没打第二针"];

    /// <summary>
    /// Three tell about one shop, in the grid of the first inspector, so that its visit is the first; one found the sign of another at the wrong door;
    /// one scanned a copy; one was looked into and found nothing amiss; one waits for the demo owner's answer.
    /// </summary>
    public IEnumerable<DemoEvent> Tips(IReadOnlyList<DemoStory> stories, Guid ownShop, Actor supervisor, DateTimeOffset now)
    {
        var known = stories.Where(s => s.Fate == DemoFate.Certified && s.Visits[^1].At < now.AddDays(-7) && s.Shop.Id != ownShop).ToList();
        var grid = stories.GroupBy(s => s.Shop.GridId).MaxBy(g => g.Count())!.Key;
        var talked = (known.Find(s => s.Shop.GridId == grid) ?? known[0]).Shop.Id;
        var others = known.Where(s => s.Shop.Id != talked).Take(2).Select(s => s.Shop.Id).ToList();
        foreach (var (text, i) in Seen.Select((s, i) => (s, i)))
            yield return new(now.AddDays(i - 5), cancel => TellAsync(talked, TipKind.Wrong, null, text, cancel));
        yield return new(now.AddDays(-2).AddHours(-1), cancel => TellAsync(others[0], TipKind.Misplaced, "衡州大道与光辉街路口的水果摊", "门口贴的是别家的标识，店名对不上", cancel, withPhoto: true));
        yield return new(now.AddDays(-1), cancel => TellOfACopyAsync(talked, cancel));
        yield return new(now.AddDays(-6), cancel => TellAsync(others[1], TipKind.Wrong, null, "标识好像过期了", cancel));
        yield return new(now.AddDays(-4), async cancel => await desk.CloseAsync(await LatestAsync(others[1], cancel), TipResult.Fine, "标识在有效期内，已电话核实", null, supervisor, cancel));
        yield return new(now.AddDays(-3), cancel => TellAsync(ownShop, TipKind.Wrong, null, "人多的时候门口没有人查验", cancel));
        yield return new(now.AddDays(-1.5), async cancel => await desk.AskAsync(await LatestAsync(ownShop, cancel), "我们收到情况：贵店高峰时段可能未落实入场查验。请说明目前的安排。", supervisor, cancel));
    }

    /// <summary>An owner appeals against the newest badge's suspension or revocation.</summary>
    public async Task AppealAsync(Guid shop, string text, Actor owner, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var number = await db.Badges.Where(b => b.ShopId == shop).OrderByDescending(b => b.IssuedAt).Select(b => b.Number).FirstAsync(cancel);
        await appeals.FileAsync(shop, number, text, owner, cancel);
    }

    public async Task RejectAsync(Guid shop, string text, Actor by, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        await appeals.DecideAsync(await db.Appeals.Where(a => a.ShopId == shop).Select(a => a.Id).SingleAsync(cancel), uphold: false, text, by, cancel);
    }

    private async Task TellAsync(Guid shop, TipKind kind, string? place, string text, CancellationToken cancel, bool withPhoto = false)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var badge = await db.Badges.AsNoTracking().Where(b => b.ShopId == shop).OrderByDescending(b => b.IssuedAt).FirstAsync(cancel);
        var photo = withPhoto ? press.Png(press.Papers[0], BadgeFace.Of(badge, options)) : null;
        // The log is published when the service starts; at that moment the scan would have said so already.
        var about = await inbox.AboutAsync(null, badge.Number, cancel) with { Answer = ScanStatus.Valid };
        await inbox.ReceiveAsync(new TipDraft { Id = Guid.CreateVersion7(), Kind = kind, Place = place, Text = text, Photo = photo }, about, cancel);
    }

    /// <summary>A token in which one character of the signature was changed.</summary>
    private async Task TellOfACopyAsync(Guid shop, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var token = await db.Badges.Where(b => b.ShopId == shop).Select(b => b.Token).FirstAsync(cancel);
        var altered = $"{token[..^20]}{(token[^20] == 'A' ? 'B' : 'A')}{token[^19..]}";
        var draft = new TipDraft { Id = Guid.CreateVersion7(), Kind = TipKind.Suspect, Place = "长丰大道 12 号打印店门口", Text = "像是复印后改过的", Code = altered };
        await inbox.ReceiveAsync(draft, await inbox.AboutAsync(altered, null, cancel), cancel);
    }

    private async Task<Guid> LatestAsync(Guid shop, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        return await db.Tips.Where(t => t.ShopId == shop).OrderByDescending(t => t.ReceivedAt).Select(t => t.Id).FirstAsync(cancel);
    }
}
