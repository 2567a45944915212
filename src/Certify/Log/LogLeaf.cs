namespace Certify.Log;

/// <summary>What is logged: a badge was issued, a badge was revoked, a signing key was made or marked as compromised.</summary>
public enum LeafType { Issue, Revoke, Key }

/// <summary>
/// One entry of the public log. Entries are numbered 0, 1, 2 … without a gap and are never changed: what is published is hashed over them.
/// </summary>
public sealed class LogLeaf
{
    public const int SubjectLimit = 100, JsonLimit = 1000;

    private LogLeaf() { }

    public LogLeaf(long index, LeafText text) => (Index, Type, Subject, Json) = (index, text.Type, text.Subject, text.Json);

    /// <summary>Place in the log, from 0.</summary>
    public long Index { get; private set; }
    public LeafType Type { get; private set; }

    /// <summary>What it is about, once for each type: SHA-256 of the badge's cti in hex, or a key's thumbprint and what became of it.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>One line; its UTF-8 bytes are the entry.</summary>
    public string Json { get; private set; } = "";
}
