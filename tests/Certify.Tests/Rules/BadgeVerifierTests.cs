using Certify.Badges;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Rules;

public sealed class BadgeVerifierTests
{
    [Fact]
    public async Task Scan_issued_badge_is_valid_and_names_the_shop()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("湘味土菜馆", address: "衡阳市高新区解放大道18号");
        var badge = await app.Given.ABadge(shop);

        var answer = await Scan(app, badge.Token);

        Assert.Equal(ScanStatus.Valid, answer.Status);
        Assert.Equal(("HYGX-2021-000531-7K3Q", "湘味土菜馆", "衡阳市高新区解放大道18号"), (answer.Badge!.Number, answer.Badge.ShopName, answer.Badge.Address));
        Assert.Equal((new DateOnly(2021, 8, 9), new DateOnly(2021, 11, 7)), (answer.Badge.IssuedOn, answer.Badge.ValidUntil));
        Assert.Equal("certify.example", answer.Issuer);
        Assert.Equal(answer.CheckedAt, answer.AsOf);
        Assert.Null(answer.Reason);
    }

    [Fact]
    public async Task Scan_reads_address_lower_case_and_bare_token_alike()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();

        foreach (var text in new[] { $"HTTPS://CERTIFY.EXAMPLE/V/{badge.Token}", $"https://certify.example/v/{badge.Token.ToLowerInvariant()}?lang=en", $"  {badge.Token}\n" })
            Assert.Equal(ScanStatus.Valid, (await Scan(app, text)).Status);
    }

    [Fact]
    public async Task Scan_changed_badge_is_answered_with_its_state()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();

        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Coverage, "一人未接种", CertifyApp.Start));
        Assert.Equal(ScanStatus.Suspended, (await Scan(app, badge.Token)).Status);

        await app.Given.Change(badge, b => b.Revoke("冒用", CertifyApp.Start));
        var revoked = await Scan(app, badge.Token);
        Assert.Equal(ScanStatus.Revoked, revoked.Status);
        Assert.Null(revoked.Reason);
    }

    [Fact]
    public async Task Scan_after_the_last_day_is_expired_and_not_before()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();

        // 7 November ends at 16:00 UTC in Hengyang.
        app.Time.SetUtcNow(new DateTimeOffset(2021, 11, 7, 15, 59, 59, TimeSpan.Zero));
        Assert.Equal(ScanStatus.Valid, (await Scan(app, badge.Token)).Status);
        app.Time.SetUtcNow(new DateTimeOffset(2021, 11, 7, 16, 0, 0, TimeSpan.Zero));
        Assert.Equal(ScanStatus.Expired, (await Scan(app, badge.Token)).Status);

        await app.Given.Change(badge, b => b.Revoke("冒用", CertifyApp.Start));
        Assert.Equal(ScanStatus.Revoked, (await Scan(app, badge.Token)).Status);
    }

    [Fact]
    public async Task Scan_superseded_badge_names_the_newer_one()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var old = await app.Given.ABadge(shop, "HYGX-2021-000001-AAAA");
        await app.Given.Change(old, b => b.Supersede(b.Id, CertifyApp.Start));
        var newer = await app.Given.ABadge(shop, "HYGX-2021-000002-BBBB");
        await app.ReadAsync(db => db.Badges.Where(b => b.Id == old.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.SupersededById, newer.Id)));

        var answer = await Scan(app, old.Token);

        Assert.Equal(ScanStatus.Superseded, answer.Status);
        Assert.Equal("HYGX-2021-000002-BBBB", answer.Badge!.NewerNumber);
    }

    [Fact]
    public async Task Scan_well_signed_token_without_record_is_unknown()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        await app.ReadAsync(db => db.Badges.ExecuteDeleteAsync());

        var answer = await Scan(app, badge.Token);

        Assert.Equal(ScanStatus.Unknown, answer.Status);
        Assert.Null(answer.Badge);
    }

    [Fact]
    public async Task Scan_altered_or_foreign_token_is_forged_with_its_reason()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var mark = badge.Token.Length - 20;
        var altered = badge.Token[..mark] + (badge.Token[mark] == 'A' ? 'B' : 'A') + badge.Token[(mark + 1)..];

        var answer = await Scan(app, altered);
        Assert.Equal(ScanStatus.Forged, answer.Status);
        Assert.Null(answer.Badge);

        var foreign = await Scan(app, TestFile.Vector("badge_token.json", "valid"));
        Assert.Equal((ScanStatus.Forged, "unknownKey", "a1fb6234d6524a85"), (foreign.Status, foreign.Reason, foreign.Kid));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData(null, "empty")]
    [InlineData("https://elsewhere.example/menu", "notBase32")]
    [InlineData("你好", "notBase32")]
    [InlineData("AAAAAAAA", "notCose")]
    public async Task Scan_nonsense_is_unreadable_with_its_reason(string? text, string reason)
    {
        await using var app = new CertifyApp();

        var answer = await Scan(app, text);

        Assert.Equal((ScanStatus.Unreadable, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task Scan_cut_token_is_unreadable()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();

        for (var length = 1; length < badge.Token.Length; length += 7)
            Assert.Equal(ScanStatus.Unreadable, (await Scan(app, badge.Token[..length])).Status);
        Assert.Equal("tooLong", (await Scan(app, new string('A', 10_000))).Reason);
    }

    [Fact]
    public async Task Scan_without_database_confirms_nothing_but_tells_genuine_from_forged()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        app.LoseDatabase();

        var answer = await Scan(app, badge.Token);
        Assert.Equal(ScanStatus.Unconfirmed, answer.Status);
        Assert.Equal(("湘味土菜馆", null), (answer.Badge!.ShopName, answer.Badge.Number));
        Assert.Equal(badge.IssuedOn, app.Services.GetRequiredService<CertifyClock>().DayOf(answer.AsOf!.Value));
        Assert.Equal(ScanStatus.Forged, (await Scan(app, TestFile.Vector("badge_token.json", "valid"))).Status);
        Assert.Equal(ScanStatus.Unreadable, (await Scan(app, "AAAA")).Status);
        Assert.Equal((ScanStatus.Unconfirmed, null), Summary(await Find(app, badge.Number)));

        app.Time.SetUtcNow(badge.ExpiresAt);
        Assert.Equal(ScanStatus.Expired, (await Scan(app, badge.Token)).Status);
    }

    [Fact]
    public async Task Scan_token_of_a_compromised_key_is_forged_unless_it_was_logged_before()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var kept = await app.Given.ABadge(shop);
        var planted = await app.Given.ABadge(await app.Given.AShop("别处"), "HYGX-2021-000002-BBBB");
        await app.ReadAsync(db => db.Badges.Where(b => b.Id == planted.Id).ExecuteDeleteAsync());
        var store = app.Services.GetRequiredService<KeyStore>();
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var stolen = store.Active;
        store.Revoke(stolen.Thumbprint, app.Time.GetUtcNow());
        var back = BadgeToken.Sign(new TokenClaims("certify.example", CertifyApp.Start.AddDays(-1), CertifyApp.Start.AddDays(80), new byte[16], "别处", "别处", 77), stolen);

        Assert.Equal((ScanStatus.Forged, "compromisedKey"), Summary(await Scan(app, back)));
        Assert.Equal(ScanStatus.Unknown, (await Scan(app, planted.Token)).Status);
        Assert.Equal(ScanStatus.Valid, (await Scan(app, kept.Token)).Status);
    }

    [Fact]
    public async Task Find_number_folds_what_people_type_and_needs_the_check_part()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();

        foreach (var typed in new[] { "HYGX-2021-000531-7K3Q", "hygx 2021 000531 7k3q", "ＨＹＧＸ－２０２１－０００５３１－７Ｋ３Ｑ" })
            Assert.Equal((ScanStatus.Valid, null), Summary(await Find(app, typed)));
        Assert.Equal((ScanStatus.Unknown, null), Summary(await Find(app, "HYGX-2021-000531-7K3R")));
        Assert.Equal((ScanStatus.Unreadable, "notANumber"), Summary(await Find(app, "HYGX-2021-000531")));
        Assert.Equal((ScanStatus.Unreadable, "empty"), Summary(await Find(app, " ")));
    }

    private static Task<ScanAnswer> Scan(CertifyApp app, string? text) => app.Services.GetRequiredService<BadgeVerifier>().ScanAsync(text).AsTask();

    private static Task<ScanAnswer> Find(CertifyApp app, string? typed) => app.Services.GetRequiredService<BadgeVerifier>().FindAsync(typed);

    private static (ScanStatus, string?) Summary(ScanAnswer answer) => (answer.Status, answer.Reason);
}
