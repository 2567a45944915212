using System.Globalization;
using System.Text;

namespace Certify.Log;

/// <summary>The head of the log (C2SP tlog-checkpoint): who keeps it, how many entries it has, and the one hash that stands for all of them.</summary>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>The text that is signed: three lines.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    public string Sign(LogKey key) => SignedNote.Sign(Text, key);

    /// <summary>The checkpoint in a note that this key has signed; null if it hasn't, or if the note is none of this log.</summary>
    public static Checkpoint? Open(string note, LogVerifier verifier)
    {
        if (!SignedNote.TryOpen(note, verifier, out var text))
            return null;
        var lines = text.Split('\n');
        var root = new byte[Merkle.Bytes];
        if (lines.Length != 4 || lines[0] != verifier.Name || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !Convert.TryFromBase64String(lines[2], root, out var read) || read != Merkle.Bytes)
            return null;
        var opened = new Checkpoint(lines[0], size, root);
        return opened.Text == text ? opened : null;
    }
}

/// <summary>C2SP signed-note: a text, an empty line, and a line for each signature.</summary>
public static class SignedNote
{
    private const int Limit = 16 * 1024;

    public static string Sign(string text, LogKey key) =>
        $"{text}\n— {key.Verifier.Name} {Convert.ToBase64String([.. key.Verifier.Id, .. key.Sign(Encoding.UTF8.GetBytes(text))])}\n";

    /// <summary>False unless this key's signature is there and holds. Signatures of other keys (a witness's) are passed over.</summary>
    public static bool TryOpen(string note, LogVerifier verifier, out string text)
    {
        text = "";
        var gap = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (note.Length > Limit || gap < 0 || !note.EndsWith('\n'))
            return false;
        text = note[..(gap + 1)];
        var signed = Encoding.UTF8.GetBytes(text);
        var held = 0;
        foreach (var line in note[(gap + 2)..^1].Split('\n'))
        {
            var parts = line.Split(' ');
            if (parts.Length != 3 || parts[0] != "—")
                return false;
            var signature = new byte[parts[2].Length];
            if (!Convert.TryFromBase64String(parts[2], signature, out var length) || length < 5)
                return false;
            if (parts[1] != verifier.Name || !signature.AsSpan(0, 4).SequenceEqual(verifier.Id))
                continue;
            // Canonical Base64: a last character with idle bits set must not pass for the one we wrote.
            if (Convert.ToBase64String(signature.AsSpan(0, length)) != parts[2] || !verifier.Verify(signed, signature.AsSpan(4, length - 4)))
                return false;
            held++;
        }
        return held == 1;
    }
}
