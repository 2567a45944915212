using System.Text.Json;

namespace Certify.Tests.Rules;

public sealed class DayTextTests
{
    public static TheoryData<string, string, string?> Cases()
    {
        var data = new TheoryData<string, string, string?>();
        foreach (var c in JsonDocument.Parse(File.ReadAllText("Vectors/day-cases.json")).RootElement.EnumerateArray())
            data.Add(c.GetProperty("text").GetString()!, c.GetProperty("today").GetString()!, c.GetProperty("day").GetString());
        return data;
    }

    /// <summary>The browser's reader is held to the same file.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Parse_typed_day_reads_it(string text, string today, string? day) =>
        Assert.Equal(day, DayText.Parse(text, DateOnly.Parse(today))?.ToString("yyyy-MM-dd"));
}
