using System.Net;
using Certify.Accounts;
using Certify.Log;
using Certify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Pages.Log;

public sealed class LogPageTests
{
    [Fact]
    public async Task Empty_log_has_a_page_a_key_and_a_signed_head()
    {
        await using var app = new CertifyApp();
        var page = await app.Anonymous().OpenAsync("/log");

        Assert.Contains("尚无记录", page.Text);
        var client = app.Anonymous().Client;
        Assert.StartsWith("certify.example/log+", await client.GetStringAsync("/log/vkey"));
        Assert.Equal(["certify.example/log", "0", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="], (await client.GetStringAsync("/log/checkpoint")).Split('\n')[..3]);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/log/tile/0/000.p/1")).StatusCode);
    }

    [Theory]
    [InlineData("zh-CN", "签发标识，有效期至 2021年11月7日", "撤销标识", "启用签名密钥")]
    [InlineData("en", "Badge issued, valid until 7 November 2021", "Badge revoked", "came into use")]
    public async Task Page_tells_each_entry_in_words_newest_first(string language, string issued, string revoked, string key)
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        await app.Services.GetRequiredService<Certification.BadgeDecisions>().RevokeAsync(badge.Number, "冒用", Actor.System);
        await app.Given.Published();

        var text = (await app.Anonymous(language).OpenAsync("/log")).TextOf(".shops");

        Assert.True(text.IndexOf(revoked, StringComparison.Ordinal) < text.IndexOf(issued, StringComparison.Ordinal), text);
        Assert.True(text.IndexOf(issued, StringComparison.Ordinal) < text.IndexOf(key, StringComparison.Ordinal), text);
        Assert.DoesNotContain("冒用", text);
        Assert.DoesNotContain("湘味", text);
    }

    [Fact]
    public async Task Pages_turn_and_a_number_out_of_range_is_drawn_in()
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(44);
        var visitor = app.Anonymous();

        var second = await visitor.OpenAsync("/log?page=2");
        var last = await visitor.OpenAsync("/log?page=99");

        Assert.Equal(20, second.Document.QuerySelectorAll(".shops li").Length);
        Assert.Contains("第 24 条", second.Document.QuerySelector(".shops li")!.TextContent);
        Assert.Equal(5, last.Document.QuerySelectorAll(".shops li").Length);
        Assert.Contains("第 0 条", last.Document.QuerySelectorAll(".shops li").Last().TextContent);
    }

    [Fact]
    public async Task Number_as_typed_finds_the_entry_and_its_proof_downloads()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var visitor = app.Anonymous();

        var found = await visitor.SubmitAsync(await visitor.OpenAsync("/log"), new(StringComparer.Ordinal) { ["number"] = "hygx 2021 000531 7k3q" }, "form.search");
        Assert.Contains("是第 1 条", found.Text);
        var proof = await visitor.Client.GetAsync(found.Find("section.log-entry a")!.GetAttribute("href"));

        Assert.Equal($"attachment; filename=\"{badge.Number}.tlog-proof\"", proof.Content.Headers.ContentDisposition!.ToString());
        var text = await proof.Content.ReadAsStringAsync();
        Assert.StartsWith("c2sp.org/tlog-proof@v1\nextra ", text);
        Assert.Contains("\nindex 1\n", text);
        Assert.EndsWith(await visitor.Client.GetStringAsync("/log/checkpoint"), text);
        Assert.Contains("没有找到", (await visitor.OpenAsync("/log?number=HYGX-2021-000531-7K3R")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Client.GetAsync("/log/proof/HYGX-2021-000531")).StatusCode);
    }

    [Fact]
    public async Task Files_are_open_to_other_sites_and_a_published_piece_is_cached_for_ever()
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(5);
        var client = app.Anonymous().Client;
        client.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");

        var head = await client.GetAsync("/log/checkpoint");
        var tile = await client.GetAsync("/log/tile/0/000.p/6");
        var narrower = await client.GetByteArrayAsync("/log/tile/0/000.p/2");

        Assert.Equal(("*", "text/plain; charset=utf-8"), (head.Headers.GetValues("Access-Control-Allow-Origin").Single(), head.Content.Headers.ContentType!.ToString()));
        Assert.True(head.Headers.CacheControl!.NoCache);
        Assert.Equal("application/octet-stream", tile.Content.Headers.ContentType!.ToString());
        Assert.Contains("immutable", tile.Headers.CacheControl!.ToString());
        // A head of that size was published once: its pieces stay there.
        Assert.Equal((await tile.Content.ReadAsByteArrayAsync())[..64], narrower);
        Assert.Equal(2, Bundle.Read(await client.GetByteArrayAsync("/log/tile/entries/000.p/2"))!.Count);
        foreach (var none in new[] { "0/000", "0/000.p/7", "0/001.p/1", "1/000.p/1", "entries/000", "0/000.p/06", "9/000" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/log/tile/" + none)).StatusCode);
    }

    [Fact]
    public async Task Owner_and_supervisor_find_the_proof_beside_the_papers()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var answer = await app.Given.Recorded(app.Given.AVisit(shop));
        await app.Given.AnOwner("owner", shop);
        var address = "/log/proof/" + answer.Receipt!.Badge!.Number;

        Assert.NotNull((await (await app.SignInAsync(Roles.Owner)).OpenAsync("/desk/owner")).Find($"a[href='{address}']"));
        Assert.NotNull((await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/badges/" + answer.Receipt.Badge.Number)).Find($"a[href='{address}']"));
    }
}
