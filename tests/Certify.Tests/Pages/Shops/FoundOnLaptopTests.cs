using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Certify.Accounts;
using Certify.Certification;
using Certify.Shops;
using Certify.Shops.Import;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Shops;

/// <summary>Shops that a laptop found while it had no network: what was noted there meanwhile must find them.</summary>
public sealed class FoundOnLaptopTests
{
    private const string Code = "92430499MAQMDPGT2E";

    [Fact]
    public async Task Post_found_makes_a_provisional_shop_once_under_the_laptops_id_and_the_visit_follows()
    {
        await using var app = new CertifyApp();
        var grid = await app.Given.AGrid(heldBy: Roles.Inspector);
        var laptop = await Laptop.OpenAsync(app);
        var (shop, visit) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        using var early = await laptop.PostAsync(laptop.Parcel("visit", visit, shop, Laptop.Fields(visit, "陈桂英")));
        using var first = await laptop.PostAsync(Found(laptop, shop, grid.Id, "新开的店", "解放大道7号", Code));
        app.Time.Advance(TimeSpan.FromMinutes(5));
        using var again = await laptop.PostAsync(Found(laptop, shop, grid.Id, "新开的店", "解放大道7号", Code));
        using var visited = await laptop.PostAsync(laptop.Parcel("visit", visit, shop, Laptop.Fields(visit, "陈桂英")));

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created], [early.StatusCode, first.StatusCode, again.StatusCode, visited.StatusCode]);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        var kept = await app.ReadAsync(db => db.Shops.SingleAsync());
        Assert.Equal((shop, true, laptop.User, Code), (kept.Id, kept.IsProvisional, kept.FoundBy, kept.Uscc));
        Assert.Equal(1, await app.ReadAsync(db => db.Visits.CountAsync(v => v.ShopId == shop)));
        Assert.Equal((0, 1), (await app.ReadAsync(db => db.Badges.CountAsync()), await app.ReadAsync(db => db.Audit.CountAsync(a => a.Action == "shop.found"))));
    }

    [Fact]
    public async Task Post_found_of_a_known_identity_leads_to_that_shop_and_makes_no_second_one()
    {
        await using var app = new CertifyApp();
        var registered = await app.Given.AShop("湘味土菜馆", Code, "解放大道9号");
        var laptop = await Laptop.OpenAsync(app);
        var (shop, visit, attempt) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());

        using var found = await laptop.PostAsync(Found(laptop, shop, registered.GridId, "湘味菜馆", "解放大道 9 号", Code));
        using var again = await laptop.PostAsync(Found(laptop, shop, registered.GridId, "湘味菜馆", "解放大道 9 号", Code));
        using var visited = await laptop.PostAsync(laptop.Parcel("visit", visit, shop, Laptop.Fields(visit, "陈桂英")));
        using var noted = await laptop.PostAsync(laptop.Parcel("attempt", attempt, shop, "kind=refused&on=2021-08-09&comeBackOn=&note="));
        using var wrong = await laptop.PostAsync(laptop.Parcel("visit", attempt, shop, Laptop.Fields(attempt, "李文斌", dose: "昨天")));

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Created], [found.StatusCode, again.StatusCode, visited.StatusCode, noted.StatusCode]);
        Assert.Equal([registered.Id], await app.ReadAsync(db => db.Visits.Select(v => v.ShopId).ToListAsync()));
        Assert.Equal([registered.Id], await app.ReadAsync(db => db.Attempts.Select(a => a.ShopId).ToListAsync()));
        // The badge is the registered shop's, and the found one is nowhere to be visited.
        Assert.Equal([registered.Id], await app.ReadAsync(db => db.Badges.Select(b => b.ShopId).ToListAsync()));
        Assert.Equal([registered.Id], await app.ReadAsync(db => db.Shops.Where(s => s.ClosedOn == null).Select(s => s.Id).ToListAsync()));
        Assert.Contains("湘味土菜馆", (await laptop.Visitor.OpenAsync($"/desk/shops/{shop}")).TextOf($"a[href='/desk/shops/{registered.Id}']"));
        // What was refused is opened for the registered shop, by the id that the laptop knows.
        var open = JsonDocument.Parse(await wrong.Content.ReadAsStringAsync()).RootElement.GetProperty("open").GetString()!;
        var page = await laptop.Visitor.OpenAsync(open);
        Assert.Equal(("湘味土菜馆", shop.ToString()), (page.TextOf("#shop-name").Trim(), page.Find("#visit")?.GetAttribute("data-shop")));
        Assert.Contains("陈桂英", page.Text);
        Assert.Contains("已在名录", (await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/audit")).TextOf("tbody"));
    }

    [Fact]
    public async Task Two_laptops_that_found_one_shop_both_lead_to_what_it_turns_out_to_be()
    {
        await using var app = new CertifyApp();
        var grid = await app.Given.AGrid(heldBy: Roles.Inspector);
        await app.Given.AGrid(heldBy: "other");
        var (laptop, other) = (await Laptop.OpenAsync(app), await Laptop.OpenAsync(app, "other"));
        var (one, two, visit) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        using var first = await laptop.PostAsync(Found(laptop, one, grid.Id, "新开的店", "解放大道7号"));
        using var second = await other.PostAsync(Found(other, two, grid.Id, "新开的店", "解放大道7号"));
        var registered = await app.Given.AShop("新开的店（衡阳）", Code, "解放大道7号1楼");
        Assert.True((await app.WithAsync<ShopAcceptance, Result<Certify.Badges.Badge?>?>(a => a.MatchAsync(one, registered.Id, Given.AnOfficer)))!.Ok);

        using var visited = await other.PostAsync(other.Parcel("visit", visit, two, Laptop.Fields(visit, "陈桂英")));

        Assert.All([first, second, visited], a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Equal([registered.Id], await app.ReadAsync(db => db.Visits.Select(v => v.ShopId).ToListAsync()));
    }

    [Fact]
    public async Task Registry_row_never_meets_what_is_only_another_id_of_its_shop()
    {
        await using var app = new CertifyApp();
        var registered = await app.Given.AShop("湘味土菜馆", Code, "解放大道9号");
        var laptop = await Laptop.OpenAsync(app);
        using var found = await laptop.PostAsync(Found(laptop, Guid.CreateVersion7(), registered.GridId, "湘味土菜馆", "解放大道9号", Code));

        // A row without the code is that shop's where one has its name and address, and nobody's where two have.
        var row = new ShopRow("湘味土菜馆", null, null, "catering", "解放大道9号", "华兴街道", "华兴社区", null, null, null, null, null);
        var known = await app.ReadAsync(db => KnownShops.FindAsync(db, [row], CancellationToken.None));

        Assert.Equal(HttpStatusCode.Created, found.StatusCode);
        Assert.Equal(registered.Id, known.Find(row)?.Id);
    }

    [Fact]
    public async Task Post_found_is_refused_in_plain_words()
    {
        await using var app = new CertifyApp();
        var (grid, foreign) = (await app.Given.AGrid(heldBy: Roles.Inspector), await app.Given.AGrid("蒸湘街道", "红湘社区", heldBy: "other"));
        var registered = await app.Given.AShop();
        var laptop = await Laptop.OpenAsync(app);
        async Task<string> Said(Sent parcel)
        {
            using var answer = await laptop.PostAsync(parcel);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors").GetRawText();
        }

        var id = Guid.CreateVersion7();
        Assert.Contains("校验码不符", await Said(Found(laptop, id, grid.Id, "店", "解放大道7号", "92430499MAQMDPGT2A")));
        Assert.Contains("这个网格现在不由您负责", await Said(Found(laptop, id, foreign.Id, "店", "解放大道7号")));
        Assert.Contains("这个网格现在不由您负责", await Said(laptop.Parcel("found", id, id, "name=a&address=b&category=catering")));
        Assert.NotEqual("{}", await Said(Found(laptop, id, grid.Id, "", "解放大道7号")));
        // An id that is another shop's names that shop, and never this one.
        Assert.Contains("已属于别的经营户", await Said(Found(laptop, registered.Id, grid.Id, "店", "解放大道7号")));
        Assert.Contains("内容不完整", await Said(laptop.Parcel("found", id, registered.Id, "")));
        Assert.Equal(1, await app.ReadAsync(db => db.Shops.CountAsync()));
    }

    [Fact]
    public async Task Files_of_a_found_shop_and_its_visit_are_loaded_in_their_order()
    {
        await using var app = new CertifyApp();
        var grid = await app.Given.AGrid(heldBy: Roles.Inspector);
        var laptop = await Laptop.OpenAsync(app);
        var (shop, visit) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var later = laptop.Parcel("visit", visit, shop, Laptop.Fields(visit, "陈桂英")) with { SavedAt = CertifyApp.Start.AddMinutes(5).ToString("O") };
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync("/desk/visits/load"), [], files: [("Input.Files", "visit.json", later.AsFile()), ("Input.Files", "found.json", Found(laptop, shop, grid.Id, "新开的店", "解放大道7号").AsFile())]);

        Assert.Contains("新发现的店", page.TextOf(".loaded"));
        Assert.Equal(2, page.TextOf(".loaded").Split("新开的店").Length - 1);
        Assert.Equal((true, laptop.User), await app.ReadAsync(db => db.Shops.Where(s => s.Id == shop).Select(s => new ValueTuple<bool, Guid>(s.IsProvisional, s.FoundBy!.Value)).SingleAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Visits.CountAsync(v => v.ShopId == shop)));
    }

    [Fact]
    public async Task Pack_carries_own_grids_and_a_checklist_for_whatever_is_found()
    {
        await using var app = new CertifyApp();
        var grid = await app.Given.AGrid(heldBy: Roles.Inspector);
        var foreign = await app.Given.AGrid("蒸湘街道", "红湘社区", heldBy: "other");
        var laptop = await Laptop.OpenAsync(app);

        var packed = await laptop.Visitor.Client.GetByteArrayAsync("/api/v1/field-pack");

        using var zip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var pack = (await JsonDocument.ParseAsync(zip)).RootElement;
        Assert.Equal([grid.Id], pack.GetProperty("grids").EnumerateArray().Select(g => g.GetProperty("id").GetGuid()));
        Assert.NotEqual(grid.Id, foreign.Id);
        Assert.All(Category.All, c => Assert.True(pack.GetProperty("lists").TryGetProperty(pack.GetProperty("kinds").GetProperty(c.Code).GetInt32().ToString(), out _), c.Code));
        Assert.InRange(packed.Length, 1, 6 * 1024);
    }

    private static Sent Found(Laptop laptop, Guid id, Guid grid, string name, string address, string code = "") =>
        laptop.Parcel("found", id, id, Laptop.Form([new("name", name), new("address", address), new("category", "catering"), new("grid", grid.ToString()), new("code", code)]));
}
