namespace Certify.Badges;

/// <summary>The nine answers to a scan. The first that fits is given, in this order; <see cref="Unconfirmed"/> when the state can't be looked up.</summary>
public enum ScanStatus { Unreadable, Forged, Unknown, Revoked, Superseded, Expired, Suspended, Valid, Unconfirmed }

/// <summary>What a scanned text or a typed number turned out to be.</summary>
/// <param name="Status"></param>
/// <param name="CheckedAt">When it was asked.</param>
/// <param name="Reason">Stable, for machines: a <see cref="TokenReason"/>. Null where the status says all that is public; never why a badge rests.</param>
/// <param name="AsOf">The moment for which the status is known: <paramref name="CheckedAt"/>; if the state can't be looked up, when it last was, or else the moment of issue. Null if nothing is known.</param>
/// <param name="Issuer">Host that issued the token.</param>
/// <param name="Kid">Key that the token names, 8 bytes in hex.</param>
/// <param name="Badge">Null for the unreadable, the forged and the unknown.</param>
public sealed record ScanAnswer(
    ScanStatus Status, DateTimeOffset CheckedAt, string? Reason = null, DateTimeOffset? AsOf = null, string? Issuer = null, string? Kid = null, ScannedBadge? Badge = null)
{
    /// <summary>The records can't be reached; <see cref="AsOf"/> is when they last were.</summary>
    public bool IsLastKnown { get; init; }
}

/// <summary>What the public may know of a badge. A badge whose record can't be read has only what its token says: no number, registered name or policy.</summary>
/// <param name="Number"></param>
/// <param name="ShopName">Name on the signboard, as signed.</param>
/// <param name="RegisteredName"></param>
/// <param name="Address">As signed.</param>
/// <param name="IssuedOn">评定日期</param>
/// <param name="ValidUntil">有效期至, the last valid day.</param>
/// <param name="Policy">Version of the policy that it was issued under.</param>
/// <param name="NewerNumber">Number of the badge that took this one's place.</param>
public sealed record ScannedBadge(
    string? Number, string ShopName, string? RegisteredName, string Address, DateOnly IssuedOn, DateOnly ValidUntil, int? Policy, string? NewerNumber = null);
