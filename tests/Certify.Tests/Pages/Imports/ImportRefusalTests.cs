using System.Net;
using System.Text;
using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Imports;

public sealed class ImportRefusalTests
{
    public static TheoryData<string, byte[], string> Refused => new()
    {
        { "a.csv", [], "文件是空的" },
        { "a.csv", "名称,地址\n\"店,路\n"u8.ToArray(), "第 2 行的引号没有成对" },
        { "a.xlsx", "PK\u0003\u0004 no zip"u8.ToArray(), "XLSX 文件已损坏或不完整" },
        { "a.xls", [0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 0, 0], "旧版（.xls）或加了密码" },
        { "a.csv", [0x61, 0x2C, 0xFF, 0xFF, 0x0A], "文字编码无法识别" },
        { "a.pdf", "%PDF-1.7"u8.ToArray(), "这不是表格文件" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task Upload_what_is_no_table_is_refused_and_nothing_is_kept(string name, byte[] bytes, string sentence)
    {
        await using var app = new CertifyApp();
        var importing = new Importing(await app.SignInAsync(Roles.Supervisor));

        var page = await importing.UploadAsync("Shops", name, bytes);

        Assert.Contains(sentence, page.Text);
        await AssertNothingKeptAsync(app);
    }

    [Fact]
    public async Task Upload_sheet_of_300_MB_is_refused_and_nothing_is_kept()
    {
        await using var app = new CertifyApp();
        var importing = new Importing(await app.SignInAsync(Roles.Supervisor));
        var bomb = TestFile.Workbook(writer =>
        {
            var row = "<row>" + string.Concat(Enumerable.Repeat("<c t='inlineStr'><is><t>湘味土菜馆</t></is></c>", 1000)) + "</row>";
            for (var written = 0L; written < 300L << 20; written += row.Length) writer.Write(row);
        });

        var page = await importing.UploadAsync("Shops", "bomb.xlsx", bomb.ToArray());

        Assert.Contains("工作簿解开后超过 256 MB", page.Text);
        await AssertNothingKeptAsync(app);
    }

    [Fact]
    public async Task Upload_nothing_asks_for_a_file_in_the_readers_language()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor, language: "en");
        Assert.Contains("Choose a file to upload.", (await supervisor.SubmitAsync(await supervisor.OpenAsync("/desk/imports"), [])).Text);
    }

    [Fact]
    public async Task Stage_quote_that_opens_far_below_fails_with_its_row_and_writes_nothing()
    {
        await using var app = new CertifyApp();
        var importing = new Importing(await app.SignInAsync(Roles.Supervisor));
        var rows = string.Concat(Enumerable.Range(1, 700).Select(i => $"店{i},路{i}号,餐饮,华兴社区\n"));

        var page = await importing.StageAsync("Shops", "a.csv", Encoding.UTF8.GetBytes("名称,地址,业态,社区\n" + rows + "\"店,路,餐饮,华兴社区\n"));

        Assert.Contains("第 702 行的引号没有成对", page.Text);
        Assert.Equal(0, await app.ReadAsync(db => db.Shops.CountAsync()));
    }

    [Fact]
    public async Task Begin_without_a_required_column_or_with_one_twice_says_which()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var columns = await new Importing(supervisor).UploadAsync("Shops", "a.csv", "某列,另一列\n湘味,路1号\n"u8.ToArray());

        Assert.Contains("没有自动找到表头", columns.Text);
        Assert.Contains("还没有选择“主体名称”所在的列", (await supervisor.SubmitAsync(columns, [], "form:has(.columns)")).Text);
        Assert.Contains("选了同一列", (await supervisor.SubmitAsync(columns, new() { ["Input.Places[name]"] = "0", ["Input.Places[address]"] = "0" }, "form:has(.columns)")).Text);
    }

    [Theory]
    [InlineData(Roles.Inspector)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Owner)]
    public async Task Imports_for_others_than_the_supervisor_are_not_found(string role)
    {
        await using var app = new CertifyApp();
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignInAsync(role)).OpenAsync("/desk/imports")).Status);
    }

    [Fact]
    public async Task Staged_rows_and_uploads_hold_no_person_in_clear()
    {
        await using var app = new CertifyApp();
        var importing = new Importing(await app.SignInAsync(Roles.Supervisor));
        await app.Given.AShop("衡阳高新区衡山任记美容院", "92430499MAQMDPGT2E");

        await importing.StageAsync("Staff", "rosters.xlsx");

        byte[][] canaries = [Encoding.UTF8.GetBytes("田兰勇"), "430499196203127652"u8.ToArray(), "18000048860"u8.ToArray()];
        var files = Directory.EnumerateFiles(app.DataDirectory, "*", SearchOption.AllDirectories).ToList();
        Assert.Contains(files, file => file.EndsWith(".sealed", StringComparison.Ordinal));
        foreach (var file in files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            Assert.All(canaries, canary => Assert.True(bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(canary) < 0, file));
        }
    }

    private static async Task AssertNothingKeptAsync(CertifyApp app)
    {
        Assert.Equal(0, await app.ReadAsync(db => db.ImportBatches.CountAsync()));
        var folder = Path.Combine(app.DataDirectory, "imports");
        Assert.Empty(Directory.Exists(folder) ? Directory.GetFiles(folder) : []);
    }
}
