using Certify.Staff;
using Certify.Visits;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>The visit as it is typed: texts, read on the server only when it is saved, so that whatever was typed can be shown again.</summary>
public sealed class VisitForm
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid? Supersedes { get; set; }

    /// <summary>A form given back after an expired session; deleted with the next post.</summary>
    public Guid? Held { get; set; }

    /// <summary>By the browser's clock, RFC 3339; without JavaScript both are the moment at which the server wrote the form.</summary>
    public string? StartedAt { get; set; }
    public string? FinishedAt { get; set; }

    /// <summary>By the browser's clock at sending; empty without JavaScript.</summary>
    public string? SentAt { get; set; }

    /// <summary>Who was signed in when the form was written, protected: a form that arrives after the session ended is kept for them.</summary>
    public string? By { get; set; }
    public NoticeBasis? Notice { get; set; }
    public string? Companion { get; set; }
    public string? Note { get; set; }
    public string? ForeignReason { get; set; }

    /// <summary>The checklist that stood on the form: what was typed keeps it.</summary>
    public int? ChecklistVersion { get; set; }

    /// <summary>Ticked measures by key.</summary>
    public IDictionary<string, bool> Passed { get; set; } = new Dictionary<string, bool>(StringComparer.Ordinal);
    public IList<VisitRow> Rows { get; set; } = [];

    public IReadOnlyList<string> Ticked => [.. Passed.Where(p => p.Value).Select(p => p.Key)];
}

/// <summary>A line of the roster as typed. <see cref="StaffId"/> is set for people who are listed already; their name and number are shown, not typed.</summary>
public sealed class VisitRow
{
    public Guid? StaffId { get; set; }

    /// <summary>Which state of the record was on the screen (ticks of its last change): another one must be looked at again.</summary>
    public long? Seen { get; set; }

    /// <summary>The dose cells, proof and texts as they were shown: unchanged ones are confirmed as recorded.</summary>
    public string? Was { get; set; }
    public string? Name { get; set; }
    public IdType IdType { get; set; }
    public string? IdNumber { get; set; }
    public string? Phone { get; set; }
    public string? Position { get; set; }
    public string? Vaccine { get; set; }
    public string? Dose1 { get; set; }
    public string? Dose2 { get; set; }
    public string? Dose3 { get; set; }
    public DoseProof Proof { get; set; }
    public string? Exemption { get; set; }

    /// <summary>Last day of the exemption; empty: it has no end.</summary>
    public string? ExemptUntil { get; set; }
    public string? Reason { get; set; }

    /// <summary>Null: a listed person who is not confirmed yet. A new line works here unless it says otherwise.</summary>
    public StaffStatus? Status { get; set; }
    public string? LeftOn { get; set; }

    public IEnumerable<string?> DoseCells => [Dose1, Dose2, Dose3];

    /// <summary>What is compared with <see cref="Was"/>.</summary>
    public string Now => string.Join('|', new[] { Vaccine, Dose1, Dose2, Dose3, Proof.ToString(), Exemption, ExemptUntil, Reason }.Select(t => (t ?? "").Trim()));

    public bool IsUntouched => StaffId is not null && Was == Now;

    /// <summary>A spare line that nobody typed into.</summary>
    public bool IsBlank => StaffId is null && new[] { Name, IdNumber, Phone, Position, Vaccine, Dose1, Dose2, Dose3, Exemption, Reason }.All(string.IsNullOrWhiteSpace);
}
