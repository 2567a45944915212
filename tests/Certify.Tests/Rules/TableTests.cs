using System.Text;
using Certify.Tables;
using Certify.Tests.Support;

namespace Certify.Tests.Rules;

public class TableTests
{
    [Fact]
    public void Rows_registry_csv_has_header_and_1264_shops()
    {
        var rows = TestFile.RowsOf("registry.csv");
        Assert.Equal(1265, rows.Count);
        Assert.Equal("序号", rows[0][0]);
        Assert.Equal(("衡阳高新区衡山任记美容院", 2), (rows[1][1], rows[1].Number));
    }

    [Fact]
    public void Rows_messy_workbook_is_read_to_its_last_row_with_days_as_days()
    {
        var rows = TestFile.RowsOf("registry-messy.xlsx");
        Assert.Equal((426, "合计"), (rows[^1].Number, rows[^1][0]));
        Assert.Equal(["主体名称", "2011-04-16", "2016年1月25日"], [rows[2][1], rows[3][11], rows.Single(row => row.Number == 25)[11]]);
        Assert.Equal("=HYPERLINK(\"http://x\",\"店\")", rows.Single(row => row.Number == 120)[1]);
    }

    [Fact]
    public void Rows_gb18030_file_has_no_wrong_character()
    {
        var rows = TestFile.RowsOf("registry-gb18030.csv");
        Assert.Equal(301, rows.Count);
        Assert.Contains(rows, row => row[1] is "𠮷祥䶮记早餐店");
        Assert.DoesNotContain(rows, row => row.Cells.Any(cell => cell.Contains('\uFFFD')));
    }

    [Theory]
    [InlineData("a;b\n1,5;2\n")]
    [InlineData("a\tb\r\n1,5\t2\r\n")]
    [InlineData("a,b\n\"1,5\",2")]
    public void Rows_any_delimiter_splits_the_same_way(string text)
    {
        var rows = Read(TestFile.Csv(text));
        Assert.Equal(["1,5", "2"], rows[1].Cells);
    }

    [Fact]
    public void Rows_quotes_line_breaks_and_blank_lines_keep_Excels_row_numbers()
    {
        var rows = Read(TestFile.Csv("a,b\n\n\"he said \"\"no\"\"\nand left\",2\nlast,3"));
        Assert.Equal([1, 2, 3, 4], rows.Select(row => row.Number));
        Assert.True(rows[1].IsBlank);
        Assert.Equal("he said \"no\"\nand left", rows[2][0]);
    }

    [Fact]
    public void Rows_utf16_text_of_Excel_is_read() =>
        Assert.Equal("名称", Read(new MemoryStream([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("名称\t地址\n")]))[0][0]);

    [Fact]
    public void Rows_unclosed_quote_names_the_row_where_it_opened()
    {
        var refusal = Refused(TestFile.Csv("a,b\n1,2\n\"3,4\n5,6\n"));
        Assert.Equal(("table.unclosed_quote", 3), (refusal.Code, refusal.Args[0]));
    }

    [Fact]
    public void Rows_skipped_and_shared_cells_stand_in_their_columns()
    {
        const string sheet = """
            <worksheet><sheetData><row r="3"><c r="B3" t="s"><v>0</v></c><c r="D3"><v>1.9000005423E10</v></c><c r="E3" t="e"><v>#REF!</v></c></row></sheetData></worksheet>
            """;
        const string strings = """<sst><si><r><t>店</t></r><r><t>名</t></r><rPh><t>x</t></rPh></si></sst>""";
        var row = Assert.Single(Read(TestFile.Workbook(writer => writer.Write(sheet), ("xl/sharedStrings.xml", strings))));
        Assert.Equal(3, row.Number);
        Assert.Equal(["", "店名", "", "19000005423", "#REF!"], row.Cells);
    }

    [Theory]
    [InlineData(1, 1900, 1, 1)]
    [InlineData(59, 1900, 2, 28)]
    [InlineData(61, 1900, 3, 1)]
    [InlineData(44417, 2021, 8, 9)]
    public void FromSerial_counts_as_Excel_does(int serial, int year, int month, int day) =>
        Assert.Equal(new DateOnly(year, month, day), ExcelDays.FromSerial(serial));

    private static List<TableRow> Read(Stream file)
    {
        using var table = Table.Open(file);
        return [.. table.Rows()];
    }

    private static Refusal Refused(Stream file) => Assert.Throws<TableException>(() => Read(file)).Refusal;
}
