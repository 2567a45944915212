using System.Text.Json;
using Certify.Shops;

namespace Certify.Tests.Rules;

/// <summary>The browser, which suggests without a network, is held to the same file.</summary>
public sealed class ShopLikenessTests
{
    private const string Code = "92430499MAQMDPGT2E";

    public static TheoryData<string, string, int> Pairs()
    {
        var data = new TheoryData<string, string, int>();
        foreach (var c in Cases("shared"))
            data.Add(c.GetProperty("one").GetString()!, c.GetProperty("other").GetString()!, c.GetProperty("percent").GetInt32());
        return data;
    }

    public static TheoryData<string, string, int> Addresses()
    {
        var data = new TheoryData<string, string, int>();
        foreach (var c in Cases("addresses"))
            data.Add(c.GetProperty("text").GetString()!, c.GetProperty("street").GetString()!, c.GetProperty("door").GetInt32());
        return data;
    }

    public static TheoryData<string?, string, string, string?> Like()
    {
        var data = new TheoryData<string?, string, string, string?>();
        foreach (var c in Cases("like"))
            data.Add(c.GetProperty("code").GetString(), c.GetProperty("name").GetString()!, c.GetProperty("address").GetString()!, c.GetProperty("why").GetString());
        return data;
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Shared_counts_common_characters(string one, string other, int percent) => Assert.Equal(percent, ShopLikeness.Shared(one, other));

    [Theory, MemberData(nameof(Addresses))]
    public void Of_address_finds_street_and_door(string text, string street, int door) =>
        Assert.Equal((street, door), (StreetAddress.Of(text).Street, StreetAddress.Of(text).Door));

    [Theory, MemberData(nameof(Like))]
    public void Of_gives_the_surest_reason_or_none(string? uscc, string name, string address, string? why)
    {
        var shop = new Shop(new ShopFacts(Code, "湘味土菜馆", "解放大道9号", "catering"), Guid.Empty, DateTimeOffset.UnixEpoch);
        shop.NameSignboard("老湘家", DateTimeOffset.UnixEpoch);

        Assert.Equal(why, ShopLikeness.Of(uscc, name, address, shop)?.ToString().ToLowerInvariant());
    }

    private static IEnumerable<JsonElement> Cases(string name) =>
        JsonDocument.Parse(File.ReadAllText("Vectors/likeness-cases.json")).RootElement.GetProperty(name).EnumerateArray();
}
