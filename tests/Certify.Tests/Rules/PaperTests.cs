using System.Buffers.Binary;
using System.Text;
using Certify.Badges.Paper;
using Certify.Tests.Support;
using UglyToad.PdfPig;

namespace Certify.Tests.Rules;

public sealed class PaperTests(PaperFixture paper) : IClassFixture<PaperFixture>
{
    public static TheoryData<string> Kinds => ["certificate-a4", "door-a5", "outline-a5", "table-a6", "card"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Pdf_text_is_text(string template)
    {
        var text = paper.Text(paper.Pdf(template));

        // 示 shares its glyph with the radical ⽰ (U+2F70) in the whole font.
        string[] wanted = ["全员接种示范场所", "本场所人员均已接种新冠疫苗", "湘味土菜馆", "衡阳市高新区解放大道18号", "HYGX-2021-000531-7K3Q",
            "评定日期", "2021-08-09", "有效期至", "2021-11-07", "评定单位", "衡阳市市场监督管理局园区分局", "certify.example"];
        Assert.All(wanted, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain("\u2f70", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Pdf_code_is_read_from_the_page(string template) =>
        Assert.Equal(PaperFixture.QrText, paper.Scan(paper.Pdf(template), 100));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Pdf_is_small_and_always_the_same(string template)
    {
        var pdf = paper.Pdf(template);

        Assert.InRange(pdf.Length, 10_000, 22 * 1024);
        Assert.Equal(pdf, paper.Pdf(template));
    }

    [Fact]
    public void Pdf_has_title_author_and_its_own_size()
    {
        using var pdf = PdfDocument.Open(paper.Pdf("door-a5"));

        Assert.Equal("HYGX-2021-000531-7K3Q 湘味土菜馆", pdf.Information.Title);
        Assert.Equal("衡阳市市场监督管理局园区分局", pdf.Information.Author);
        Assert.Equal(148, pdf.GetPage(1).Width / 72 * 25.4, 0.1);
        Assert.Equal(210, pdf.GetPage(1).Height / 72 * 25.4, 0.1);
    }

    [Fact]
    public void Pdf_with_bleed_is_larger_and_still_reads()
    {
        using var output = new MemoryStream();
        paper.Press.WritePdf(output, paper.Press.Templates["door-a5"], [PaperFixture.Face()], withBleed: true);

        using var pdf = PdfDocument.Open(output.ToArray());
        Assert.Equal(148 + (2 * 8), pdf.GetPage(1).Width / 72 * 25.4, 0.1);
        Assert.Equal(PaperFixture.QrText, paper.Scan(output.ToArray(), 100));
    }

    [Fact]
    public void Pdf_rare_characters_come_out_as_they_are()
    {
        var text = paper.Text(paper.Pdf("door-a5", PaperFixture.Face("𠮷祥㙓记小吃店")));

        Assert.Contains("𠮷祥㙓记小吃店", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_names_what_no_font_has_and_nothing_else()
    {
        Assert.Empty(paper.Press.Missing([PaperFixture.Face("𠮷祥㙓记小吃店\u200d\ufe0f")]));
        Assert.Equal(["😀", "م"], paper.Press.Missing([PaperFixture.Face("湘味😀菜馆😀 م")]));
    }

    [Fact]
    public void Pdf_missing_character_is_left_out_never_a_box()
    {
        var text = paper.Text(paper.Pdf("door-a5", PaperFixture.Face("湘味😀土菜馆")));

        Assert.Contains("湘味土菜馆", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [InlineData("cards-a4")]
    public void Pdf_long_name_and_address_of_which_hardly_a_character_comes_twice_is_still_small(string template)
    {
        const string name = "衡阳市高新技术产业开发区华兴街道湘味土菜馆农家乐生态园有限责任公司第二十三分公司（蒸水大道临江广场旗舰体验门店）总部直营";
        const string address = "湖南省衡阳市雁峰区黄茶岭街道解放西路与船山大道交汇处东南角崇业国际贸易商城北区负一层美食广场甲乙丙丁档口壹贰叁肆伍陆柒捌";
        Assert.Equal((60, 60), (name.Length, address.Length));

        var pdf = paper.Pdf(template, PaperFixture.Face(name, address));

        Assert.InRange(pdf.Length, 10_000, BadgePress.MaxBytes);
        // Side by side on a sheet, lines of one card are read together with those of the next.
        if (paper.Press.Templates[template].Sheet is not null) return;
        var text = string.Concat(paper.Text(pdf).Where(letter => !char.IsWhiteSpace(letter)));
        Assert.Contains(name, text, StringComparison.Ordinal);
        Assert.Contains(address, text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Pdf_sixty_characters_of_name_and_address_stay_whole_and_inside(string template)
    {
        var name = string.Concat(Enumerable.Repeat("衡阳高新湘味土菜馆农家乐", 5));
        var face = PaperFixture.Face(name, "湖南省衡阳市高新技术产业开发区华兴街道解放大道与蒸水大道交汇处东南角中心市场二层");
        var pdf = paper.Pdf(template, face);

        var text = string.Concat(paper.Text(pdf).Where(letter => !char.IsWhiteSpace(letter)));
        Assert.Contains(name, text, StringComparison.Ordinal);
        Assert.Contains(face.Address, text, StringComparison.Ordinal);
        Assert.Equal(PaperFixture.QrText, paper.Scan(pdf, 100));
        using var read = PdfDocument.Open(pdf);
        var page = read.GetPage(1);
        var safe = paper.Press.Templates[template].Safe / 25.4 * 72;
        Assert.All(page.Letters.Where(l => !string.IsNullOrWhiteSpace(l.Value)), letter =>
        {
            Assert.InRange(letter.StartBaseLine.X, safe - 0.5, page.Width - safe);
            Assert.InRange(letter.StartBaseLine.Y, safe, page.Height - safe);
        });
    }

    [Fact]
    public void Pdf_many_badges_share_fonts_and_keep_their_order()
    {
        var faces = Enumerable.Range(1, 40).Select(i => PaperFixture.Face($"湘味土菜馆{i}店") with { Number = $"HYGX-2021-{i:D6}-7K3Q" }).ToList();
        using var output = new MemoryStream();
        paper.Press.WritePdf(output, paper.Press.Templates["door-a5"], faces);

        using var pdf = PdfDocument.Open(output.ToArray());
        Assert.Equal(40, pdf.NumberOfPages);
        for (var i = 1; i <= 40; i++) Assert.Contains($"HYGX-2021-{i:D6}", pdf.GetPage(i).Text, StringComparison.Ordinal);
        var alone = paper.Pdf("door-a5").Length;
        Assert.InRange((output.Length - alone) / 39.0, 1000, 4 * 1024);
    }

    [Fact]
    public void Sheet_holds_ten_cards_and_each_reads()
    {
        var pdf = paper.Pdf("cards-a4");

        using var read = PdfDocument.Open(pdf);
        Assert.Equal(10, read.GetPage(1).Text.Split("HYGX-2021-000531-7K3Q").Length - 1);
        Assert.Contains(PaperFixture.QrText, paper.Scan(pdf, 150), StringComparison.Ordinal);
    }

    [Fact]
    public void Png_is_300_dpi_and_reads()
    {
        var png = paper.Press.Png(paper.Press.Templates["door-a5"], PaperFixture.Face());

        Assert.Equal((1748, 2480), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        Assert.Equal("pHYs", Encoding.ASCII.GetString(png, 37, 4));
        Assert.Equal(11811, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(41)));
        Assert.Equal(PaperFixture.QrText, paper.ScanPicture(png));
    }

    [Fact]
    public void Svg_has_a_title_and_no_font()
    {
        var svg = Encoding.UTF8.GetString(paper.Press.Svg(paper.Press.Templates["card"], PaperFixture.Face("湘味 <土> & 菜馆")));

        Assert.Contains("<title>HYGX-2021-000531-7K3Q 湘味 &lt;土&gt; &amp; 菜馆</title>", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<text", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", svg, StringComparison.Ordinal);
        Assert.Equal("svg", System.Xml.Linq.XDocument.Parse(svg).Root!.Name.LocalName);
    }

    [Fact]
    public void Code_is_small_and_alphanumeric() => Assert.InRange(QrModules.Of(PaperFixture.QrText).Size, 61, 69);
}
