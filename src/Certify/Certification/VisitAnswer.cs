using Certify.Visits;

namespace Certify.Certification;

public enum VisitAnswerKind
{
    /// <summary>New, and committed.</summary>
    Recorded,

    /// <summary>The same visit again: the receipt of then.</summary>
    Repeated,

    /// <summary>The same id with other content; both are kept.</summary>
    Conflict,

    /// <summary>Nothing was recorded; each field that is wrong has its sentence.</summary>
    Refused,

    /// <summary>There is no such shop.</summary>
    NoShop,
}

/// <summary>What became of a visit that was sent.</summary>
public sealed record VisitAnswer(VisitAnswerKind Kind, VisitReceipt? Receipt = null, IReadOnlyList<FieldRefusal>? Errors = null)
{
    public static VisitAnswer Refuse(params IReadOnlyList<FieldRefusal> errors) => new(VisitAnswerKind.Refused, Errors: errors);
}
