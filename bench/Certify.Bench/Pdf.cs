using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Certify.Badges;
using Certify.Badges.Paper;
using Microsoft.Playwright;

namespace Certify.Bench;

/// <summary>
/// <c>pdf [seconds] [rounds] [batch]</c>: A5 door signs as PDF on one thread, each another badge, against a warm Chromium that prints a page with the same
/// texts and code, in turns, in one run; then a batch in one file: badges a second, bytes a badge, memory. Wants /usr/bin/chromium.
/// </summary>
internal static class Pdf
{
    private const int Faces = 2_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = Number(args, 0, 8);
        var rounds = Number(args, 1, 3);
        var batch = Number(args, 2, 50_000);
        var press = new BadgePress(
            new FontShelf(Path.Combine(AppContext.BaseDirectory, "fonts"), []), TemplateFile.ReadAll(Path.Combine(AppContext.BaseDirectory, "templates")));
        var paper = press.Templates["door-a5"];
        var faces = Make(Faces);
        for (var i = 0; i < 300; i++) press.Pdf(paper, faces[i]);

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync();
        for (var i = 0; i < 5; i++) await PrintAsync(page, faces[i]);

        List<double> ours = [], theirs = [];
        for (var round = 1; round <= rounds; round++)
        {
            ours.Add(await RateAsync(seconds, i => Task.FromResult(press.Pdf(paper, faces[i % Faces]).Length)));
            theirs.Add(await RateAsync(seconds, i => PrintAsync(page, faces[i % Faces])));
            Console.WriteLine(Line($"round {round}: Certify {ours[^1]:F0}/s, Chromium {theirs[^1]:F1}/s, ratio {ours[^1] / theirs[^1]:F0}"));
        }
        Console.WriteLine(Line($"single: {Median(ours):F0} badges/s, {faces.Take(200).Average(f => press.Pdf(paper, f).Length) / 1024:F1} KB each; Chromium {Median(theirs):F1}/s; ratio {Median(ours) / Median(theirs):F0}"));

        Batch(press, paper, faces, batch);
        return 0;
    }

    private static void Batch(BadgePress press, PaperTemplate paper, List<BadgeFace> faces, int count)
    {
        GC.Collect();
        var many = Enumerable.Range(0, count).Select(i => faces[i % Faces] with { Number = $"HYGX-2021-{i + 1:D6}-7K3Q" }).ToList();
        var before = Process.GetCurrentProcess().WorkingSet64;
        using var counted = new CountingStream();
        var watch = Stopwatch.StartNew();
        press.WritePdf(counted, paper, many);
        watch.Stop();
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        Console.WriteLine(Line($"batch: {count} badges in one file, {count / watch.Elapsed.TotalSeconds:F0}/s, {counted.Length / 1024.0 / count:F2} KB each, working set {before >> 20} MB before, {peak >> 20} MB at its peak"));
    }

    private static async Task<double> RateAsync(int seconds, Func<int, Task<int>> one)
    {
        var watch = Stopwatch.StartNew();
        var made = 0;
        for (; watch.Elapsed.TotalSeconds < seconds; made++) await one(made);
        return made / watch.Elapsed.TotalSeconds;
    }

    /// <summary>The same sign as a page: field of colour, texts, code as SVG.</summary>
    private static async Task<int> PrintAsync(IPage page, BadgeFace face)
    {
        var qr = QrModules.Of(face.QrText);
        var code = new StringBuilder();
        foreach (var run in qr.Runs) code.Append(CultureInfo.InvariantCulture, $"M{run.X} {run.Y}h{run.Length}v1h-{run.Length}z");
        await page.SetContentAsync($$"""
            <!doctype html><meta charset="utf-8"><style>@page{size:148mm 210mm;margin:0}body{margin:0;text-align:center;font-family:"Noto Sans SC",sans-serif}
            header{background:#0a6345;color:#fff;height:66mm}h1{margin:0;padding-top:26mm;font-size:15mm}h2{font-size:9mm;margin:4mm 0 0}svg{width:77mm}</style>
            <header><h1>全员接种示范场所</h1>本场所人员均已接种新冠疫苗<br>Everyone who works here is vaccinated against COVID-19</header>
            <h2>{{face.ShopName}}</h2><p>{{face.Address}}</p><svg viewBox="0 0 {{qr.Size}} {{qr.Size}}"><path d="{{code}}"/></svg>
            <p>扫码核验本标识当前是否有效 · {{face.Host}}</p><p>编号 No. {{face.Number}} 评定日期 {{face.IssuedOn:yyyy-MM-dd}} 有效期至 {{face.ValidUntil:yyyy-MM-dd}}<br>评定单位 {{face.Issuer}}</p>
            """);
        return (await page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true })).Length;
    }

    private static List<BadgeFace> Make(int count)
    {
        const string letters = "湘味土菜馆老街米粉衡阳华兴便利超市大药房宾馆理发美容水果蔬菜鲜肉百货文具五金家电维修洗衣快餐小吃烧烤火锅茶楼咖啡面包糕点服装鞋帽箱包眼镜母婴宠物";
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = new SigningKey(ecdsa.ExportParameters(true), DateTimeOffset.UnixEpoch);
        var random = new Random(531);
        var issued = new DateTimeOffset(2021, 8, 9, 2, 0, 0, TimeSpan.Zero);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var name = new string([.. random.GetItems(letters.AsSpan(), 3 + (i % 6))]) + "店";
            var address = $"衡阳市高新区解放大道{i + 1}号";
            var token = BadgeToken.Sign(new TokenClaims("certify.example", issued, issued.AddDays(90), RandomNumberGenerator.GetBytes(16), name, address, i), key);
            return new BadgeFace($"HYGX-2021-{i + 1:D6}-7K3Q", name, address, new DateOnly(2021, 8, 9), new DateOnly(2021, 11, 7),
                "衡阳市市场监督管理局园区分局", "certify.example", BadgeToken.Address(new Uri("https://certify.example"), token));
        })];
    }

    private static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Takes bytes and keeps their number alone.</summary>
    private sealed class CountingStream : Stream
    {
        private long length;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => length;
        public override long Position { get => length; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => length += count;

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
