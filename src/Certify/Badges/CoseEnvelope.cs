using System.Formats.Cbor;

namespace Certify.Badges;

/// <summary>
/// COSE_Sign1 (RFC 9052 §4.2), tag 18, in the one form that a badge token has: protected header {1: -7, 4: kid}, nothing unprotected,
/// a 64-byte signature r‖s. Written by hand, since the library's reader accepts indefinite lengths, other headers and longer integers,
/// and each of them would give one badge a second text.
/// </summary>
internal sealed record CoseEnvelope(byte[] Protected, byte[] Kid, byte[] Payload, byte[] Signature)
{
    public const int KidBytes = 8;
    public const int SignatureBytes = 64;
    private const CborTag Sign1 = (CborTag)18;
    private const int Algorithm = 1, KeyId = 4, Es256 = -7;

    public static byte[] ProtectedHeader(byte[] kid)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(2);
        writer.WriteInt32(Algorithm);
        writer.WriteInt32(Es256);
        writer.WriteInt32(KeyId);
        writer.WriteByteString(kid);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>The bytes that are signed: Sig_structure of RFC 9052 §4.4.</summary>
    public static byte[] ToBeSigned(byte[] protectedHeader, byte[] payload)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(protectedHeader);
        writer.WriteByteString([]);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return writer.Encode();
    }

    public byte[] Encode()
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteTag(Sign1);
        writer.WriteStartArray(4);
        writer.WriteByteString(Protected);
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteByteString(Payload);
        writer.WriteByteString(Signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads one envelope and nothing after it; otherwise null and the reason.</summary>
    public static (CoseEnvelope? Envelope, string? Reason) Read(byte[] bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            if (reader.ReadTag() != Sign1 || reader.ReadStartArray() != 4) return (null, TokenReason.NotCose);
            var header = reader.ReadByteString();
            if (reader.ReadStartMap() != 0) return (null, TokenReason.NotCose);
            reader.ReadEndMap();
            var payload = reader.ReadByteString();
            var signature = reader.ReadByteString();
            reader.ReadEndArray();
            if (reader.BytesRemaining > 0) return (null, TokenReason.TrailingBytes);
            var (kid, reason) = ReadHeader(header);
            if (kid is null) return (null, reason);
            return signature.Length == SignatureBytes
                ? (new CoseEnvelope(header, kid, payload, signature), null)
                : (null, TokenReason.NotCose);
        }
        catch (Exception wrong) when (wrong is CborContentException or InvalidOperationException or OverflowException)
        {
            return (null, IsCut(bytes) ? TokenReason.CutShort : TokenReason.NotCose);
        }
    }

    private static (byte[]? Kid, string? Reason) ReadHeader(byte[] header)
    {
        var reader = new CborReader(header, CborConformanceMode.Canonical);
        if (reader.ReadStartMap() is not { } entries || entries < 1 || reader.ReadInt32() != Algorithm) return (null, TokenReason.NotCose);
        if (reader.PeekState() is not (CborReaderState.NegativeInteger or CborReaderState.UnsignedInteger)
            || reader.ReadInt32() != Es256) return (null, TokenReason.Algorithm);
        if (entries != 2 || reader.ReadInt32() != KeyId) return (null, TokenReason.NotCose);
        var kid = reader.ReadByteString();
        reader.ReadEndMap();
        return reader.BytesRemaining == 0 && kid.Length == KidBytes ? (kid, null) : (null, TokenReason.NotCose);
    }

    /// <summary>It begins as each of ours does and never ends: most likely a part is missing.</summary>
    private static bool IsCut(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xd2, 0x84])) return false;
        try
        {
            new CborReader(bytes, CborConformanceMode.Lax).SkipValue();
            return false;
        }
        catch (CborContentException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            // The library's own answer to a simple value longer than a byte: nonsense, not a cut.
            return false;
        }
    }
}
