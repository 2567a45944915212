using System.IO.Compression;
using Certify.Shops;
using Certify.Shops.Import;
using Certify.Tables;

namespace Certify.Tests.Rules;

public class ShopTextTests
{
    [Theory]
    [InlineData("衡阳土菜馆", "hytcg")]
    [InlineData("福满KTV", "fmktv")]
    [InlineData("鑫馨婷商行", "xxtsh")]
    [InlineData("𠮷祥䶮记早餐店", "jxyjzcd")]
    [InlineData("重庆小面（2号店）", "cqxm2hd")]
    [InlineData("🍜 拉面馆", "lmg")]
    public void Initials_are_those_people_type(string name, string initials) => Assert.Equal(initials, Pinyin.Initials(name));

    [Fact]
    public void SearchWords_wildcards_find_nothing_and_blanks_ask_nothing()
    {
        Assert.Equal(["湘味", "100"], ShopIdentity.SearchWords(" 湘味 １００％ ")!);
        Assert.Equal([], ShopIdentity.SearchWords("% _")!);
        Assert.Null(ShopIdentity.SearchWords(" \u3000"));
    }

    [Fact]
    public void SearchText_holds_names_initials_address_and_code_folded()
    {
        var shop = new Shop(new ShopFacts("92430499MAQMDPGT2E", "湘味 土菜馆", "解放大道１８号", "catering"), Guid.Empty, DateTimeOffset.UnixEpoch);
        shop.NameSignboard("Ｘ饭店", DateTimeOffset.UnixEpoch);
        var text = shop.SearchText;
        Assert.All(["湘味土菜馆", "x饭店", "xwtcg", "xfd", "解放大道18号", "92430499maqmdpgt2e"], part => Assert.Contains(part, text));
    }

    [Theory]
    [InlineData("序号,主体名称（必填）*,经营 地址", 1, 2)]
    [InlineData("Shop Name,USCC,ADDRESS", 0, 2)]
    [InlineData("店名,统一社会信用代码,地址", 0, 2)]
    public void Find_headings_are_known_in_both_languages(string headings, int name, int address)
    {
        var map = ColumnMap.Find([new TableRow(1, ["台账"]), new TableRow(4, headings.Split(','))], ShopColumns.All)!;
        Assert.Equal((4, name, address), (map.HeaderRow, map.Places[ShopColumns.Name], map.Places[ShopColumns.Address]));
    }

    [Fact]
    public void Find_table_without_headings_is_null() => Assert.Null(ColumnMap.Find([new TableRow(1, ["本表由各所汇总"])], ShopColumns.All));

    [Theory]
    [InlineData("合计|422户", true)]
    [InlineData("|总 计：||12", true)]
    [InlineData("||", true)]
    [InlineData("合计便利店|路1号|餐饮|x", false)]
    public void Skips_totals_and_blank_rows_only(string cells, bool skipped) => Assert.Equal(skipped, SkippedRows.Skips(new TableRow(9, cells.Split('|')), []));

    [Fact]
    public void ToWgs84_undoes_the_shift_to_a_centimetre()
    {
        var shifted = Geo.ToGcj02(new GeoPoint(26.87671, 112.534265));
        var back = Geo.ToWgs84(shifted, Datum.Gcj02);
        Assert.Equal((26.87671, 112.534265), (Math.Round(back.Latitude, 7), Math.Round(back.Longitude, 7)));
        // 39.9087, 116.3975 (Tiananmen by GPS) is 39.9101, 116.4037 on Chinese maps.
        var tiananmen = Geo.ToGcj02(new GeoPoint(39.9087, 116.3975));
        Assert.Equal((39.9101, 116.4037), (Math.Round(tiananmen.Latitude, 4), Math.Round(tiananmen.Longitude, 4)));
    }

    [Fact]
    public void Row_formula_becomes_quoted_text_and_reads_back_as_written()
    {
        var file = new MemoryStream();
        using (var book = new Spreadsheet(file))
        {
            book.Sheet("a", ["名称", "人数", "日期"]);
            book.Row("=HYPERLINK(\"http://x\",\"店\")", 12, new DateOnly(2021, 8, 9));
            book.Row("@SUM(1+1)", "line\nbreak", null);
        }
        using (var table = Table.Open(file))
        {
            var rows = table.Rows().ToList();
            Assert.Equal(["=HYPERLINK(\"http://x\",\"店\")", "12", "2021-08-09"], rows[1].Cells);
            Assert.Equal(["@SUM(1+1)", "line\nbreak"], rows[2].Cells);
        }
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var xml = sheet.ReadToEnd();
        Assert.DoesNotContain("<f>", xml);
        Assert.Contains("""<c r="A2" s="1" t="inlineStr">""", xml);
    }
}
