using System.IO.Compression;
using System.Text.Json;
using Certify.Accounts;
using Certify.Shops;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Api;

/// <summary>What a laptop takes along: <c>GET /api/v1/field-pack</c>.</summary>
public sealed class FieldPackTests
{
    [Fact]
    public async Task Pack_holds_own_shops_names_on_record_and_never_a_number()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var number = IdNumbers.Next();
        await app.Given.AStaffMember(shop, "陈桂英", number, Doses.One);
        var foreign = await app.Given.AShop("别人家的店", grid: await app.Given.AGrid("蒸湘街道", "红湘社区", heldBy: "other"));
        var laptop = await Laptop.OpenAsync(app);

        var text = await TakeAsync(laptop);

        var person = JsonDocument.Parse(text).RootElement.GetProperty("shops")[0].GetProperty("people")[0];
        Assert.Equal(("陈桂英", "7.20"), (person.GetProperty("name").GetString(), person.GetProperty("cells").GetProperty("dose1").GetString()));
        Assert.DoesNotContain(number, text);
        Assert.DoesNotContain("19000005423", text);
        Assert.DoesNotContain(foreign.SignboardName, text);
        Assert.Equal((1, "Name, Health"), await app.ReadAsync(db => db.Access.Where(a => a.Purpose == "field_pack").Select(a => new ValueTuple<int, string>(a.Persons, a.Columns)).SingleAsync()));
    }

    /// <summary>A slip says that the badge follows. Where a supervisor must act first it doesn't.</summary>
    [Fact]
    public async Task Pack_says_where_a_full_visit_earns_no_slip()
    {
        await using var app = new CertifyApp();
        var laptop = await Laptop.OpenAsync(app);
        var plain = await app.Given.AShop("甲店");
        var suspended = await app.Given.AShop("乙店");
        var badge = (await app.Given.Recorded(app.Given.AVisit(suspended))).Receipt!.Badge!;
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/badges/{badge.Number}/suspend"), new(StringComparer.Ordinal) { ["Input.Reason"] = "抽查" });
        var actor = new Actor(laptop.User, Roles.Inspector, Roles.Inspector);
        var found = await app.WithAsync<FoundShops, Result<Guid>>(shops => shops.AddAsync(null, "丙店", "解放大道77号", "catering", plain.GridId, actor));

        var shops = JsonDocument.Parse(await TakeAsync(laptop)).RootElement.GetProperty("shops").EnumerateArray()
            .ToDictionary(s => s.GetProperty("id").GetGuid(), s => s.TryGetProperty("noSlip", out var no) && no.GetBoolean());

        Assert.Equal((false, true, true), (shops[plain.Id], shops[suspended.Id], shops[found.Value]));
    }

    private static async Task<string> TakeAsync(Laptop laptop)
    {
        var packed = await laptop.Visitor.Client.GetByteArrayAsync("/api/v1/field-pack");
        using var zip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        return await new StreamReader(zip).ReadToEndAsync();
    }
}
