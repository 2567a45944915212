using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Certify.Badges;

/// <summary>
/// One ES256 key (P-256, SHA-256): the public half, and the private half where this process holds it. Safe for many threads at once;
/// each thread verifies with its own handle, since .NET promises no more.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private static readonly BigInteger Order =
        BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber, null);

    private readonly ECParameters parameters;
    private readonly ThreadLocal<ECDsa> handle;

    public SigningKey(ECParameters parameters, DateTimeOffset createdAt, DateTimeOffset? compromisedSince = null)
    {
        this.parameters = parameters;
        handle = new ThreadLocal<ECDsa>(() => ECDsa.Create(parameters), trackAllValues: true);
        CreatedAt = createdAt;
        CompromisedSince = compromisedSince;
        X = Base64Url.EncodeToString(parameters.Q.X);
        Y = Base64Url.EncodeToString(parameters.Q.Y);
        // RFC 7638: the required members in this order, no blanks.
        var print = SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}"""));
        Thumbprint = Base64Url.EncodeToString(print);
        Kid = print[..CoseEnvelope.KidBytes];
    }

    /// <summary>RFC 7638 SHA-256 thumbprint, base64url: the <c>kid</c> of the published key.</summary>
    public string Thumbprint { get; }

    /// <summary>The first 8 bytes of the thumbprint: the <c>kid</c> in a token.</summary>
    public byte[] Kid { get; }

    /// <summary>Coordinates, base64url of 32 bytes each (RFC 7518 §6.2.1).</summary>
    public string X { get; }

    /// <inheritdoc cref="X"/>
    public string Y { get; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>From then on, a token signed with this key proves nothing by itself.</summary>
    public DateTimeOffset? CompromisedSince { get; }

    public bool CanSign => parameters.D is not null;

    /// <summary>A signature r‖s of 64 bytes (RFC 9053 §2.1) with s in the lower half of the group order.</summary>
    public byte[] Sign(byte[] data)
    {
        var signature = handle.Value!.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        if (HasLowS(signature)) return signature;
        var low = Order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        var half = signature.AsSpan(32);
        half.Clear();
        var bytes = low.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(half[(32 - bytes.Length)..]);
        return signature;
    }

    public bool Verify(byte[] data, byte[] signature) =>
        handle.Value!.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>Half the group order of P-256, rounded down: the largest low s.</summary>
    private static ReadOnlySpan<byte> HalfOrder =>
    [
        0x7F, 0xFF, 0xFF, 0xFF, 0x80, 0x00, 0x00, 0x00, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xDE, 0x73, 0x7D, 0x56, 0xD3, 0x8B, 0xCF, 0x42, 0x79, 0xDC, 0xE5, 0x61, 0x7E, 0x31, 0x92, 0xA8,
    ];

    internal static bool HasLowS(byte[] signature) => signature.AsSpan(32).SequenceCompareTo(HalfOrder) <= 0;

    public void Dispose()
    {
        foreach (var open in handle.Values) open.Dispose();
        handle.Dispose();
    }
}
