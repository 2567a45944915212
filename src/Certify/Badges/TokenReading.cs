namespace Certify.Badges;

public enum Authenticity
{
    /// <summary>Not a token that we could have made: nothing can be said about who did.</summary>
    Unreadable,

    /// <summary>A well-formed token that none of our keys signed.</summary>
    Forged,

    Authentic,
}

/// <summary>What reading a scanned text gave. <see cref="Reason"/> is stable and for machines; <see cref="Claims"/> is there only if authentic.</summary>
public sealed record TokenReading(Authenticity Authenticity, string? Reason, TokenClaims? Claims = null, byte[]? Kid = null)
{
    public static TokenReading Unreadable(string reason) => new(Authenticity.Unreadable, reason);
    public static TokenReading Forged(string reason, byte[] kid) => new(Authenticity.Forged, reason, null, kid);
}

/// <summary>Why a token was not accepted. The values are part of the public answer of <c>/api/v1/verify</c>.</summary>
public static class TokenReason
{
    public const string Empty = "empty";
    public const string TooLong = "tooLong";
    public const string NotBase32 = "notBase32";
    public const string CutShort = "cutShort";
    public const string TrailingBytes = "trailingBytes";
    public const string NotCose = "notCose";
    public const string Algorithm = "algorithm";
    public const string Version = "version";
    public const string Claims = "claims";
    public const string UnknownKey = "unknownKey";
    public const string HighS = "highS";
    public const string Signature = "signature";
    public const string CompromisedKey = "compromisedKey";
}
