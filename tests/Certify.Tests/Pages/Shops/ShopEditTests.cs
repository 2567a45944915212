using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Shops;

public sealed class ShopEditTests
{
    private static Dictionary<string, string> Filled(string? uscc = "92430499MAQMDPGT2E", string name = "湘味土菜馆", string address = "解放大道18号", string phone = "0734-8810017") => new()
    {
        ["Input.RegisteredName"] = name,
        ["Input.Uscc"] = uscc ?? "",
        ["Input.Category"] = "catering",
        ["Input.Address"] = address,
        ["Input.Subdistrict"] = "华兴街道",
        ["Input.Community"] = "华兴社区",
        ["Input.ContactPhone"] = phone,
    };

    [Fact]
    public async Task Add_shop_appears_with_its_facts_and_an_audit_row()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync("/desk/shops/add"), Filled(uscc: "９２４３０４９９ｍａｑｍｄｐｇｔ２ｅ"));

        Assert.Contains("已新增“湘味土菜馆”。", page.Text);
        Assert.Contains("92430499MAQMDPGT2E", page.Text);
        Assert.Contains("0734-8810017", page.Text);
        Assert.Equal(1, await app.ReadAsync(db => db.Audit.CountAsync(row => row.Action == "shop.added")));
    }

    [Theory]
    [InlineData("92430499MAQMDPGT2F", "湘味土菜馆", "解放大道18号", "12345678901", "末位是 F，应为 E")]
    [InlineData("92430499MAOMDPGT2E", "湘味土菜馆", "解放大道18号", "", "第 11 位“O”")]
    [InlineData(null, " ", "解放大道18号", "", "此项必填")]
    [InlineData(null, "湘味土菜馆", "解放大道18号", "12345", "不是能识别的电话号码")]
    public async Task Add_wrong_value_is_refused_with_a_sentence_and_kept(string? uscc, string name, string address, string phone, string sentence)
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync("/desk/shops/add"), Filled(uscc, name, address, phone));

        Assert.Contains(sentence, page.Text);
        Assert.Equal(address, page.Find("input[name='Input.Address']")?.GetAttribute("value"));
        Assert.Equal(0, await app.ReadAsync(db => db.Shops.CountAsync()));
    }

    [Fact]
    public async Task Add_same_identity_is_refused_with_a_link_to_the_other_shop()
    {
        await using var app = new CertifyApp();
        var other = await app.Given.AShop("湘味", "92430499MAQMDPGT2E", "解放大道18号");
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync("/desk/shops/add"), Filled(address: "解放大道 １８号"));

        Assert.Contains("“湘味”（解放大道18号）已有登记", page.Text);
        Assert.NotNull(page.Find($"main a[href='/desk/shops/{other.Id}']"));
    }

    [Fact]
    public async Task Edit_by_two_at_once_keeps_the_first_and_tells_the_second()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("湘味土菜馆");
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var first = await supervisor.OpenAsync($"/desk/shops/{shop.Id}/edit");

        Assert.Contains("已保存", (await supervisor.SubmitAsync(first, new() { ["Input.RegisteredName"] = "湘味饭店" })).Text);
        Assert.Contains("刚被他人修改", (await supervisor.SubmitAsync(first, new() { ["Input.RegisteredName"] = "别的店" })).Text);
        Assert.Equal("湘味饭店", await app.ReadAsync(db => db.Shops.Select(s => s.RegisteredName).SingleAsync()));
    }

    [Fact]
    public async Task Move_shop_has_the_new_address_and_is_found_by_it()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("湘味土菜馆", address: "解放大道18号");
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var form = await supervisor.OpenAsync($"/desk/shops/{shop.Id}/move");

        Assert.Contains("与原地址相同", (await supervisor.SubmitAsync(form, new() { ["Input.Address"] = "解放大道 18 号" })).Text);
        Assert.Contains("地址已变更为华新大道1号", (await supervisor.SubmitAsync(form, new() { ["Input.Address"] = "华新大道1号" })).Text);
        Assert.Contains("湘味土菜馆", (await supervisor.OpenAsync("/desk/shops?q=华新大道1号")).Text);
    }

    [Fact]
    public async Task Close_and_reopen_shop_leaves_and_returns_to_the_list()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("湘味土菜馆");
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var closed = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/shops/{shop.Id}/close"), new() { ["Input.Reason"] = "停止经营" });
        Assert.Contains("8月9日登记停业：停止经营", closed.Text);
        Assert.DoesNotContain("湘味土菜馆", (await supervisor.OpenAsync("/desk/shops")).Text);
        Assert.Contains("湘味土菜馆", (await supervisor.OpenAsync("/desk/shops?state=closed")).Text);

        Assert.Contains("已恢复营业", (await supervisor.SubmitAsync(closed, [], "form[action*='handler=Reopen']")).Text);
        Assert.Contains("湘味土菜馆", (await supervisor.OpenAsync("/desk/shops")).Text);
    }

    [Fact]
    public async Task Signboard_named_by_the_inspector_heads_the_page()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("衡阳高新区湘味土菜馆");
        var inspector = await app.SignInAsync(Roles.Inspector);

        var page = await inspector.SubmitAsync(await inspector.OpenAsync($"/desk/shops/{shop.Id}/signboard"), new() { ["Input.Name"] = " 湘味<b>土菜馆 " });

        Assert.Equal("湘味<b>土菜馆", page.TextOf("h1"));
    }

    [Theory]
    [InlineData("add")]
    [InlineData("{0}/edit")]
    [InlineData("{0}/move")]
    [InlineData("{0}/close")]
    public async Task Write_pages_for_an_inspector_are_not_found(string path)
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("湘味土菜馆");
        var page = await (await app.SignInAsync(Roles.Inspector)).OpenAsync("/desk/shops/" + path.Replace("{0}", shop.Id.ToString()));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, page.Status);
    }
}
