using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certify.Log;

/// <summary>The text of an entry: one line of JSON in this order of members. No name, no person, no reason; hashes are lower-case hex.</summary>
public sealed record LeafText(LeafType Type, string Subject, string Json)
{
    /// <summary>Bytes of the hashes that stand for shop and visit.</summary>
    public const int MarkBytes = 16;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <param name="at"></param>
    /// <param name="cti">The token's id; its SHA-256 is logged, so that only who has the token finds its entry.</param>
    /// <param name="shop">The shop's public mark (<see cref="LogMarks"/>).</param>
    /// <param name="issuedOn"></param>
    /// <param name="validUntil">Last valid day.</param>
    /// <param name="kid">Of the key that signed, 8 bytes.</param>
    /// <param name="payload">What was signed; its SHA-256 binds the entry to this token and no other.</param>
    /// <param name="visit">Salted hash of the visit that earned it.</param>
    public static LeafText Issue(DateTimeOffset at, byte[] cti, byte[] shop, DateOnly issuedOn, DateOnly validUntil, byte[] kid, ReadOnlySpan<byte> payload, byte[] visit) =>
        Of(LeafType.Issue, Hex(SHA256.HashData(cti)), new LeafJson("issue", Moment(at))
        {
            Cti = Hex(SHA256.HashData(cti)),
            Shop = Hex(shop),
            IssuedOn = Day(issuedOn),
            ValidUntil = Day(validUntil),
            Kid = Hex(kid),
            Payload = Hex(SHA256.HashData(payload)),
            Visit = Hex(visit),
        });

    public static LeafText Revoke(DateTimeOffset at, byte[] cti, byte[] shop, byte[] kid) =>
        Of(LeafType.Revoke, Hex(SHA256.HashData(cti)), new LeafJson("revoke", Moment(at)) { Cti = Hex(SHA256.HashData(cti)), Shop = Hex(shop), Kid = Hex(kid) });

    /// <param name="at"></param>
    /// <param name="first">The first key there is; a later one takes over from one that is there.</param>
    /// <param name="kid"></param>
    /// <param name="x">Coordinates of the P-256 public key, base64url, so that the log alone is enough to check a token.</param>
    /// <param name="y"></param>
    public static LeafText KeyMade(DateTimeOffset at, bool first, byte[] kid, string x, string y) =>
        Of(LeafType.Key, Hex(kid) + "/made", new LeafJson("key", Moment(at)) { Change = first ? "made" : "rotated", Kid = Hex(kid), X = x, Y = y });

    public static LeafText KeyCompromised(DateTimeOffset at, byte[] kid, DateTimeOffset since) =>
        Of(LeafType.Key, Hex(kid) + "/" + Moment(since), new LeafJson("key", Moment(at)) { Change = "compromised", Kid = Hex(kid), CompromisedSince = Moment(since) });

    /// <summary>What an entry says; null if it is no entry of this log's making.</summary>
    public static LeafJson? Read(ReadOnlySpan<byte> entry)
    {
        try
        {
            return JsonSerializer.Deserialize<LeafJson>(entry, Form);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The leaf of a published entry, as the database has it.</summary>
    /// <exception cref="InvalidDataException">It is no entry of this log's making.</exception>
    public static LeafText Of(byte[] entry) =>
        Read(entry) is not { } read ? throw new InvalidDataException("a published entry is not one that this program writes")
        : new(read.Type switch { "issue" => LeafType.Issue, "revoke" => LeafType.Revoke, _ => LeafType.Key },
            read.Type != "key" ? read.Cti! : read.Change == "compromised" ? $"{read.Kid}/{read.CompromisedSince}" : read.Kid + "/made",
            Encoding.UTF8.GetString(entry));

    /// <summary>A moment of an entry.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DateTimeOffset MomentOf(string moment) =>
        DateTimeOffset.ParseExact(moment, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static LeafText Of(LeafType type, string subject, LeafJson json) => new(type, subject, JsonSerializer.Serialize(json, Form));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339, UTC, milliseconds.</summary>
    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>The members of an entry, in the order in which they are written. Which are there depends on <paramref name="Type"/>.</summary>
/// <param name="Type"><c>issue</c>, <c>revoke</c> or <c>key</c>.</param>
/// <param name="At">When it happened, RFC 3339.</param>
public sealed record LeafJson(string Type, string At)
{
    /// <summary>Of a key: <c>made</c>, <c>rotated</c> (it takes over) or <c>compromised</c>.</summary>
    public string? Change { get; init; }

    /// <summary>SHA-256 of the token's cti.</summary>
    public string? Cti { get; init; }

    /// <summary>The same for each badge of one shop; tells nothing else.</summary>
    public string? Shop { get; init; }
    public string? IssuedOn { get; init; }

    /// <summary>The last valid day.</summary>
    public string? ValidUntil { get; init; }
    public string? Kid { get; init; }

    /// <summary>SHA-256 of the token's payload (the CWT claims).</summary>
    public string? Payload { get; init; }

    /// <summary>Salted hash of the visit that earned the badge.</summary>
    public string? Visit { get; init; }
    public string? CompromisedSince { get; init; }
    public string? X { get; init; }
    public string? Y { get; init; }
}
