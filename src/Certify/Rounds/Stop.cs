using Certify.Shops;

namespace Certify.Rounds;

/// <summary>Why a shop is in a round, in the order in which an inspector goes.</summary>
public enum StopReason
{
    /// <summary>A failed measure should have been put right by now.</summary>
    RectifyOverdue,

    /// <summary>A failed measure is to be put right by today or tomorrow.</summary>
    RectifyDue,

    /// <summary>Three people or more told us of it within thirty days.</summary>
    Told,

    /// <summary>A supervisor wants it visited.</summary>
    Ordered,

    /// <summary>An inspector was to come back by today.</summary>
    ComeBack,

    Unvisited,

    /// <summary>Its badge rests, and a visit can bring it back.</summary>
    Suspended,

    /// <summary>Its badge ends soon, has ended, or carries another name than the shop has now.</summary>
    Expiring,

    /// <summary>Somebody there was to have a dose by today.</summary>
    Promised,

    /// <summary>A failed measure has some days left.</summary>
    RectifyLater,

    /// <summary>Visited, and nothing is known that stands in the way of a badge but a visit.</summary>
    Uncertified,
}

/// <summary>One shop of a round.</summary>
/// <param name="ShopId"></param>
/// <param name="Name">Signboard name.</param>
/// <param name="Address"></param>
/// <param name="GridId"></param>
/// <param name="Reason"></param>
/// <param name="Why">Text key of the reason's sentence; its one value is <paramref name="On"/>.</param>
/// <param name="On">The day that the reason speaks of; null: it has none.</param>
public sealed record Stop(Guid ShopId, string Name, string Address, Guid GridId, StopReason Reason, string Why, DateOnly? On)
{
    /// <summary>Comes before the shops that wait their turn.</summary>
    public bool IsUrgent => Reason <= StopReason.ComeBack;

    public StreetAddress Street { get; } = StreetAddress.Of(Address);
}

/// <summary>How far a grid, or an inspector, is.</summary>
/// <param name="Shops">Open shops.</param>
/// <param name="Visited">Of them, those that were ever visited.</param>
/// <param name="Certified">Of them, those with a valid badge.</param>
public sealed record Progress(int Shops, int Visited, int Certified)
{
    public int ToGo => Shops - Visited;
}
