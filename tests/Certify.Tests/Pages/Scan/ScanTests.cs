using System.Net;
using Certify.Badges;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Scan;

public sealed class ScanTests
{
    [Theory]
    [InlineData(ScanStatus.Valid, 200, "标识有效", "2021年8月9日评定时，本场所人员均已接种新冠疫苗。", "This badge is valid", "everyone working here was vaccinated")]
    [InlineData(ScanStatus.Suspended, 200, "标识暂停使用", "暂停期间本标识不具效力，不代表该场所存在其他问题。", "This badge is suspended", "has no effect")]
    [InlineData(ScanStatus.Revoked, 200, "标识已撤销", "请勿采信", "This badge has been revoked", "do not rely on it")]
    [InlineData(ScanStatus.Superseded, 200, "标识已更换", "请以新标识为准", "This badge has been replaced", "newer badge")]
    [InlineData(ScanStatus.Expired, 200, "标识已过期", "请扫描新标识", "This badge has expired", "scan the new badge")]
    [InlineData(ScanStatus.Forged, 200, "未通过真伪核验", "请勿采信，并请反映发现地点", "This badge is not genuine", "report where you found it")]
    [InlineData(ScanStatus.Unknown, 404, "未查到登记记录", "请勿采信", "No record of this badge", "Do not rely on it")]
    [InlineData(ScanStatus.Unreadable, 404, "二维码无法识别", "重新扫描", "This code can't be read", "scan again")]
    [InlineData(ScanStatus.Unconfirmed, 200, "标识真实，状态暂无法确认", "请稍后重新扫描", "Genuine; its state can't be confirmed now", "scan again in a while")]
    public async Task Get_each_answer_has_its_title_and_a_next_step_in_both_languages(ScanStatus status, int code, string title, string next, string englishTitle, string englishNext)
    {
        await using var app = new CertifyApp();
        var address = await app.Given.AScanOf(status);

        var page = await app.Anonymous().OpenAsync(address);
        Assert.Equal(code, (int)page.Status);
        Assert.Equal(title, page.TextOf("h1"));
        Assert.Contains(next, page.TextOf(".says"));
        Assert.Equal(englishTitle, page.TextOf(".also"));
        Assert.NotNull(page.Find($".field-of.is-{status.ToString().ToLowerInvariant()} svg"));
        Assert.Contains("核验时间 2021年8月9日 14:00", page.Text);
        Assert.NotNull(page.Find("footer a[href='tel:12345']"));
        Assert.NotNull(page.Find("form.tell[action='/tips'] button"));

        var english = await app.Anonymous().OpenAsync(address + "?lang=en");
        Assert.Equal("en", english.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal(englishTitle, english.TextOf("h1"));
        Assert.Contains(englishNext, english.TextOf(".says"));
        Assert.Equal(title, english.TextOf(".also"));
        Assert.Contains("Checked 9 August 2021 14:00", english.Text);
    }

    /// <summary>Its shop may have come by it honestly: it is not called a copy.</summary>
    [Fact]
    public async Task Get_badge_whose_key_was_revoked_says_so_by_code_and_by_number_in_both_languages()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        await app.WithAsync<KeyStore, bool>(keys => Task.FromResult(keys.Revoke(keys.Active.Thumbprint, CertifyApp.Start)));

        foreach (var address in new[] { "/V/" + badge.Token, "/b/" + badge.Number })
        {
            var page = await app.Anonymous().OpenAsync(address);
            Assert.Equal("未通过真伪核验", page.TextOf("h1"));
            Assert.Contains("密钥已作废", page.TextOf(".says"));
            Assert.DoesNotContain("非本单位签发", page.Text);
            Assert.Contains("it need not be a copy: ask the shop for its new sign", (await app.Anonymous().OpenAsync(address + "?lang=en")).TextOf(".says"));
        }
        var check = await app.Anonymous().Client.GetStringAsync("/check");
        Assert.Contains("<template id=\"answer-forged-compromisedKey\">", check, StringComparison.Ordinal);
        Assert.Contains("密钥已作废", check, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_valid_badge_shows_place_and_terms()
    {
        await using var app = new CertifyApp();

        var page = await app.Anonymous().OpenAsync(await app.Given.AScanOf(ScanStatus.Valid));

        Assert.Equal("湘味土菜馆", page.TextOf(".place h2"));
        Assert.Equal("衡阳市高新区解放大道18号", page.TextOf(".where"));
        Assert.Equal("有效期至 2021年11月7日", page.TextOf(".until"));
        foreach (var fact in new[] { "衡阳高新区湘味土菜馆", "HYGX-2021-000531-7K3Q", "衡阳市市场监督管理局园区分局" })
            Assert.Contains(fact, page.TextOf(".place dl"));
        Assert.Contains("请核对店名和地址", page.Text);
    }

    [Fact]
    public async Task Get_known_badge_without_the_records_says_when_its_state_was_last_known()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        app.Time.Advance(TimeSpan.FromDays(11));
        await app.Anonymous().OpenAsync("/V/" + badge.Token);
        app.LoseDatabase();
        app.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.Contains("最近一次查得于 2021年8月20日 14:00", (await app.Anonymous().OpenAsync("/V/" + badge.Token)).TextOf(".says"));
        var english = await app.Anonymous("en").OpenAsync("/V/" + badge.Token);
        Assert.Contains("last looked up on 20 August 2021 14:00", english.TextOf(".says"));
        Assert.NotNull(english.Find(".field-of.is-unconfirmed"));
    }

    [Theory]
    [InlineData(ScanStatus.Suspended)]
    [InlineData(ScanStatus.Revoked)]
    [InlineData(ScanStatus.Superseded)]
    [InlineData(ScanStatus.Expired)]
    [InlineData(ScanStatus.Unconfirmed)]
    public async Task Get_resting_badge_claims_nothing_and_never_says_why(ScanStatus status)
    {
        await using var app = new CertifyApp();

        var page = await app.Anonymous().OpenAsync(await app.Given.AScanOf(status));

        Assert.Equal("湘味土菜馆", page.TextOf(".place h2"));
        Assert.DoesNotContain("均已接种", page.Text);
        foreach (var reason in new[] { "未接种", "冒用", "2/2", "检查员" })
            Assert.DoesNotContain(reason, page.Html);
    }

    [Theory]
    [InlineData(ScanStatus.Forged)]
    [InlineData(ScanStatus.Unknown)]
    [InlineData(ScanStatus.Unreadable)]
    public async Task Get_what_is_no_badge_names_no_shop(ScanStatus status)
    {
        await using var app = new CertifyApp();

        var page = await app.Anonymous().OpenAsync(await app.Given.AScanOf(status));

        Assert.Null(page.Find(".place"));
        Assert.DoesNotContain("湘味土菜馆", page.Html);
    }

    [Fact]
    public async Task Get_superseded_badge_leads_to_the_newer_one()
    {
        await using var app = new CertifyApp();
        var visitor = app.Anonymous();
        var old = await visitor.OpenAsync(await app.Given.AScanOf(ScanStatus.Superseded) + "?lang=en");

        var newer = await visitor.OpenAsync(old.Find("a.main")!.GetAttribute("href")!);

        Assert.Equal("This badge is valid", newer.TextOf("h1"));
        Assert.Contains("HYGX-2021-000602-9B4T", newer.Text);
    }

    [Fact]
    public async Task Get_newly_revoked_badge_says_so_at_once()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var visitor = app.Anonymous();
        Assert.Equal("标识有效", (await visitor.OpenAsync("/V/" + badge.Token)).TextOf("h1"));

        await app.Given.Change(badge, b => b.Revoke("冒用", CertifyApp.Start));

        Assert.Equal("标识已撤销", (await visitor.OpenAsync("/V/" + badge.Token)).TextOf("h1"));
    }

