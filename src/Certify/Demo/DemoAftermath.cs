using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Shops;
using Microsoft.EntityFrameworkCore;

namespace Certify.Demo;

/// <summary>What follows the visits of the demo district: signs are printed and put up, owners hire, supervisors decide, shops close, time runs out.</summary>
public sealed class DemoAftermath(
    IDbContextFactory<CertifyDb> dbs, DemoAccounts accounts, OwnerRoster rosters, BadgeDecisions decisions, SignRound signs, ShopService shops, DueReviews due, DemoVoices voices)
{
    private static readonly Actor AnOwner = new(null, "经营者", Roles.Owner);
    private static readonly string[] Suspensions = ["群众反映店内从业人员未佩戴口罩，待核实", "复查发现场所码登记未落实，限期整改"];
    private static readonly string[] Revocations = ["标识出借给其他场所使用", "提供虚假接种信息，经核实"];

    public IEnumerable<DemoEvent> Of(IReadOnlyList<DemoStory> stories, DemoPeople people, IReadOnlyDictionary<string, Actor> staff, DateTimeOffset now)
    {
        var (supervisor, deputy) = (staff["supervisor"], staff[DemoAccounts.Deputy]);
        // Of these two the deputy decided the first, so that the supervisor may decide the appeal, and the supervisor the second, who may not.
        var suspended = stories.Where(s => s.Fate == DemoFate.SuspendedBySupervisor).Select(s => s.Shop.Id).ToList();
        foreach (var (story, i) in stories.Select((s, i) => (s, i)))
        {
            var id = story.Shop.Id;
            var last = story.Visits.Count > 0 ? story.Visits[^1].At : now.AddDays(-30);
            var hired = now.AddDays(story.Fate == DemoFate.InGrace ? -1 : -6).AddMinutes(i % 60);
            var newcomer = people.Next(DateOnly.FromDateTime(hired.UtcDateTime), i % 2 == 0 ? DemoCourse.None : DemoCourse.OneDose);
            switch (story.Fate)
            {
                case DemoFate.InGrace or DemoFate.SuspendedByCoverage:
                    yield return new(hired, cancel => rosters.AddAsync(id, newcomer, AnOwner, cancel));
                    break;
                case DemoFate.SuspendedBySupervisor:
                    yield return new(last.AddDays(2), async cancel => await decisions.SuspendAsync(await NumberAsync(id, cancel), Suspensions[i % 2], id == suspended[0] ? deputy : supervisor, cancel)!);
                    break;
                case DemoFate.Revoked:
                    yield return new(last.AddDays(3), async cancel => await decisions.RevokeAsync(await NumberAsync(id, cancel), Revocations[i % 2], supervisor, cancel)!);
                    break;
                case DemoFate.Closed:
                    yield return new(now.AddDays(-9).AddMinutes(i % 60), cancel => shops.CloseAsync(id, "已停业，门店转让", supervisor, cancel));
                    break;
                case DemoFate.Moved:
                    yield return new(now.AddDays(-4).AddMinutes(i % 60), cancel => MoveAsync(id, supervisor, cancel));
                    break;
            }
        }
        // New signboards: the badge stays valid, a visit falls due.
        foreach (var (story, i) in stories.Where(s => s.Fate == DemoFate.Certified && s.Visits[^1].At < now.AddDays(-6)).Take(3).Select((s, i) => (s, i)))
            yield return new(now.AddDays(-2 - i), cancel => shops.NameSignboardAsync(story.Shop.Id, "新" + story.Shop.RegisteredName, AnOwner, cancel));
        // What time makes due is looked at as the service does, by night.
        foreach (var day in Enumerable.Range(0, 100).Reverse())
            yield return new(now.AddDays(-day).AddMinutes(-30), cancel => due.RunAsync(cancel));
        foreach (var day in Enumerable.Range(0, 100).Reverse())
            yield return new(now.AddDays(-day).AddHours(-1), cancel => PutUpAsync(now.AddDays(-day), supervisor, cancel));
        var owned = OwnShops(stories, suspended[0]);
        yield return new(now.AddDays(-2), async cancel =>
        {
            var owner = await accounts.InviteOwnerAsync(owned, supervisor, cancel);
            await voices.AppealAsync(suspended[0], "本店每天登记进店人员，台账齐全，复查当天系统故障补录在纸上，请予核实。", owner, cancel);
        });
        yield return new(now.AddDays(-4), cancel => voices.AppealAsync(suspended[1], "从业人员口罩佩戴情况已当场整改，请求恢复标识。", AnOwner, cancel));
        var revoked = stories.First(s => s.Fate == DemoFate.Revoked);
        yield return new(revoked.Visits[^1].At.AddDays(3).AddHours(5), cancel => voices.AppealAsync(revoked.Shop.Id, "标识牌是被他人拿走的，不是出借。", AnOwner, cancel));
        yield return new(revoked.Visits[^1].At.AddDays(4), cancel => voices.RejectAsync(revoked.Shop.Id, "经调取监控和询问，标识牌系店员交给他人使用，原决定不变。可申请重新走访评定。", deputy, cancel));
        foreach (var tip in voices.Tips(stories, owned[1], supervisor, now))
            yield return tip;
    }

    /// <summary>What the demo owner has: a shop in its grace period, a certified one, and one whose badge is suspended.</summary>
    private static List<Guid> OwnShops(IReadOnlyList<DemoStory> stories, Guid suspended)
    {
        var owned = stories.Where(s => s.Fate == DemoFate.InGrace).Take(1).Concat(stories.Where(s => s.Fate == DemoFate.Certified && s.Shop.Category == "catering").Take(1));
        return [.. owned.Select(s => s.Shop.Id), suspended];
    }

    private async Task<string> NumberAsync(Guid shopId, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        return await db.Badges.Where(b => b.ShopId == shopId).OrderByDescending(b => b.IssuedAt).Select(b => b.Number).FirstAsync(cancel);
    }

    private async Task MoveAsync(Guid shopId, Actor by, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var shop = await db.Shops.AsNoTracking().SingleAsync(s => s.Id == shopId, cancel);
        var grid = await db.Grids.AsNoTracking().SingleAsync(g => g.Id == shop.GridId, cancel);
        await shops.MoveAsync(shopId, shop.Version, shop.Address + "对面", grid.Subdistrict, grid.Community, samePlace: false, by, cancel);
    }

    /// <summary>Signs are printed the day after the visit and put up the day after that; the newest are still to print.</summary>
    private async Task PutUpAsync(DateTimeOffset at, Actor by, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var (toPrint, toPost) = (at.AddDays(-1), at.AddDays(-2));
        var post = await db.Badges.Where(b => b.Sign == SignState.Printed && b.IssuedAt < toPost).Select(b => b.Id).ToListAsync(cancel);
        var print = await db.Badges.Where(b => b.Sign == SignState.ToPrint && b.State == BadgeState.Valid && b.IssuedAt < toPrint).Select(b => b.Id).ToListAsync(cancel);
        if (post.Count > 0)
            await signs.MoveAsync(post, SignState.Posted, by, cancel);
        if (print.Count > 0)
            await signs.MoveAsync(print, SignState.Printed, by, cancel);
    }
}
