using Certify.Badges;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Certify.Tests.Rules;

/// <summary>The second at which a badge ends, over two years with a leap day, in zones that set their clocks back and forth.</summary>
public sealed class BadgeTimeTests
{
    /// <summary>Havana sets its clocks at midnight: a day there can begin at one, or twice.</summary>
    public static readonly TheoryData<string> Zones = ["Asia/Shanghai", "America/New_York", "Europe/Berlin", "America/Havana"];

    [Theory, MemberData(nameof(Zones))]
    public void Every_last_day_of_two_years_ends_with_its_last_second(string zone)
    {
        var clock = new CertifyClock(new FakeTimeProvider(CertifyApp.Start), TimeZoneInfo.FindSystemTimeZoneById(zone));
        for (var day = new DateOnly(2023, 3, 1); day <= new DateOnly(2025, 3, 31); day = day.AddDays(1))
        {
            var end = clock.EndOf(day);
            var badge = new Badge(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "HYGX-2024-000001-7K3Q", new("店", "店", "址"),
                new(end.AddDays(-90), day.AddDays(-90), day, end), new("T", [1], [1], [1], 0), 1);

            Assert.Equal((day, day.AddDays(1)), (clock.DayOf(end.AddSeconds(-1)), clock.DayOf(end)));
            Assert.Equal("23:59:59", clock.Local(end.AddSeconds(-1)).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal((BadgeState.Valid, BadgeState.Expired, BadgeState.Expired), (badge.StateAt(end.AddSeconds(-1)), badge.StateAt(end), badge.StateAt(end.AddSeconds(1))));
            Assert.True(ValidBadges.At(end.AddSeconds(-1)).Compile()(badge) && !ValidBadges.At(end).Compile()(badge));
        }
    }

    [Theory, MemberData(nameof(Zones))]
    public async Task Scan_is_green_to_the_last_second_and_never_after(string zone)
    {
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal) { ["Certify:TimeZone"] = zone });
        // Last days: the leap day and its neighbours, and the days on which some zone sets its clocks.
        DateOnly[] lastDays = [new(2024, 2, 28), new(2024, 2, 29), new(2024, 3, 1), new(2024, 3, 9), new(2024, 3, 10), new(2024, 3, 31), new(2024, 10, 27), new(2024, 11, 2), new(2024, 11, 3), new(2024, 12, 31)];
        foreach (var (last, i) in lastDays.Select((d, i) => (d, i)))
        {
            var end = app.Clock.EndOf(last);
            var badge = await app.Given.ABadge(number: $"HYGX-2024-{i:000000}-7K3Q", issuedAt: app.Clock.StartOf(last.AddDays(-90)).AddHours(12));
            Assert.Equal(last, badge.ValidUntil);
            foreach (var (seconds, status) in new[] { (-1, ScanStatus.Valid), (0, ScanStatus.Expired), (1, ScanStatus.Expired) })
            {
                app.Time.SetUtcNow(end.AddSeconds(seconds));
                Assert.True(status == await app.Given.Scanned(badge.Id), $"{zone} {last} {seconds} s");
            }
        }
    }

    /// <summary>Two years of a shop, drawn with a fixed seed: hires, leavings, visits, closings, days on which nothing runs. A model of a dozen lines says what a scan must answer.</summary>
    [Theory]
    [InlineData("Asia/Shanghai", 1)]
    [InlineData("America/New_York", 2)]
    [InlineData("Europe/Berlin", 3)]
    public async Task Two_years_of_a_shop_are_answered_as_the_model_says_at_every_edge(string zone, int seed)
    {
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal) { ["Certify:TimeZone"] = zone });
        app.Time.SetUtcNow(new DateTimeOffset(2023, 1, 15, 4, 0, 0, TimeSpan.Zero));
        var life = new ShopLife(app, await app.Given.AShop(), TimeZoneInfo.FindSystemTimeZoneById(zone), new Random(seed));
        await life.CertifyAsync();
        while (app.Clock.Today < new DateOnly(2025, 1, 20))
            await life.NextAsync();

        var steps = await app.Given.StepsOf(life.Shop);
        Assert.True(life.Seen.Count == 3, "Not every answer came up: " + string.Join(' ', life.Seen));
        Assert.Equal(await app.ReadAsync(db => db.Badges.CountAsync()), steps.Count(s => s.Kind == Certification.BadgeStepKind.Issued));
        await app.Given.Due();
        Assert.Equal(0, (await app.Given.Due()).Reviewed);
    }
}
