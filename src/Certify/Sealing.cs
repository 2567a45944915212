using System.Security.Cryptography;
using System.Text;

namespace Certify;

/// <summary>
/// AES-256-GCM (NIST SP 800-38D): 12 random bytes of nonce, the ciphertext, 16 bytes of tag. Each text is bound to the place where it stands
/// (table, column, row) as associated data, so that a ciphertext moved to another row does not open.
/// </summary>
public static class Sealing
{
    private const int Nonce = 12, Tag = 16;

    public static byte[] Seal(byte[] key, string place, ReadOnlySpan<byte> plain)
    {
        var box = new byte[Nonce + plain.Length + Tag];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(box.AsSpan(0, Nonce), plain, box.AsSpan(Nonce, plain.Length), box.AsSpan(Nonce + plain.Length), Encoding.UTF8.GetBytes(place));
        return box;
    }

    /// <exception cref="CryptographicException">Another key, another place, or altered bytes.</exception>
    public static byte[] Open(byte[] key, string place, ReadOnlySpan<byte> box)
    {
        if (box.Length < Nonce + Tag)
            throw new CryptographicException("A sealed text is cut short.");
        var plain = new byte[box.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(box[..Nonce], box[Nonce..^Tag], box[^Tag..], plain, Encoding.UTF8.GetBytes(place));
        return plain;
    }

    public static string Place(string table, string column, Guid row) => $"{table}/{column}/{row:N}";
}

/// <summary>Seals what belongs to a table rather than to one person (masked forms, contacts, notes, staged rows): one derived key a table.</summary>
public sealed class TableSeal(MasterKey master)
{
    public byte[] Seal(string table, string column, Guid row, ReadOnlySpan<byte> plain) =>
        Sealing.Seal(Key(table), Sealing.Place(table, column, row), plain);

    public byte[] Seal(string table, string column, Guid row, string plain) =>
        Seal(table, column, row, Encoding.UTF8.GetBytes(plain));

    public byte[] Open(string table, string column, Guid row, ReadOnlySpan<byte> box) =>
        Sealing.Open(Key(table), Sealing.Place(table, column, row), box);

    public string OpenText(string table, string column, Guid row, ReadOnlySpan<byte> box) =>
        Encoding.UTF8.GetString(Open(table, column, row, box));

    private byte[] Key(string table) => master.Derive("table/" + table);
}
