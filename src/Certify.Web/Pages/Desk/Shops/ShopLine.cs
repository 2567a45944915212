using Certify.Badges;

namespace Certify.Web.Pages.Desk.Shops;

/// <summary>One line of the list.</summary>
public sealed record ShopLine
{
    public required Guid Id { get; init; }
    public required string RegisteredName { get; init; }
    public string? OwnSignboardName { get; init; }
    public string? Uscc { get; init; }
    public required string Address { get; init; }
    public required string Category { get; init; }
    public required string Subdistrict { get; init; }
    public required string Community { get; init; }
    public DateOnly? ClosedOn { get; init; }
    public int Vaccinated { get; init; }
    public int Staff { get; init; }
    public DateTimeOffset? LastVisitedAt { get; init; }
    public BadgeState? BadgeState { get; init; }
    public DateOnly? BadgeUntil { get; init; }
    public Certify.Certification.Revisit? Revisit { get; init; }
    public DateOnly? RevisitOn { get; init; }
    public int OpenReferrals { get; init; }

    /// <summary>Why it comes before all others: key under <c>home.why_</c>, or null.</summary>
    public string? First { get; init; }
}
