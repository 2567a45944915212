using System.Security.Cryptography;

namespace Certify.Badges;

/// <summary>
/// The signed text in the QR code: a CWT (RFC 8392) in a COSE_Sign1 (RFC 9052), ES256, in Base32.
/// Nothing here throws on what was scanned, however odd; each refusal has its own reason.
/// </summary>
public static class BadgeToken
{
    /// <summary>Longer texts are not looked at. A token of ours has about 320 characters.</summary>
    public const int MaxCharacters = 2048;

    /// <summary>Signs the claims. The signature is r‖s with a low s, so that no second valid signature can be derived from it.</summary>
    /// <exception cref="ArgumentException">A claim is over its limit; names and addresses are cut by <see cref="TokenClaims.Fit"/> first.</exception>
    public static string Sign(TokenClaims claims, SigningKey key)
    {
        if (!TokenPayload.Fits(claims)) throw new ArgumentException("a claim is over its limit", nameof(claims));
        var header = CoseEnvelope.ProtectedHeader(key.Kid);
        var payload = TokenPayload.Encode(claims);
        var signature = key.Sign(CoseEnvelope.ToBeSigned(header, payload));
        return Base32.Encode(new CoseEnvelope(header, key.Kid, payload, signature).Encode());
    }

    /// <summary>Reads what was scanned and verifies it. The claims are looked at only after the signature held.</summary>
    public static TokenReading Read(string? scanned, Func<ReadOnlySpan<byte>, SigningKey?> findKey)
    {
        var text = Extract(scanned);
        if (text.Length == 0) return TokenReading.Unreadable(TokenReason.Empty);
        if (text.Length > MaxCharacters) return TokenReading.Unreadable(TokenReason.TooLong);
        // A cut can leave a number of characters that ends no byte: still letters of the alphabet, so not "not Base32".
        if (!Base32.TryDecode(text, out var bytes))
            return TokenReading.Unreadable(text.AsSpan().ContainsAnyExcept(Letters) ? TokenReason.NotBase32 : TokenReason.CutShort);
        var (envelope, reason) = CoseEnvelope.Read(bytes);
        if (envelope is null) return TokenReading.Unreadable(reason!);
        if (findKey(envelope.Kid) is not { } key) return TokenReading.Forged(TokenReason.UnknownKey, envelope.Kid);
        if (!SigningKey.HasLowS(envelope.Signature)) return TokenReading.Forged(TokenReason.HighS, envelope.Kid);
        if (!key.Verify(CoseEnvelope.ToBeSigned(envelope.Protected, envelope.Payload), envelope.Signature))
            return TokenReading.Forged(TokenReason.Signature, envelope.Kid);
        (var claims, reason) = TokenPayload.Read(envelope.Payload);
        return claims is null
            ? TokenReading.Unreadable(reason!)
            : new TokenReading(Authenticity.Authentic, null, claims, envelope.Kid);
    }

    /// <summary>What one of our own stored tokens says. It is not verified: of a text from outside this is a claim, and never public.</summary>
    public static TokenClaims? Claims(string stored) =>
        Base32.TryDecode(stored, out var bytes) && CoseEnvelope.Read(bytes).Envelope is { } envelope ? TokenPayload.Read(envelope.Payload).Claims : null;

    /// <summary>What was signed in one of our own stored tokens: the CWT claims, as bytes.</summary>
    public static byte[] Payload(string stored) =>
        Base32.TryDecode(stored, out var bytes) && CoseEnvelope.Read(bytes).Envelope is { } envelope ? envelope.Payload : [];

    /// <summary>The address that the QR code holds, in upper case, which keeps the code small (QR's alphanumeric mode).</summary>
    public static string Address(Uri publicUrl, string token) =>
        $"{publicUrl.GetLeftPart(UriPartial.Authority)}/V/{token}".ToUpperInvariant();

    /// <summary>The token out of what was scanned or typed: the whole address in any case, its path, or the bare token. Upper case.</summary>
    public static string Extract(string? scanned)
    {
        var text = (scanned ?? "").AsSpan().Trim();
        var at = text.IndexOf("/v/", StringComparison.OrdinalIgnoreCase);
        if (at >= 0) text = text[(at + 3)..];
        else if (text.StartsWith("v/", StringComparison.OrdinalIgnoreCase)) text = text[2..];
        var end = text.IndexOfAny('?', '#');
        if (end >= 0) text = text[..end];
        text = text.TrimEnd('/');
        // What is too long to be a token is not worth its memory. ASCII alone is folded: ſ must not become S.
        Span<char> folded = stackalloc char[Math.Min(text.Length, MaxCharacters + 1)];
        for (var i = 0; i < folded.Length; i++) folded[i] = char.IsAsciiLetterLower(text[i]) ? (char)(text[i] - 32) : text[i];
        return folded.ToString();
    }

    /// <summary>SHA-256 of the canonical token text. A scanned text with the hash of a stored token is authentic without verifying.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(token));

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
}
