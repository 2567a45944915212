namespace Certify.Visits;

/// <summary>What made a supervisor order a visit.</summary>
public enum VisitOrderCause { Tip, Appeal }

/// <summary>A supervisor wants a shop visited. Open until somebody was there: any visit after it fulfils it, nothing has to be ticked off.</summary>
public sealed class VisitOrder
{
    private VisitOrder() { }

    public VisitOrder(Guid shopId, VisitOrderCause cause, DateTimeOffset now) =>
        (Id, ShopId, Cause, OrderedAt) = (Guid.CreateVersion7(now), shopId, cause, now);

    public Guid Id { get; private set; }
    public Guid ShopId { get; private set; }
    public VisitOrderCause Cause { get; private set; }
    public DateTimeOffset OrderedAt { get; private set; }
}
