using Certify.Shops;
using Certify.Shops.Import;
using Certify.Tables;
using Certify.Tests.Support;

namespace Certify.Tests.Rules;

public class ShopRowTests
{
    private static readonly string[] Categories = ["餐饮", "农贸市场", "商超", "其他", "服装鞋帽", "建材家居", "茶饮烘焙", "理发美容", "药店", "洗车汽修", "文体娱乐", "宾馆酒店"];
    private static readonly ShopRowOptions Options = new(Datum.Wgs84, false, Categories.ToDictionary(name => name, name => name), new DateOnly(2021, 8, 9));

    [Fact]
    public void Read_registry_gives_1264_shops_without_a_wrong_or_doubtful_one()
    {
        var read = ReadFile("registry.csv", Options);
        Assert.Equal(1264, read.Count);
        Assert.All(read.Values, row => Assert.True(row.Shop is not null && row.Notes.All(note => note.Level == NoteLevel.Fold)));
    }

    [Fact]
    public void Read_gb18030_registry_gives_300_shops() => Assert.Equal(300, ReadFile("registry-gb18030.csv", Options).Count(row => row.Value.Shop is not null));

    [Fact]
    public void Read_messy_registry_tells_each_kind_of_fault_apart()
    {
        var read = ReadFile("registry-messy.xlsx", Options);
        Assert.Equal((420, 4, 425), (read.Count, read.Keys.Min(), read.Keys.Max()));
        var counts = read.Values.SelectMany(row => row.Notes).Where(note => note.Level != NoteLevel.Fold).GroupBy(note => note.Code).ToDictionary(same => same.Key, same => same.Count());
        Assert.Equal(new Dictionary<string, int>
        {
            ["uscc.check"] = 10,
            ["uscc.letter"] = 10,
            ["import.note_uscc_missing"] = 10,
            ["import.note_name_missing"] = 10,
            ["import.note_too_long"] = 1,
            ["import.note_invisible"] = 1,
            ["import.note_phone_unreadable"] = 10,
            ["import.note_count_unreadable"] = 10,
            ["import.note_category_unknown"] = 10,
            ["import.note_coordinates_exchanged"] = 10,
        }.OrderBy(pair => pair.Key), counts.OrderBy(pair => pair.Key));
        Assert.Equal(["2", "1"], read[13].Notes.Single(note => note.Code == "uscc.check").Args);
    }

    [Theory]
    [InlineData(7, "92430499MAE6WCHH2T")]
    [InlineData(9, "91430499MADJ8PWH2R")]
    [InlineData(11, "92430499MAPEUR6K47")]
    public void Read_code_in_another_form_is_folded_and_said(int row, string code)
    {
        var (shop, notes) = ReadFile("registry-messy.xlsx", Options)[row];
        Assert.Equal(code, shop!.Uscc);
        Assert.Equal(NoteLevel.Fold, Assert.Single(notes, note => note.Column == ShopColumns.Uscc).Level);
    }

    [Fact]
    public void Read_markup_formulas_and_rare_characters_stay_as_written()
    {
        var read = ReadFile("registry-messy.xlsx", Options);
        Assert.Equal("=HYPERLINK(\"http://x\",\"店\")", read[120].Shop!.Name);
        Assert.Equal("<script>alert(1)</script>饭店", read[77].Shop!.Name);
        Assert.Equal("𠮷祥㙓记小吃店", read[35].Shop!.Name);
        Assert.Equal("Aexe.店", read[373].Shop!.Name);
        Assert.Equal("和顺便利店", read[33].Shop!.Name);
    }

    [Fact]
    public void Read_exchanged_coordinates_are_swapped_on_request_and_said()
    {
        var (shop, notes) = ReadFile("registry-messy.xlsx", Options with { SwapCoordinates = true })[37];
        Assert.Equal(new GeoPoint(26.876716, 112.534265), shop!.Place);
        Assert.Contains(notes, note => note is { Level: NoteLevel.Fold, Code: "import.note_coordinates_swapped" });
    }

    [Fact]
    public void Read_unknown_category_is_taken_once_the_user_has_mapped_it()
    {
        var mapped = Options with { Categories = new Dictionary<string, string>(Options.Categories) { ["饮食店"] = "餐饮" } };
        Assert.All(ReadFile("registry-messy.xlsx", mapped).Values, row => Assert.DoesNotContain(row.Notes, note => note.Code == "import.note_category_unknown"));
    }

