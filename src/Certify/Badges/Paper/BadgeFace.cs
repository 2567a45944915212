namespace Certify.Badges.Paper;

/// <summary>
/// What is printed of one badge. <see cref="QrText"/> is the address in the QR code, <see cref="Host"/> the same host for the eye;
/// <see cref="ValidUntil"/> is the last day on which the badge is valid.
/// </summary>
public sealed record BadgeFace(
    string Number, string ShopName, string Address, DateOnly IssuedOn, DateOnly ValidUntil, string Issuer, string Host, string QrText)
{
    private static readonly string[] Fields = ["number", "shopName", "address", "issuedOn", "validUntil", "issuer", "host", "state", "stateEn"];

    /// <summary>What a live picture says of the badge's state. Paper says nothing of it: it is told by a scan.</summary>
    public StateFace State { get; init; } = StateFace.Of(BadgeState.Valid);

    /// <summary>Paper shows the names and the address of the day of issue, as the token carries them.</summary>
    public static BadgeFace Of(Badge badge, CertifyOptions options) => new(
        badge.Number, badge.SignboardName, badge.Address, badge.IssuedOn, badge.ValidUntil, options.IssuerName, options.Host,
        BadgeToken.Address(new Uri(options.PublicUrl), badge.Token));

    /// <summary>The text with its fields, e.g. <c>{shopName}</c>, filled in.</summary>
    internal string Fill(string text)
    {
        if (!text.Contains('{')) return text;
        foreach (var field in Fields)
            if (text.Contains(field, StringComparison.Ordinal)) text = text.Replace("{" + field + "}", Value(field), StringComparison.Ordinal);
        return text;
    }

    /// <summary>The first field in the text that does not exist, or null.</summary>
    internal static string? UnknownField(string text)
    {
        foreach (var field in Fields) text = text.Replace("{" + field + "}", "", StringComparison.Ordinal);
        var at = text.IndexOf('{');
        return at < 0 ? null : text[at..];
    }

    /// <summary>Everything that comes from outside and may hold a character that no font has.</summary>
    internal string Words => $"{Number}{ShopName}{Address}{Issuer}{Host}";

    private string Value(string field) => Visible(field switch
    {
        "number" => Number,
        "shopName" => ShopName,
        "address" => Address,
        "issuedOn" => IssuedOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        "validUntil" => ValidUntil.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        "issuer" => Issuer,
        "host" => Host,
        "state" => State.Chinese,
        _ => State.English,
    });

    private static string Visible(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => !FontShelf.IsInvisible(rune)).Select(rune => rune.ToString()));
}
