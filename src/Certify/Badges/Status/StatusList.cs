namespace Certify.Badges.Status;

/// <summary>What a set bit means: never again in force (revoked or superseded), or not at present.</summary>
public enum StatusPurpose { Revocation, Suspension }

/// <summary>One signed status list as it is served.</summary>
/// <param name="Jwt">The credential, a compact JWS (RFC 7515) in ASCII.</param>
/// <param name="Tag">The same for the same state, key and period, on every instance and after a restart; the signature's random part does not count.</param>
/// <param name="ValidFrom">When it was made.</param>
/// <param name="ValidUntil">From then on it confirms nothing.</param>
public sealed record StatusList(byte[] Jwt, string Tag, DateTimeOffset ValidFrom, DateTimeOffset ValidUntil)
{
    public const string MediaType = "application/vc+jwt";

    /// <summary>Address of a list under the public address; a third party derives it from a token's index, n = index ÷ 131,072.</summary>
    public static string Path(StatusPurpose purpose, int number) => $"/.well-known/badge-status/{Name(purpose)}/{number}";

    public static string Name(StatusPurpose purpose) => purpose == StatusPurpose.Revocation ? "revocation" : "suspension";
}