    [Theory]
    [InlineData("成立日期", "2021年8月9日", null)]
    [InlineData("成立日期", "2021.8.9", null)]
    [InlineData("成立日期", "２０２１／８／９", null)]
    [InlineData("成立日期", "44417", null)]
    [InlineData("成立日期", "20210809", null)]
    [InlineData("成立日期", "2021-08-09 10:30:00", null)]
    [InlineData("成立日期", "2021.13.9", "import.note_day_unreadable")]
    [InlineData("成立日期", "去年", "import.note_day_unreadable")]
    [InlineData("成立日期", "2021-08-10", "import.note_day_in_future")]
    [InlineData("从业人数", "１２ 人", null)]
    [InlineData("从业人数", "若干", "import.note_count_unreadable")]
    [InlineData("从业人数", "-3", "import.note_count_unreadable")]
    [InlineData("联系电话", "0734-8810017", null)]
    [InlineData("联系电话", "（0734）8810017", null)]
    [InlineData("联系电话", "+86 190 0000 5423", null)]
    [InlineData("联系电话", "19000005423 / 0734—8810017", null)]
    [InlineData("联系电话", "12345", "import.note_phone_unreadable")]
    [InlineData("联系电话", "#N/A", "import.note_cell_error")]
    [InlineData("经营地址", " ", "import.note_address_missing")]
    [InlineData("主体名称", "乱\uFFFD码", "import.note_garbled")]
    [InlineData("统一社会信用代码", "9.14403001922038E+17", "uscc.as_number")]
    public void Read_value_is_read_or_named(string heading, string value, string? fault)
    {
        var (shop, notes) = ReadOne((heading, value));
        Assert.Equal(fault, notes.SingleOrDefault(note => note.Level == NoteLevel.Wrong)?.Code);
        Assert.Equal(fault is null, shop is not null);
    }

    [Theory]
    [InlineData("26.9", "112.5", null)]
    [InlineData("北纬26.9°", "东经112.5°", null)]
    [InlineData("26.9", "", "import.note_coordinate_alone")]
    [InlineData("112.5", "26.9", "import.note_coordinates_exchanged")]
    [InlineData("48.9", "2.3", "import.note_coordinates_outside")]
    [InlineData("26度9", "112.5", "import.note_degrees_unreadable")]
    public void Read_coordinates_are_checked_as_a_pair(string latitude, string longitude, string? fault)
    {
        var notes = ReadOne(("纬度", latitude), ("经度", longitude)).Notes;
        Assert.Equal(fault is null ? [] : [fault], notes.Where(note => note.Level == NoteLevel.Wrong).Select(note => note.Code).Take(1));
    }

    [Theory]
    [InlineData(Datum.Gcj02, "39.9101", "116.4037")]
    [InlineData(Datum.Bd09, "39.9163", "116.4101")]
    [InlineData(Datum.Wgs84, "39.9087", "116.3975")]
    public void Read_coordinates_of_any_datum_become_wgs84(Datum datum, string latitude, string longitude)
    {
        var columns = new ColumnMap(1, new Dictionary<string, int> { [ShopColumns.Name] = 0, [ShopColumns.Address] = 1, [ShopColumns.Category] = 2, [ShopColumns.Latitude] = 3, [ShopColumns.Longitude] = 4, [ShopColumns.Community] = 5 });
        var place = new ShopRowReader(columns, Options with { Datum = datum }).Read(new TableRow(2, ["店", "路1号", "餐饮", latitude, longitude, "华兴社区"])).Shop!.Place!;
        Assert.Equal(39.9087, place.Latitude, 0.0003);
        Assert.Equal(116.3975, place.Longitude, 0.0003);
    }

    private static (ShopRow? Shop, IReadOnlyList<RowNote> Notes) ReadOne(params (string Heading, string Value)[] values)
    {
        var cells = new Dictionary<string, string> { ["主体名称"] = "湘味土菜馆", ["经营地址"] = "解放大道18号", ["业态"] = "餐饮", ["街道"] = "华兴街道", ["统一社会信用代码"] = "92430499MAQMDPGT2E" };
        foreach (var (heading, value) in values) cells[heading] = value;
        var columns = ColumnMap.Find([new TableRow(1, [.. cells.Keys])], ShopColumns.All)!;
        return new ShopRowReader(columns, Options).Read(new TableRow(2, [.. cells.Values]));
    }

    private static Dictionary<int, (ShopRow? Shop, IReadOnlyList<RowNote> Notes)> ReadFile(string name, ShopRowOptions options)
    {
        var rows = TestFile.RowsOf(name);
        var columns = ColumnMap.Find(rows, ShopColumns.All)!;
        var headings = rows.Single(row => row.Number == columns.HeaderRow).Cells;
        var reader = new ShopRowReader(columns, options);
        return rows.Where(row => row.Number > columns.HeaderRow && !SkippedRows.Skips(row, headings)).ToDictionary(row => row.Number, reader.Read);
    }
}
