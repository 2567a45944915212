using System.Text;
using Certify.Data;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Faults;

/// <summary><c>import shops FILE</c> as an operator runs it: counts, exit codes, and nothing written where it says so.</summary>
public sealed class ImportCommandTests
{
    [Fact]
    public async Task Import_registry_publishes_it_and_a_second_time_changes_nothing()
    {
        var folder = ProgramRun.NewFolder();

        var (checkedOnly, preview) = await ProgramRun.DoAsync(folder, null, "import", "shops", TestFile.PathOf("registry.csv"), "--check");
        Assert.True(checkedOnly == 0, preview);
        Assert.Equal(0, await CountAsync(folder));

        var (first, said) = await ProgramRun.DoAsync(folder, null, "import", "shops", TestFile.PathOf("registry.csv"));
        Assert.True(first == 0, said);
        Assert.Contains("registry.csv：新增 1264，有变化 0，无变化 0", said, StringComparison.Ordinal);
        Assert.Equal(1264, await CountAsync(folder));

        var (second, again) = await ProgramRun.DoAsync(folder, null, "import", "shops", TestFile.PathOf("registry.csv"));
        Assert.Equal(0, second);
        Assert.Contains("新增 0，有变化 0，无变化 1264", again, StringComparison.Ordinal);
        Assert.Equal(1264, await CountAsync(folder));
    }

    [Fact]
    public async Task Import_of_a_missing_or_wrong_file_is_refused_with_a_sentence()
    {
        var folder = ProgramRun.NewFolder();
        var notAWorkbook = Path.Combine(folder, "登记.xlsx");
        await File.WriteAllTextAsync(notAWorkbook, "PK 这不是工作簿");

        var (missing, where) = await ProgramRun.DoAsync(folder, null, "import", "shops", Path.Combine(folder, "没有.csv"));
        var (wrong, why) = await ProgramRun.DoAsync(folder, null, "import", "shops", notAWorkbook);

        Assert.Equal(1, missing);
        Assert.Contains("没有找到文件", where, StringComparison.Ordinal);
        Assert.Equal(1, wrong);
        Assert.DoesNotContain("   at ", where + why, StringComparison.Ordinal);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}{4,}", why);
        Assert.Equal(0, await CountAsync(folder));
    }

    [Fact]
    public async Task Import_lists_wrong_rows_writes_them_to_a_workbook_and_publishes_the_good()
    {
        var folder = ProgramRun.NewFolder();
        var file = Path.Combine(folder, "登记.csv");
        await File.WriteAllTextAsync(file, "店名,统一社会信用代码,地址,业态,街道,社区\n湘味土菜馆,92430499MAQMDPGT2E,解放大道1号,餐饮,华兴街道,华兴社区\n错码的店,92430499MAQMDPGT2F,解放大道2号,餐饮,华兴街道,华兴社区\n", new UTF8Encoding(true));

        var (code, said) = await ProgramRun.DoAsync(folder, null, "import", "shops", file);
        var (wrongCode, told) = await ProgramRun.DoAsync(folder, null, "import", "shops", file, "--check", "--wrong", Path.Combine(folder, "有误.xlsx"));

        Assert.True(code == 0, said);
        Assert.Contains("新增 1，", said, StringComparison.Ordinal);
        Assert.Contains("有误 1，", said, StringComparison.Ordinal);
        Assert.Contains("第 3 行", said, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(folder));
        Assert.True(wrongCode == 0, told);
        Assert.True(new FileInfo(Path.Combine(folder, "有误.xlsx")).Length > 0);
    }

    private static async Task<int> CountAsync(string folder)
    {
        await using var db = new SqliteCertifyDb(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={Path.Combine(folder, "data", "certify.db")};Pooling=False").Options);
        return await db.Shops.CountAsync();
    }
}
