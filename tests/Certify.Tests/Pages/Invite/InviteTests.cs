using Certify.Accounts;
using Certify.Shops;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Invite;

public sealed class InviteTests
{
    [Fact]
    public async Task Post_invitation_makes_an_owner_of_that_shop_once()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("湘味土菜馆");
        var code = await Invite(app, shop);
        var visitor = app.Anonymous();

        var page = await visitor.OpenAsync($"/invite/{code}");
        Assert.Contains("湘味土菜馆", page.Text);
        await visitor.SubmitAsync(page, Account("xiangwei"));
        var again = await app.Anonymous().OpenAsync($"/invite/{code}");

        Assert.Equal(shop.Id, await app.ReadAsync(db => db.ShopOwners.Select(o => o.ShopId).SingleAsync()));
        Assert.Contains("此邀请已使用、已过期或不存在", again.Text);
    }

    [Fact]
    public async Task Get_invitation_after_seven_days_says_it_has_ended()
    {
        await using var app = new CertifyApp();
        var code = await Invite(app, await app.Given.AShop());

        app.Time.Advance(TimeSpan.FromDays(7));

        Assert.Contains("此邀请已使用、已过期或不存在", (await app.Anonymous().OpenAsync($"/invite/{code}")).Text);
    }

    [Fact]
    public async Task Post_invitation_by_a_signed_in_owner_adds_the_shop()
    {
        await using var app = new CertifyApp();
        await app.Given.AnOwner("owner", await app.Given.AShop("湘味土菜馆"));
        var second = await app.Given.AShop("第二家店");
        var owner = await app.SignInAsync(Roles.Owner);

        var page = await owner.SubmitAsync(await owner.OpenAsync($"/invite/{await Invite(app, second)}"), []);

        Assert.Equal("/desk/owner", page.Path);
        Assert.Equal(2, await app.ReadAsync(db => db.ShopOwners.CountAsync()));
    }

    private static Task<string> Invite(CertifyApp app, Shop shop) =>
        app.WithAsync<Invitations, string>(async invitations => (await invitations.CreateAsync(shop.Id, Actor.System))!);

    private static Dictionary<string, string> Account(string name) =>
        new(StringComparer.Ordinal) { ["Input.UserName"] = name, ["Input.Password"] = "correct-horse-battery", ["Input.Again"] = "correct-horse-battery" };
}
