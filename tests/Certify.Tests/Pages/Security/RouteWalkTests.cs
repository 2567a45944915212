using System.Net;
using System.Text;
using Certify.Accounts;
using Certify.Shops;
using Certify.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Page = Certify.Tests.Support.Page;

namespace Certify.Tests.Pages.Security;

/// <summary>Every route of the program, asked by every role, for a thing of one's own and for somebody else's; the answers are those of <see cref="RouteTable"/>.</summary>
public sealed class RouteWalkTests
{
    [Fact]
    public async Task Every_route_stands_in_the_table()
    {
        await using var app = new CertifyApp();

        var missing = Routes(app).Select(r => r.Pattern).Distinct(StringComparer.Ordinal).Where(p => !RouteTable.Rules.ContainsKey(p)).ToList();

        Assert.True(missing.Count == 0, "Not in RouteTable: " + string.Join(", ", missing));
    }

    [Fact]
    public async Task Anonymous_routes_are_these_alone()
    {
        await using var app = new CertifyApp();

        var open = Routes(app).Where(r => r.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(r => r.Pattern).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        var listed = RouteTable.Rules.Where(r => r.Value.Own == "*").Select(r => r.Key);
        Assert.Empty(open.Except(listed, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_route_answers_every_role_as_the_table_says()
    {
        await using var app = new CertifyApp();
        var world = await World.MakeAsync(app);
        var visitors = new List<(char Letter, Visitor Visitor)> { ('-', app.Anonymous()) };
        foreach (var (letter, role) in Rule.Letters)
            visitors.Add((letter, await app.SignInAsync(role)));
        var wrong = new List<string>();

        foreach (var (pattern, endpoint) in Routes(app).DistinctBy(r => r.Pattern).Where(r => RouteTable.Rules.ContainsKey(r.Pattern)))
            foreach (var foreign in new[] { false, true })
                foreach (var (letter, visitor) in visitors)
                {
                    var address = world.Fill(pattern, foreign);
                    var allowed = RouteTable.Rules[pattern].Of(foreign) is "*" || RouteTable.Rules[pattern].Of(foreign).Contains(letter);
                    foreach (var method in Methods(endpoint))
                        if (await AskAsync(visitor, method, address) is var answer && Fault(answer, allowed, letter, address, method, RouteTable.Rules[pattern]) is { } fault)
                            wrong.Add($"{letter} {method} {address} ({(foreign ? "foreign" : "own")}): {fault}");
                }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("/desk/staff?shop=")]
    [InlineData("/desk/shops?grid=")]
    public async Task Inspector_finds_nothing_of_a_foreign_shop_by_a_query(string address)
    {
        await using var app = new CertifyApp();
        var world = await World.MakeAsync(app);
        var inspector = await app.SignInAsync(Roles.Inspector);

        var page = await inspector.OpenAsync(address + (address.Contains("grid", StringComparison.Ordinal) ? world.Foreign.GridId : world.Foreign.Id));

        Assert.DoesNotContain(World.ForeignName, page.Text);
    }

    /// <summary>Opens a page, or sends it an empty form or an empty JSON object.</summary>
    private static async Task<Page> AskAsync(Visitor visitor, string method, string address) =>
        method == "GET" ? await visitor.OpenAsync(address)
        : await Page.ReadAsync(await visitor.Client.PostAsync(address, address.StartsWith("/api/", StringComparison.Ordinal) ? new StringContent("{}", Encoding.UTF8, "application/json") : new FormUrlEncodedContent([])));

    private static string? Fault(Page page, bool allowed, char letter, string address, string method, Rule rule)
    {
        var signIn = page.Path.StartsWith("/account/sign-in?return", StringComparison.Ordinal);
        var status = page.Status;
        if (status >= HttpStatusCode.InternalServerError)
            return status.ToString();
        if (rule.Own == "*")
            return signIn || status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? $"not public: {status}" : null;
        var program = address.StartsWith("/api/", StringComparison.Ordinal);
        if (allowed)
            return signIn || status is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound ? $"refused: {status} {page.Path}"
                // A page without its form's token is 400; that it got so far shows that the door was open.
                : method == "GET" && status != HttpStatusCode.OK ? status.ToString() : null;
        if (letter == '-')
            return program ? (status == HttpStatusCode.Unauthorized ? null : $"open: {status}") : signIn ? null : $"open: {status} {page.Path}";
        var refused = program ? status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound : status == HttpStatusCode.NotFound
            // Role is right, the thing is not: the missing token is found first, before anything is looked up.
            || (method == "POST" && status == HttpStatusCode.BadRequest && rule.Own.Contains(letter));
        return refused ? null : $"open: {status} {page.Path}";
    }

    private static IEnumerable<(string Pattern, RouteEndpoint Endpoint)> Routes(CertifyApp app) =>
        app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Select(e => (Normal(e.RoutePattern.RawText ?? ""), e));

    private static string Normal(string pattern)
    {
        var path = pattern.Trim('/').ToLowerInvariant();
        return path == "index" ? "" : path.EndsWith("/index", StringComparison.Ordinal) ? path[..^"/index".Length] : path;
    }

    private static IEnumerable<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null ? ["GET", "POST"]
        : endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is { } methods ? methods.HttpMethods.Where(m => m is "GET" or "POST") : ["GET"];

    /// <summary>Two shops with all that hangs on one: the first in the inspector's grid and the owner's, the second somebody else's.</summary>
    internal sealed class World
    {
        public const string ForeignName = "别人家的店";
        private readonly Dictionary<string, (string Own, string Foreign)> _values = new(StringComparer.Ordinal);

        public Shop Foreign { get; private set; } = null!;

        public static async Task<World> MakeAsync(CertifyApp app)
        {
            var world = new World();
            var own = await app.Given.AShop("自家的店");
            world.Foreign = await app.Given.AShop(ForeignName, grid: await app.Given.AGrid("蒸湘街道", "红湘社区", heldBy: "other-inspector"));
            await app.Given.AnOwner(Roles.Owner, own);
            await app.Given.AnOwner("other-owner", world.Foreign);
            await app.Given.Recorded(app.Given.AVisit(own, Given.Person("陈桂英")));
            await app.Given.Recorded(app.Given.AVisit(world.Foreign, Given.Person("李文斌")), "other-inspector");
            var user = await app.Given.AUser("other-owner", Roles.Owner);
            var batch = (await new Importing(await app.SignInAsync(Roles.Supervisor)).StageAsync("Shops", "registry-gb18030.csv")).Path.Split('/', '?')[3];
            Task<string> Of<T>(Shop shop, Func<Certify.Data.CertifyDb, Guid, IQueryable<T>> pick) => app.ReadAsync(async db => (await pick(db, shop.Id).SingleAsync())!.ToString()!);
            async Task Both<T>(string name, Func<Certify.Data.CertifyDb, Guid, IQueryable<T>> pick) => world._values[name] = (await Of(own, pick), await Of(world.Foreign, pick));
            await Both("shops", (db, shop) => db.Shops.Where(s => s.Id == shop).Select(s => s.Id));
            await Both("staff", (db, shop) => db.Staff.Where(s => s.ShopId == shop).Select(s => s.Id));
            await Both("visits", (db, shop) => db.Visits.Where(s => s.ShopId == shop).Select(s => s.Id));
            await Both("badges", (db, shop) => db.Badges.Where(b => b.ShopId == shop).Select(b => b.Number));
            await app.Given.APhoto(Guid.Parse(world._values["visits"].Own));
            await app.Given.APhoto(Guid.Parse(world._values["visits"].Foreign), inspector: "other-inspector");
            await Both("photos", (db, shop) => db.VisitPhotos.Where(p => db.Visits.Any(v => v.Id == p.VisitId && v.ShopId == shop)).Select(p => p.Id));
            var tip = await app.Given.ATip(await app.ReadAsync(db => db.Badges.SingleAsync(b => b.ShopId == own.Id)));
            world._values["tips"] = (tip.ToString(), tip.ToString());
            var appeal = await app.Given.AnAppeal(await app.Given.ADecidedBadge(await app.Given.AShop("申诉的店")), owner: "third-owner");
            world._values["appeals"] = (appeal.Id.ToString(), appeal.Id.ToString());
            var visit = app.Given.AVisit(own);
            await app.Given.Recorded(visit with { Id = await app.ReadAsync(db => db.Visits.Where(v => v.ShopId == own.Id).Select(v => v.Id).SingleAsync()) });
            var conflict = await app.ReadAsync(db => db.VisitConflicts.Select(c => c.Id).SingleAsync());
            world._values["conflicts"] = (conflict.ToString(), conflict.ToString());
            var twice = await app.Given.AShop("两人去过的店");
            await app.Given.Recorded(app.Given.AVisit(twice, Given.Person("周敏")));
            await app.Given.Recorded(app.Given.AVisit(twice, Given.Person("赵小波")) with { ForeignReason = "同事请假" }, "other-inspector");
            var pair = await app.ReadAsync(db => db.VisitPairs.Select(p => p.Id).SingleAsync());
            world._values["pairs"] = (pair.ToString(), pair.ToString());
            world._values["rounds"] = (own.GridId.ToString(), world.Foreign.GridId.ToString());
            world._values["users"] = (user.Id.ToString(), user.Id.ToString());
            world._values["imports"] = (batch, batch);
            return world;
        }

        public string Fill(string pattern, bool foreign)
        {
            string Value(string name) => foreign ? _values[name].Foreign : _values[name].Own;
            // The folder that the id stands in: desk/visits/{id}, desk/visits/conflicts/{id}.
            var folder = pattern.Split('/').TakeWhile(p => !p.StartsWith('{')).LastOrDefault() ?? "";
            var path = pattern.Replace("{act:regex(^(suspend|restore|revoke)$)}", "suspend", StringComparison.Ordinal)
                .Replace("{shop:guid}", Value("shops"), StringComparison.Ordinal)
                .Replace("{photo:guid}", Value("photos"), StringComparison.Ordinal).Replace("{photo:guid?}", Value("photos"), StringComparison.Ordinal)
                .Replace("{number}", Value("badges"), StringComparison.Ordinal).Replace("{**number}", Value("badges"), StringComparison.Ordinal)
                .Replace("{key}", "wetMarket", StringComparison.Ordinal).Replace("{template}", "certificate-a4", StringComparison.Ordinal)
                .Replace("{code:int}", "404", StringComparison.Ordinal).Replace("{number:int}", "0", StringComparison.Ordinal)
                .Replace("{format:regex(^(csv|json|geojson)$)}", "csv", StringComparison.Ordinal).Replace("{day}", "2021-08-09", StringComparison.Ordinal).Replace("{purpose}", "revocation", StringComparison.Ordinal).Replace("{code}", new string('0', 32), StringComparison.Ordinal)
                .Replace("{**path}", "no-such-page", StringComparison.Ordinal).Replace("{**token}", "2KCE3IQB", StringComparison.Ordinal).Replace("{documentname}", "v1", StringComparison.Ordinal)
                .Replace("{id:guid}", _values.ContainsKey(folder) ? Value(folder) : Value("shops"), StringComparison.Ordinal);
            // A page that opens a form for a shop is asked for one.
            return "/" + (path is "desk/visits/new" or "desk/visits/fill" or "desk/attempts/new" ? $"{path}?shop={Value("shops")}" : path);
        }
    }
}
