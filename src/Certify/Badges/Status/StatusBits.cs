using System.Buffers.Text;
using System.IO.Compression;

namespace Certify.Badges.Status;

/// <summary>
/// The bitstring of one status list (W3C Bitstring Status List 1.0, §3): entry 0 is the leftmost bit of the first byte.
/// 131,072 entries, the least that the standard allows, so that asking for one says little about which.
/// </summary>
public sealed class StatusBits
{
    public const int Entries = 131_072;

    private readonly byte[] bytes = new byte[Entries / 8];

    /// <summary>The list that holds a badge's index.</summary>
    public static int ListOf(int index) => index / Entries;

    /// <summary>Sets the bit of a badge's index; which list it stands in, the caller knows.</summary>
    public void Set(int index) => bytes[index % Entries / 8] |= (byte)(0x80 >> (index % 8));

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary><c>encodedList</c>: GZIP (RFC 1952), base64url without padding, with multibase's <c>u</c> before it. The same bits give the same text.</summary>
    public string Encode()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);
        return "u" + Base64Url.EncodeToString(packed.GetBuffer().AsSpan(..(int)packed.Length));
    }
}
