using Certify.Staff;

namespace Certify.Visits;

/// <summary>A visit as the client sends it: the body of <c>POST /api/v1/visits</c>, and what the form is read into. Shop by <see cref="ShopId"/> or <see cref="Uscc"/>.</summary>
public sealed record VisitSubmission
{
    public required Guid Id { get; init; }
    public Guid? ShopId { get; init; }
    public string? Uscc { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset FinishedAt { get; init; }
    public required DateTimeOffset SentAt { get; init; }
    public string? Companion { get; init; }
    public Guid? Supersedes { get; init; }
    public required IReadOnlyList<SubmittedStaff> Staff { get; init; }
    public required SubmittedMeasures Measures { get; init; }

    /// <summary>Number of the checklist's version that the visit was made with; null: see <see cref="Checklists.ChecklistBook.MeantAsync"/>.</summary>
    public int? ChecklistVersion { get; init; }
    public string? Note { get; init; }

    /// <summary>On what ground personal data was recorded, as the notice 《个人信息处理告知书》 says.</summary>
    public NoticeBasis? Notice { get; init; }

    /// <summary>Why a shop outside the inspector's grids is visited.</summary>
    public string? ForeignReason { get; init; }
}

/// <summary>A known person by <see cref="StaffId"/>, or a new one by name and document. What is null of a known person stays as it was.</summary>
public sealed record SubmittedStaff
{
    public Guid? StaffId { get; init; }
    public string? Name { get; init; }
    public IdType? IdType { get; init; }
    public string? IdNumber { get; init; }
    public string? Phone { get; init; }
    public string? Position { get; init; }
    public required StaffStatus Status { get; init; }
    public DateOnly? LeftOn { get; init; }
    public IReadOnlyList<SubmittedDose>? Doses { get; init; }
    public string? Exemption { get; init; }

    /// <summary>Last day of the exemption; goes with <see cref="Exemption"/>, null: it has no end.</summary>
    public DateOnly? ExemptUntil { get; init; }
    public string? Reason { get; init; }
}

public sealed record SubmittedDose(string Vaccine, int? Number, DateOnly On, string? SiteName, DoseProof Proof);
