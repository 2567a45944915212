using System.Diagnostics.CodeAnalysis;

namespace Certify.Badges;

/// <summary>
/// Base32 of RFC 4648 §6 without padding, read strictly: lower case is folded, anything else outside the alphabet is refused,
/// and so is a text whose spare bits are not zero. One sequence of bytes therefore has one text, but for its case.
/// </summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[((bytes.Length * 8) + 4) / 5];
        int bits = 0, held = 0, at = 0;
        foreach (var next in bytes)
        {
            bits = (bits << 8) | next;
            for (held += 8; held >= 5; held -= 5) text[at++] = Alphabet[(bits >> (held - 5)) & 31];
            bits &= (1 << held) - 1;
        }
        if (held > 0) text[at] = Alphabet[(bits << (5 - held)) & 31];
        return new string(text);
    }

    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        // 1, 3 and 6 characters over a whole group are the end of no byte.
        if (text.Length % 8 is 1 or 3 or 6) return false;
        var read = new byte[text.Length * 5 / 8];
        int bits = 0, held = 0, at = 0;
        foreach (var letter in text)
        {
            var value = letter switch
            {
                >= 'A' and <= 'Z' => letter - 'A',
                >= 'a' and <= 'z' => letter - 'a',
                >= '2' and <= '7' => letter - '2' + 26,
                _ => -1,
            };
            if (value < 0) return false;
            bits = (bits << 5) | value;
            held += 5;
            if (held < 8) continue;
            held -= 8;
            read[at++] = (byte)(bits >> held);
            bits &= (1 << held) - 1;
        }
        if (bits != 0) return false;
        bytes = read;
        return true;
    }
}
