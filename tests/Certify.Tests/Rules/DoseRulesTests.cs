using System.Text.Json;
using Certify.Staff;

namespace Certify.Tests.Rules;

public sealed class DoseRulesTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases() =>
        JsonDocument.Parse(File.ReadAllText("Vectors/dose-cases.json")).RootElement.EnumerateArray()
            .Select(c => new TheoryDataRow<string>(c.GetRawText()) { TestDisplayName = c.GetProperty("name").GetString() });

    /// <summary>The browser's rules are held to the same file.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Judge_case_gives_its_verdict(string json)
    {
        var c = JsonDocument.Parse(json).RootElement;
        var doses = c.GetProperty("doses").EnumerateArray().Select(d => new Dose(d[0].GetString()!, DateOnly.Parse(d[1].GetString()!), DoseProof.Booklet)).ToList();

        var course = DoseRules.Judge(doses, DateOnly.Parse(c.GetProperty("today").GetString()!));

        Assert.Equal(c.GetProperty("state").GetString(), course.State.ToString());
        Assert.Equal(c.GetProperty("numbers").EnumerateArray().Select(n => n.ValueKind == JsonValueKind.Null ? (int?)null : n.GetInt32()), course.Numbers);
        Assert.Equal(c.GetProperty("nextFrom").GetString(), course.NextFrom?.ToString("yyyy-MM-dd"));
        Assert.Equal(c.GetProperty("findings").EnumerateArray().Select(f => f.GetString()), course.Findings.Select(Line), StringComparer.Ordinal);
    }

    private static string Line(DoseFinding f) =>
        $"{f.Index} {f.Code} {string.Join(',', f.Args.Select(a => a is DateOnly day ? day.ToString("yyyy-MM-dd") : a))}".TrimEnd();
}
