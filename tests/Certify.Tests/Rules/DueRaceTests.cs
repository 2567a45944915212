using Certify.Badges;
using Certify.Certification;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Rules;

/// <summary>Two instances on one database look at the same moment at what is due: each thing happens once, on either database.</summary>
public sealed class DueRaceTests
{
    private const int Shops = 6;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_instances_at_once_suspend_warn_and_end_each_badge_once(bool postgres)
    {
        var settings = postgres ? await Postgres.SettingsAsync() : new(StringComparer.Ordinal);
        await using var one = new CertifyApp(settings: settings);
        await using var two = new CertifyApp(settings: new(settings, StringComparer.Ordinal) { ["Certify:DataDirectory"] = one.DataDirectory, ["Certify:MasterKeyFile"] = Path.Combine(one.Folder, "master.key") });
        foreach (var name in Enumerable.Range(0, Shops).Select(i => $"店{i}"))
            await one.Given.Hired((await one.Given.ACertifiedShop(name)).Shop);
        var lookers = new[] { one, two, one, two }.Select(app => app.Services.GetRequiredService<DueReviews>()).ToList();

        foreach (var days in new[] { 3, 80, 88, 91 })
        {
            one.Time.SetUtcNow(CertifyApp.Start.AddDays(days));
            two.Time.SetUtcNow(CertifyApp.Start.AddDays(days));
            var runs = await Task.WhenAll(lookers.Select(looker => Task.Run(() => looker.RunAsync())));
            Assert.Equal((Shops, 0), (runs.Sum(r => r.Reviewed), runs.Sum(r => r.Failed)));
        }

        var steps = await one.ReadAsync(db => db.BadgeSteps.GroupBy(s => s.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count));
        foreach (var kind in new[] { BadgeStepKind.Short, BadgeStepKind.Suspended, BadgeStepKind.Warned14, BadgeStepKind.Warned3, BadgeStepKind.Expired })
            Assert.Equal((kind, Shops), (kind, steps[kind]));
        Assert.Equal(Shops, await two.ReadAsync(db => db.Audit.CountAsync(a => a.Action == "badge.suspended")));
        Assert.Equal(Shops, await two.ReadAsync(db => db.Audit.CountAsync(a => a.Action == "badge.expired")));
        Assert.Equal(Shops, await two.ReadAsync(db => db.Badges.CountAsync(b => b.State == BadgeState.Expired)));
    }
}
