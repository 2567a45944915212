using System.Text;
using Certify.Accounts;
using Certify.Data;
using Certify.Shops.Import;
using Certify.Tables;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Pages.Imports;

public sealed class ImportAnswerTests
{
    [Fact]
    public async Task Answers_swap_and_category_make_their_rows_good()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var importing = new Importing(supervisor);
        var preview = await importing.StageAsync("Shops", "registry-messy.xlsx");

        var again = await importing.FinishedAsync(await supervisor.SubmitAsync(preview, new() { ["swap"] = "true", ["categories[饮食店]"] = "catering" }, "form[action*='handler=Answers']"));

        Assert.Contains("359 新增 0 有变化 0 无变化 21 需留意 51 有误 10 重复", again.Text);
    }

    [Fact]
    public async Task Wrong_rows_downloaded_mended_and_loaded_again_are_taken()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var importing = new Importing(supervisor);
        var published = await importing.PublishAsync(await importing.StageAsync("Shops", "registry-messy.xlsx"));
        Assert.Contains("还有 71 行有误", published.Text);

        var file = await supervisor.Client.GetAsync(new Uri(published.Find("a[href*='handler=Wrong']")!.GetAttribute("href")!, UriKind.Relative));
        using var table = Table.Open(new MemoryStream(await file.Content.ReadAsByteArrayAsync()));
        var rows = table.Rows().ToList();
        Assert.Equal(72, rows.Count);
        Assert.Equal(["原行号", "问题"], rows[0].Cells.Skip(14));
        Assert.Equal(["13", "统一社会信用代码：校验码不符：末位是 2，应为 1，请核对。"], rows[1].Cells.Skip(14));

        var mended = new MemoryStream();
        using (var book = new Spreadsheet(mended))
        {
            book.Sheet("a", rows[0].Cells);
            foreach (var row in rows.Skip(1)) book.Row([.. row.Cells.Select((cell, i) => i == 2 && cell == "92430499MA9C06H252" ? "92430499MA9C06H251" : cell)]);
        }
        Assert.Contains("1 新增", (await importing.StageAsync("Shops", "mended.xlsx", mended.ToArray())).Text);
    }

    [Fact]
    public async Task Markup_and_formulas_stay_text_on_pages_and_in_exports()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var importing = new Importing(supervisor);
        var preview = await importing.StageAsync("Shops", "registry-messy.xlsx");
        var marked = await supervisor.OpenAsync(new Uri(preview.Address).AbsolutePath + "?show=New&p=2");
        await importing.PublishAsync(preview);

        foreach (var page in new[] { marked, await supervisor.OpenAsync("/desk/shops?q=alert"), await supervisor.OpenAsync("/desk/shops?q=HYPERLINK"), await supervisor.OpenAsync("/desk/shops?q=DROP") })
        {
            Assert.Equal(0, page.Document.QuerySelectorAll("main script").Length);
            Assert.DoesNotContain("<script>alert", page.Html);
        }
        Assert.Contains("<script>alert(1)</script>饭店", (await supervisor.OpenAsync("/desk/shops?q=alert")).Text);
        Assert.Contains("';DROPTABLEShops;--", (await supervisor.OpenAsync("/desk/shops?q=drop")).Text.Replace(" ", ""));

        var export = await supervisor.Client.GetAsync(new Uri("/desk/shops?handler=Export", UriKind.Relative));
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(await export.Content.ReadAsByteArrayAsync()));
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var xml = await sheet.ReadToEndAsync();
        Assert.DoesNotContain("<f>", xml);
        Assert.Matches("""<c r="A\d+" s="1" t="inlineStr"><is><t xml:space="preserve">=HYPERLINK""", xml);
        Assert.Matches("""<c r="A\d+" s="1" t="inlineStr"><is><t xml:space="preserve">@SUM""", xml);
    }

    [Fact]
    public async Task Stage_stopped_in_the_middle_goes_on_where_it_stood()
    {
        await using var app = new CertifyApp();
        var services = app.Services;
        var (imports, dbs) = (services.GetRequiredService<ImportService>(), services.GetRequiredService<IDbContextFactory<CertifyDb>>());
        var lines = (await File.ReadAllLinesAsync(TestFile.PathOf("registry.csv"))).ToList();
        lines.Add(lines[1]);
        var id = (await imports.UploadAsync(ImportKind.Shops, "a.csv", new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), Actor.System)).Value;
        await imports.BeginAsync(id, ImportSettings.FromJson((await BatchAsync(app, id)).Mapping));

        var stopping = new StopsInTheSecondChunk(services.GetServices<RowImport>().First(rules => rules.Kind == ImportKind.Shops), () => imports.StopAsync(id));
        await new ImportStaging(dbs, services.GetRequiredService<UploadStore>(), [stopping], services.GetRequiredService<TableSeal>()).StageAsync(id);

        Assert.Equal((ImportState.Stopped, 501), ((await BatchAsync(app, id)).State, (await BatchAsync(app, id)).StagedTo));
        Assert.Equal(500, await app.ReadAsync(db => db.ImportRows.CountAsync()));

        await imports.ResumeAsync(id);
        await services.GetRequiredService<ImportStaging>().StageAsync(id);

        Assert.Equal(ImportState.Staged, (await BatchAsync(app, id)).State);
        Assert.Equal((1264, 1), (await app.ReadAsync(db => db.ImportRows.CountAsync(row => row.Verdict == RowVerdict.New)), await app.ReadAsync(db => db.ImportRows.CountAsync(row => row.Verdict == RowVerdict.Double))));
    }

    [Fact]
    public async Task Row_without_its_code_is_the_shop_of_that_name_and_address_and_a_code_is_added_to_one_that_had_none()
    {
        await using var app = new CertifyApp();
        var importing = new Importing(await app.SignInAsync(Roles.Supervisor));
        const string head = "名称,代码,信用代码,地址,业态,社区\n";
        await importing.PublishAsync(await importing.StageAsync("Shops", "a.csv", Encoding.UTF8.GetBytes(head + "湘味,,92430499MAQMDPGT2E,路1号,餐饮,华兴社区\n康泰,,,路2号,餐饮,华兴社区\n")));

        var preview = await importing.StageAsync("Shops", "b.csv", Encoding.UTF8.GetBytes(head + "湘味,,,路 １ 号,餐饮,华兴社区\n康泰,,92430499MABBXE0L7D,路2号,餐饮,华兴社区\n湘味,,92430499MABBXE0L7D,路9号,餐饮,华兴社区\n"));
        await importing.PublishAsync(preview);

        Assert.Equal(["92430499MABBXE0L7D 康泰 路2号", "92430499MABBXE0L7D 湘味 路9号", "92430499MAQMDPGT2E 湘味 路1号"],
            (await app.ReadAsync(db => db.Shops.ToListAsync())).Select(shop => $"{shop.Uscc} {shop.RegisteredName} {shop.Address}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Publish_twice_at_once_writes_once()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var importing = new Importing(supervisor);
        var preview = await importing.StageAsync("Shops", "a.csv", "名称,地址,业态,社区\n湘味,路1号,餐饮,华兴社区\n"u8.ToArray());
        await importing.PublishAsync(preview);
        await importing.PublishAsync(preview);
        Assert.Equal((1, 1), (await app.ReadAsync(db => db.Shops.CountAsync()), await app.ReadAsync(db => db.Audit.CountAsync(row => row.Action == "import.published"))));
    }

    [Fact]
    public async Task Ended_import_says_what_it_did_when_its_rows_are_gone()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var importing = new Importing(supervisor);
        var done = await importing.PublishAsync(await importing.StageAsync("Shops", "a.csv", "名称,地址,业态,社区\n湘味,路1号,餐饮,华兴社区\n,路2号,餐饮,华兴社区\n"u8.ToArray()));
        var (said, figures) = (done.TextOf(".note.good"), done.TextOf(".figures"));
        Assert.NotNull(done.Find(".chips"));

        app.Time.Advance(TimeSpan.FromDays(ImportService.KeptDays + 1));
        await app.Services.GetRequiredService<ImportService>().TidyAsync();

        Assert.False(await app.ReadAsync(db => db.ImportRows.AnyAsync()));
        var later = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync(done.Path);
        Assert.Equal((said, figures), (later.TextOf(".note.good"), later.TextOf(".figures")));
        Assert.Contains("已按规定删除", later.Text);
        Assert.Null(later.Find(".chips"));
    }

    private static Task<ImportBatch> BatchAsync(CertifyApp app, Guid id) => app.ReadAsync(db => db.ImportBatches.AsNoTracking().SingleAsync(batch => batch.Id == id));

    /// <summary>Somebody presses "stop" while the second chunk is being judged.</summary>
    private sealed class StopsInTheSecondChunk(RowImport rules, Func<Task> stop) : RowImport
    {
        private int _chunks;

        public override ImportKind Kind => rules.Kind;
        public override IReadOnlyList<ImportColumn> Columns => rules.Columns;

        public override async Task<IReadOnlyList<StagedRow>> JudgeAsync(CertifyDb db, Actor actor, ImportSettings settings, SeenRows seen, IReadOnlyList<TableRow> rows, CancellationToken cancel)
        {
            if (++_chunks == 2) await stop();
            return await rules.JudgeAsync(db, actor, settings, seen, rows, cancel);
        }

        public override Task WriteAsync(CertifyDb db, Actor actor, IReadOnlyList<StagedRow> rows, DateTimeOffset now, CancellationToken cancel) => rules.WriteAsync(db, actor, rows, now, cancel);
    }
}
