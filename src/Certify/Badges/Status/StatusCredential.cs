using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Certify.Badges.Status;

/// <summary>
/// A <c>BitstringStatusListCredential</c> (VC Data Model 2.0, Bitstring Status List 1.0) secured as a JWT (VC-JOSE-COSE): the payload is the credential itself,
/// signed with ES256; <c>kid</c> is the key's RFC 7638 thumbprint, as in <c>/.well-known/jwks.json</c>.
/// </summary>
internal static class StatusCredential
{
    /// <summary>A new period begins this often, and with it a new list even where nothing changed.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(6);

    /// <summary>A list holds this long after its period began: whoever fetched it can work a day and a night without a network, and an old one can't be replayed for longer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(30);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static DateTimeOffset PeriodOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % Period.Ticks), TimeSpan.Zero);

    /// <summary>Makes and signs one list. Seconds are whole, so that every reader of RFC 3339 reads them alike.</summary>
    public static StatusList Sign(string publicUrl, StatusPurpose purpose, int number, StatusBits bits, SigningKey key, DateTimeOffset now) =>
        Sign(publicUrl, purpose, number, bits, key, DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()), PeriodOf(now) + Lifetime);

    internal static StatusList Sign(string publicUrl, StatusPurpose purpose, int number, StatusBits bits, SigningKey key, DateTimeOffset from, DateTimeOffset until)
    {
        var text = $"{Encode(Header(key))}.{Encode(Payload(publicUrl, purpose, number, bits, from, until))}";
        var jwt = $"{text}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(text)))}";
        var print = SHA256.HashData([.. Encoding.UTF8.GetBytes($"{publicUrl}|{purpose}|{number}|{until:O}|{key.Thumbprint}|"), .. bits.Bytes]);
        return new StatusList(Encoding.ASCII.GetBytes(jwt), Convert.ToHexStringLower(print[..12]), from, until);
    }

    internal static object Payload(string publicUrl, StatusPurpose purpose, int number, StatusBits bits, DateTimeOffset from, DateTimeOffset until)
    {
        var id = publicUrl + StatusList.Path(purpose, number);
        return new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["@context"] = new[] { "https://www.w3.org/ns/credentials/v2" },
            ["id"] = id,
            ["type"] = new[] { "VerifiableCredential", "BitstringStatusListCredential" },
            ["issuer"] = publicUrl,
            ["validFrom"] = Time(from),
            ["validUntil"] = Time(until),
            ["credentialSubject"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["id"] = id + "#list",
                ["type"] = "BitstringStatusList",
                ["statusPurpose"] = StatusList.Name(purpose),
                ["encodedList"] = bits.Encode(),
            },
        };
    }

    private static object Header(SigningKey key) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["alg"] = "ES256", ["kid"] = key.Thumbprint, ["typ"] = "vc+jwt" };

    private static string Encode(object json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json, Plain));

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
