namespace Certify.Shops;

/// <summary>Why two entries may be one shop; the surest first. Text keys under <c>found.like_</c>.</summary>
public enum LikeReason { Code, Address, Door, Name }

/// <summary>
/// Whether two entries may speak of one shop: the same code, the same address, the same door with a name that shares something, or names that share most
/// characters. Only suggests; a person decides.
/// </summary>
public static class ShopLikeness
{
    /// <summary>Percent of characters that names must share to be alike by themselves, and behind one door.</summary>
    public const int NameAlone = 70, NameAtDoor = 30;

    /// <summary>Characters that two texts share, folded and each counted as often as it stands in both: 0 to 100 percent (Sørensen and Dice).</summary>
    public static int Shared(string one, string other)
    {
        var (mine, theirs) = (Counted(one), Counted(other));
        var total = mine.Values.Sum() + theirs.Values.Sum();
        return total == 0 ? 0 : 200 * mine.Sum(m => Math.Min(m.Value, theirs.GetValueOrDefault(m.Key))) / total;
    }

    /// <summary>The surest reason for which they may be one; null: none.</summary>
    public static LikeReason? Of(string? uscc, string name, string address, Shop shop)
    {
        if (uscc is not null && uscc == shop.Uscc) return LikeReason.Code;
        // Two different codes are two different traders, whatever their doors and names.
        if (uscc is not null && shop.Uscc is not null) return null;
        var likeness = Math.Max(Shared(name, shop.RegisteredName), Shared(name, shop.SignboardName));
        if (ShopIdentity.Fold(address) == ShopIdentity.Fold(shop.Address)) return LikeReason.Address;
        var (here, there) = (StreetAddress.Of(address), StreetAddress.Of(shop.Address));
        if (here.Door != int.MaxValue && here.Door == there.Door && (here.Street.EndsWith(there.Street, StringComparison.Ordinal) || there.Street.EndsWith(here.Street, StringComparison.Ordinal)) && likeness >= NameAtDoor) return LikeReason.Door;
        return likeness >= NameAlone ? LikeReason.Name : null;
    }

    private static Dictionary<System.Text.Rune, int> Counted(string text) =>
        ShopIdentity.Fold(text).EnumerateRunes().GroupBy(r => r).ToDictionary(g => g.Key, g => g.Count());
}

/// <summary>A shop that may be the same as one that was found.</summary>
public sealed record LikeShop(Guid Id, string Name, string Address, string? Uscc, LikeReason Why, int Shared);
