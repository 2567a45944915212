using System.Globalization;
using System.Text.RegularExpressions;
using Certify.Data;
using Certify.Shops;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Certify.Bench;

/// <summary>
/// <c>street [shops] [visits]</c>: what an inspector at a laptop waits for, in Chromium, on the demo district with more shops in the inspector's grid: the size
/// of the field pack, a key typed into the 60th row of a roster until it is painted, and a queue of sealed visits until each has its receipt.
/// </summary>
internal static partial class Street
{
    /// <summary>Ten keys a second, about. Without it the keys queue behind each other, and the last ones' wait is their own haste.</summary>
    private static readonly TimeSpan FastTypist = TimeSpan.FromMilliseconds(80);

    public static async Task<int> RunAsync(string[] args)
    {
        var shops = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2_000;
        var visits = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 500;
        var folder = Directory.CreateTempSubdirectory("certify-bench-").FullName;
        try
        {
            using (await StartAsync(folder)) { }
            await AddShopsAsync(folder, shops);
            using var server = await StartAsync(folder);
            await MeasureAsync(server.Url, visits);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static async Task<ScanServer> StartAsync(string folder)
    {
        var server = ScanServer.Demo(folder, $"http://localhost:{ScanServer.FreePort()}");
        await server.PageAsync("/", "全员接种示范场所");
        return server;
    }

    /// <summary>Shops that nobody has visited, until the demo's inspector holds as many as asked for.</summary>
    private static async Task AddShopsAsync(string folder, int shops)
    {
        await using var db = new SqliteCertifyDb(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={Path.Combine(folder, "data", "certify.db")}").Options);
        var grids = await db.GridHolders.Where(held => db.Users.Any(user => user.Id == held.UserId && user.UserName == "inspector")).Select(held => held.GridId).ToListAsync();
        var missing = shops - await db.Shops.CountAsync(shop => grids.Contains(shop.GridId));
        db.AddRange(Enumerable.Range(0, missing).Select(i => new Shop(new ShopFacts(null, $"衡阳湘味土菜馆{i}店", $"衡阳市高新区解放大道{i}号", "catering"), grids[0], DateTimeOffset.UnixEpoch)));
        await db.SaveChangesAsync();
    }

    private static async Task MeasureAsync(string url, int visits)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
        await using var laptop = await browser.NewContextAsync(new() { BaseURL = url, Locale = "zh-CN", ViewportSize = new() { Width = 1280, Height = 860 }, BypassCSP = true });
        var page = await laptop.NewPageAsync();
        await Pictures.SignInAsync(page, "inspector");
        var pack = await (await laptop.APIRequest.GetAsync("/api/v1/field-pack")).BodyAsync();
        await page.GotoAsync("/desk/field");
        await page.WaitForSelectorAsync("#shops a.button");
        var held = await page.EvaluateAsync<int>("async () => { const { shops } = await (await fetch('/api/v1/field-pack')).blob().then(b => new Response(b.stream().pipeThrough(new DecompressionStream('gzip'))).json()); return shops.length; }");
        Console.WriteLine(Line($"field pack: {held} shops, {pack.Length / 1e3:F0} KB"));
        await page.ClickAsync("#shops a.button");
        await page.WaitForSelectorAsync("html.js");
        await RowsAsync(page);
        await QueueAsync(page, visits);
    }

    /// <summary>Sixty rows are pasted as from Excel; then somebody types into the last one.</summary>
    private static async Task RowsAsync(IPage page)
    {
        await page.EvaluateAsync(Do("paste(60)"));
        await page.Locator("tbody.person [name$='.Name']").Nth(59).FocusAsync();
        await page.EvaluateAsync(Do("watchKeys()"));
        foreach (var key in "zhangsan430499196203127652kexingzhongwei")
        {
            await page.Keyboard.PressAsync(key.ToString());
            await Task.Delay(FastTypist);
        }
        var keys = await page.EvaluateAsync<double[]>("() => new Promise(done => setTimeout(() => done(window.keyTimes), 500))");
        Array.Sort(keys);
        Console.WriteLine(Line($"60th row: {keys.Length} keys, each painted after {keys[keys.Length / 2]:F0} ms (median), {keys[^1]:F0} ms (longest)"));
    }

    /// <summary>The form as it stands is sealed again and again under new ids, each time for another shop, into the outbox; then it is sent.</summary>
    private static async Task QueueAsync(IPage page, int visits)
    {
        await page.EvaluateAsync(Do($"queue({visits})"));
        await page.GotoAsync("/desk/field");
        await page.WaitForSelectorAsync("#send-now");
        var seconds = await page.EvaluateAsync<double>(Do($"drain({visits})"));
        Console.WriteLine(Line($"outbox: {visits} visits sealed, sent and receipted in {seconds:F1} s"));
    }

    /// <summary>The program's own modules for keeping and sealing and the bench's, as one function, which ends with <paramref name="call"/>.</summary>
    private static string Do(string call) => $"async () => {{\n{s_modules.Value}\nreturn await {call};\n}}";

    private static readonly Lazy<string> s_modules = new(() => string.Join('\n',
        new[] { "src/Certify.Web/client/field/kept.js", "src/Certify.Web/client/field/box.js", "bench/Certify.Bench/street.js" }.Select(Module)));

    private static string Module(string path) => Words().Replace(File.ReadAllText(Path.Combine(Root(), path)), "");

    [GeneratedRegex(@"^import .*$|^export ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Certify.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The bench reads the browser's code from the repository.");
    }

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}
