using System.Text.Json;
using Certify.Shops;

namespace Certify.Tests.Rules;

public class UsccTests
{
    private static readonly JsonElement Vectors =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "uscc.json"))).RootElement;

    public static TheoryData<string> Valid => [.. Vectors.GetProperty("valid").EnumerateArray().Select(code => code.GetString()!)];
    public static TheoryData<string> Invalid => [.. Vectors.GetProperty("invalid").EnumerateArray().Select(code => code.GetString()!)];
    public static TheoryData<string, string> Folded => new(Vectors.GetProperty("fold_to_valid").EnumerateObject().Select(pair => (pair.Name, pair.Value.GetString()!)));

    [Theory, MemberData(nameof(Valid))]
    public void Parse_valid_code_is_itself(string code) => Assert.Equal(code, Uscc.Parse(code).Value.ToString());

    [Theory, MemberData(nameof(Invalid))]
    public void Parse_invalid_code_is_refused(string code) => Assert.StartsWith("uscc.", Uscc.Parse(code).Refusal?.Code);

    [Theory, MemberData(nameof(Folded))]
    public void Parse_folded_code_is_its_plain_form(string typed, string plain) => Assert.Equal(plain, Uscc.Parse(typed).Value.ToString());

    [Fact]
    public void Parse_wrong_check_character_says_which_was_expected()
    {
        var refusal = Uscc.Parse("91350100M000100Y4A").Refusal!;
        Assert.Equal("uscc.check", refusal.Code);
        Assert.Equal(['A', '3'], refusal.Args);
    }

    [Theory]
    [InlineData("91350100M000100O43", "O", 16)]
    [InlineData("9135O100M000100Y4", "O", 5)]
    [InlineData("9135😀100M000100Y4", "😀", 5)]
    [InlineData("9135É100M000100Y4", "É", 5)]
    public void Parse_letter_outside_the_alphabet_is_told_apart_with_its_place(string code, string letter, int place)
    {
        var refusal = Uscc.Parse(code).Refusal!;
        Assert.Equal("uscc.letter", refusal.Code);
        Assert.Equal([letter, place], refusal.Args);
    }

    [Theory]
    [InlineData("91350100M000100Y4", "uscc.length")]
    [InlineData("91350100M000100Y433", "uscc.length")]
    [InlineData(" \u00A0\u3000", "uscc.missing")]
    [InlineData(null, "uscc.missing")]
    [InlineData("9.14403001922038E+17", "uscc.as_number")]
    public void Parse_other_faults_have_their_own_code(string? code, string expected) => Assert.Equal(expected, Uscc.Parse(code).Refusal?.Code);

    [Fact]
    public void Parse_every_code_of_the_registry_is_valid()
    {
        var codes = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "registry.csv")).Skip(1).Select(line => line.Split(',')[2]).ToList();
        Assert.Equal(1264, codes.Count);
        Assert.All(codes, code => Assert.True(Uscc.Parse(code).Ok, code));
    }
}
