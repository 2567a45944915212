using System.Text;
using Certify.Badges.Paper;

namespace Certify.Tests.Rules;

public sealed class TemplateFileTests
{
    [Fact]
    public void Read_every_template_of_ours_keeps_the_rules() =>
        Assert.Equal("card cards-a4 certificate-a4 door-a5 live outline-a5 table-a6",
            string.Join(' ', TemplateFile.ReadAll(Path.Combine(AppContext.BaseDirectory, "templates")).Keys.Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("""{ "kind": "field", "until": 60, "depth": 5, "merlons": 6 }""", "mine.json:4: \"merlons\" must be an odd number from 3 to 99")]
    [InlineData("""{ "kind": "qr", "x": 40, "y": 90, "size": 60 }""", "mine.json:4: a QR code on this paper needs 75 mm at least")]
    [InlineData("""{ "kind": "qr", "x": 5, "y": 90, "size": 80 }""", "mine.json:4: it lies within 8 mm of the trim")]
    [InlineData("""{ "kind": "line", "x": 20, "y": 90, "width": 80, "colour": "green" }""", "mine.json:4: there is no colour \"green\"")]
    [InlineData("""{ "kind": "text", "x": 20, "y": 90, "width": 80, "text": { "say": "{shop}", "size": 5 } }""", "mine.json:4: there is no field {shop}")]
    [InlineData("""{ "kind": "text", "x": 20, "y": 90, "width": 80, "text": { "say": "x", "size": 5, "weight": 600 } }""", "mine.json:4: \"weight\" is one of 400, 500, 700")]
    [InlineData("""{ "kind": "text", "x": 20, "y": 90, "width": 80, "text": { "say": "x", "siez": 5 } }""", "mine.json:4: ")]
    [InlineData("""{ "kind": "star" }""", "mine.json:4: ")]
    [InlineData("""{ "kind": "line", "x": "left" }""", "mine.json:4: ")]
    public void Read_fault_is_told_with_its_line(string element, string expected)
    {
        var file = $$"""
            { "title": { "zh-CN": "我的", "en": "Mine" },
              "width": 148, "height": 210,
              "elements": [
                {{element}}
              ]
            }
            """;

        var fault = Assert.Throws<InvalidDataException>(() => TemplateFile.Read("mine", Encoding.UTF8.GetBytes(file))).Message;

        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("Certify.", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_no_json_tells_the_line() =>
        Assert.StartsWith("mine.json:2: ", Assert.Throws<InvalidDataException>(() => TemplateFile.Read("mine", "{\n nothing"u8.ToArray())).Message, StringComparison.Ordinal);
}
