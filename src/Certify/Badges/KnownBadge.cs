namespace Certify.Badges;

/// <summary>One badge as it was read, with what each scan of it shows made once.</summary>
/// <param name="Record"></param>
/// <param name="Claims">What its token says; null only if somebody spoilt the stored text.</param>
/// <param name="PayloadHash">SHA-256 of what was signed.</param>
/// <param name="NewerNumber">Of the badge that took its place.</param>
/// <param name="ReadAt"></param>
internal sealed record KnownBadge(BadgeRecord Record, TokenClaims? Claims, byte[] PayloadHash, string? NewerNumber, DateTimeOffset ReadAt)
{
    /// <summary>Key that the token names, 8 bytes in hex.</summary>
    public string Kid { get; } = Convert.ToHexStringLower(Record.Kid);

    public ScannedBadge Shown { get; } = new(
        Record.Number, Signed(Record.Text.SignboardName, Claims?.Name), Record.Text.RegisteredName, Signed(Record.Text.Address, Claims?.Address),
        Record.IssuedOn, Record.ValidUntil, Record.PolicyVersion, NewerNumber);

    /// <summary>What was signed is what the reader sees; the record only completes a text that the token had to cut.</summary>
    private static string Signed(string recorded, string? signed) =>
        signed is null || (signed.EndsWith('…') && recorded.StartsWith(signed[..^1], StringComparison.Ordinal)) ? recorded : signed;
}
