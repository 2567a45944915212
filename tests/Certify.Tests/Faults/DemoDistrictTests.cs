using System.Text.Json;
using Certify.Badges;
using Certify.Checklists;
using Certify.Data;
using Certify.Demo;
using Certify.Shops;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Certify.Tests.Faults;

public sealed class DemoDistrictTests
{
    [Fact]
    public async Task Demo_fills_an_empty_database_once_with_531_certified_shops()
    {
        var folder = ProgramRun.NewFolder();

        var (made, said) = await ProgramRun.DoInAsync("Development", folder, null, "demo");

        Assert.True(made == 0, said);
        await using (var db = new SqliteCertifyDb(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={Path.Combine(folder, "data", "certify.db")};Pooling=False").Options))
        {
            Assert.Equal(1264, await db.Shops.CountAsync());
            var states = await db.Badges.GroupBy(b => b.State).ToDictionaryAsync(g => g.Key, g => g.Count());
            Assert.Equal(DemoPlan.Certified, states[BadgeState.Valid]);
            Assert.All(Enum.GetValues<BadgeState>(), state => Assert.True(states.GetValueOrDefault(state) > 0, $"No badge is {state}."));
            Assert.True(await db.Referrals.AnyAsync() && await db.Rectifications.AnyAsync(r => r.DoneAt == null) && await db.ShopOwners.CountAsync() == 3);
            Assert.True(await db.Tips.CountAsync(t => t.ClosedAt == null) >= 6 && await db.TipPhotos.AnyAsync() && await db.Appeals.CountAsync(a => a.State == Certify.Appeals.AppealState.Open) == 2, "Nobody told anything.");
            Assert.Equal(4, await db.VisitPhotos.CountAsync(p => p.Content != null && p.Small != null));
            Assert.True(await db.Shops.CountAsync(s => !db.Visits.Any(v => v.ShopId == s.Id)) > 100, "Nothing is left to visit.");
        }
        var (again, why) = await ProgramRun.DoInAsync("Development", folder, null, "demo");
        Assert.Equal(1, again);
        Assert.Contains("没有改动", why, StringComparison.Ordinal);
        await using var service = await ProgramRun.ServeAsync(folder, environment: "Development");
        using var client = new HttpClient();
        var page = await client.GetStringAsync(service.Url + "/account/sign-in");
        Assert.All(Accounts.Roles.All.Append(DemoAccounts.Password), word => Assert.Contains(word, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Demo_in_production_is_refused()
    {
        var (code, said) = await ProgramRun.DoAsync(ProgramRun.NewFolder(), null, "demo");

        Assert.Equal(1, code);
        Assert.Contains("ASPNETCORE_ENVIRONMENT=Development", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Same_seed_draws_the_same_people_and_fates()
    {
        var shops = Enumerable.Range(0, 1264).Select(i => new Shop(new ShopFacts(null, $"店{i}", $"解放大道{i}号", "catering", (i % 9) + 1), Guid.CreateVersion7(), CertifyApp.Start)).ToList();

        Assert.Equal(Drawn(shops), Drawn(shops));
    }

    private static readonly ChecklistVersion List = new(1, Checklist.Shop, [.. SixMeasures.Keys.Select(k => new ChecklistItem(k, k, k, true))], "", CertifyApp.Start);

    private static string Drawn(List<Shop> shops)
    {
        var draw = new Random(7);
        var (plan, people, clock) = (new DemoPlan(draw), new DemoPeople(draw), new CertifyClock(new FakeTimeProvider(CertifyApp.Start), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")));
        var fates = plan.Fates(shops.Count);
        return JsonSerializer.Serialize(shops.Select((shop, i) => DemoStory.Draw(shop, fates[i], plan, people, List, draw, clock, CertifyApp.Start))
            .Select(story => new { story.Fate, Visits = story.Visits.Select(v => new { v.At, v.Visit.Staff, v.Visit.Measures, v.Visit.Companion }) }));
    }
}
