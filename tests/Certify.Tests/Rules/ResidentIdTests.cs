using System.Text.Json;
using Certify.Staff;

namespace Certify.Tests.Rules;

public sealed class ResidentIdTests
{
    private static readonly DateOnly Today = new(2021, 8, 9);
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText("Vectors/resident_id.json")).RootElement;

    [Fact]
    public void Parse_valid_vectors_accepts_each() =>
        Assert.All(Vectors.GetProperty("valid").EnumerateArray(), v => Assert.Equal(v.GetString(), ResidentId.Parse(v.GetString()!, Today).Value?.Number));

    [Fact]
    public void Parse_invalid_vectors_refuses_each() =>
        Assert.All(Vectors.GetProperty("invalid").EnumerateArray(), v => Assert.False(ResidentId.Parse(v.GetString()!, Today).Ok));

    [Fact]
    public void Parse_fifteen_digits_upgrades_them() =>
        Assert.All(Vectors.GetProperty("upgrade_15_to_18").EnumerateObject(), v => Assert.Equal(v.Value.GetString(), ResidentId.Parse(v.Name, Today).Value?.Number));

    [Theory]
    [InlineData("110105194912310021", "id.check")]
    [InlineData("11010519491331002X", "id.birth")]
    [InlineData("1101051949123100", "id.length")]
    [InlineData("1101051949A231002X", "id.characters")]
    [InlineData("110105203012310027", "id.birth")]
    public void Parse_wrong_number_says_which_fault(string text, string code) =>
        Assert.Equal(code, ResidentId.Parse(text, Today).Refusal?.Code);

    [Fact]
    public void Parse_full_width_and_blanks_folds_them() =>
        Assert.Equal("11010519491231002X", ResidentId.Parse(" １１０１０５ 19491231 002ｘ ", Today).Value?.Number);
}
