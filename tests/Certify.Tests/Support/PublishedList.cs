using System.Buffers.Text;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Certify.Tests.Support;

/// <summary>Reads a status list as a stranger does: the JWT by RFC 7515, the list by the W3C text, with nothing of ours.</summary>
public sealed class PublishedList
{
    public required JsonElement Header { get; init; }
    public required JsonElement Payload { get; init; }

    /// <summary>The bits, leftmost first.</summary>
    public required byte[] Bits { get; init; }

    public bool this[int index] => (Bits[index / 8] >> (7 - (index % 8)) & 1) == 1;

    public DateTimeOffset Time(string name) => Payload.GetProperty(name).GetDateTimeOffset();

    /// <summary>The list that was answered, checked against the keys that are published.</summary>
    public static async Task<PublishedList> ReadAsync(CertifyApp app, HttpResponseMessage response)
    {
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return Read(await response.Content.ReadAsStringAsync(), await app.CreateClient().GetFromJsonAsync<JsonElement>("/.well-known/jwks.json"));
    }

    /// <summary>Fails where no key of the set signed it.</summary>
    public static PublishedList Read(string jwt, JsonElement keys)
    {
        var parts = jwt.Split('.');
        Assert.Equal(3, parts.Length);
        var header = Json(parts[0]);
        var key = keys.GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(key.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(key.GetProperty("y").GetString()) },
        });
        Assert.True(ecdsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256), "signature");
        var payload = Json(parts[1]);
        return new PublishedList { Header = header, Payload = payload, Bits = Unpack(payload.GetProperty("credentialSubject").GetProperty("encodedList").GetString()!) };
    }

    public static byte[] Unpack(string encodedList)
    {
        Assert.Equal('u', encodedList[0]);
        using var packed = new GZipStream(new MemoryStream(Base64Url.DecodeFromChars(encodedList.AsSpan(1))), CompressionMode.Decompress);
        using var bits = new MemoryStream();
        packed.CopyTo(bits);
        return bits.ToArray();
    }

    private static JsonElement Json(string part) => JsonDocument.Parse(Base64Url.DecodeFromChars(part)).RootElement;
}