    [Fact]
    public async Task Get_lower_case_address_is_the_same()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();

        var page = await app.Anonymous().OpenAsync($"/v/{badge.Token.ToLowerInvariant()}/");

        Assert.Equal("标识有效", page.TextOf("h1"));
    }

    public static TheoryData<string> Junk =>
    [
        "/V", "/V/", "/v//", "/V/%20", "/V/%25", "/V/%FF%FE", "/V/..%2F..%2Fetc", "/V/a/b/c", "/V/a%2Fb", "/V/%3Cscript%3E", "/V/[[ShopName]]", "/V/💉",
        "/V/" + new string('A', 10_000), "/V/" + new string('%', 1), "/V/A?lang=%00x", "/V/A?lang=" + new string('e', 3000), "/V/HTTPS://CERTIFY.EXAMPLE/V/ABC",
    ];

    [Theory]
    [MemberData(nameof(Junk))]
    public async Task Get_junk_is_unreadable_and_never_an_error(string address)
    {
        await using var app = new CertifyApp();

        var page = await app.Anonymous().OpenAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.True(page.TextOf("h1") is "二维码无法识别" or "This code can't be read", page.Text);
    }

    [Fact]
    public async Task Get_names_with_markup_are_shown_as_text()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge(await app.Given.AShop("<b>𠮷野</b>&\"家\" [[Number]]"));

        var page = await app.Anonymous().OpenAsync("/V/" + badge.Token);

        Assert.Equal("<b>𠮷野</b>&\"家\" [[Number]]", page.TextOf(".place h2"));
        Assert.Null(page.Find(".place h2 b"));
    }

    [Fact]
    public async Task Head_answers_like_get_without_a_body()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/V/" + badge.Token);

        using var response = await app.Anonymous().Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN")]
    [InlineData("zh,en;q=0.9", "zh-CN")]
    [InlineData("en-GB,en;q=0.9,zh;q=0.5", "en")]
    [InlineData("fr-FR,fr;q=0.9", "zh-CN")]
    [InlineData("fr,en;q=0.2", "en")]
    [InlineData("en;q=0,zh;q=0", "zh-CN")]
    [InlineData(";;,,=q", "zh-CN")]
    public async Task Get_speaks_the_language_that_the_reader_likes_best(string accept, string language)
    {
        await using var app = new CertifyApp();
        var client = app.CreateClient();
        foreach (var address in new[] { "/V/A", "/shops" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Accept-Language", accept);

            var page = await Page.ReadAsync(await client.SendAsync(request));

            Assert.Equal(language, page.Document.DocumentElement.GetAttribute("lang"));
        }
    }
}
