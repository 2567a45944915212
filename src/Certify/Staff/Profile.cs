namespace Certify.Staff;

/// <summary>Who a person is, in clear. Lives in memory only; at rest each part is sealed.</summary>
public sealed record Profile(string Name, IdType IdType, string IdNumber, string Phone)
{
    public MaskedProfile Mask() => new(Masking.Name(Name), Masking.IdNumber(IdNumber), Masking.Phone(Phone));
}

public sealed record MaskedProfile(string Name, string IdNumber, string Phone);

public enum DoseProof { HealthCode, Booklet, System }

/// <summary>剂次: one vaccination as recorded.</summary>
/// <param name="Vaccine">Code of a <see cref="Vaccine"/>, e.g. <c>BIBP</c>.</param>
/// <param name="On"></param>
/// <param name="Proof"></param>
/// <param name="SiteName"></param>
public sealed record Dose(string Vaccine, DateOnly On, DoseProof Proof, string? SiteName = null);

/// <summary>What is known of a person's vaccination. <paramref name="Exemption"/> 禁忌证 and <paramref name="Reason"/> are never public.</summary>
/// <param name="Doses"></param>
/// <param name="Exemption"></param>
/// <param name="Reason"></param>
/// <param name="ExemptUntil">Last day of the exemption; null where it has no end.</param>
public sealed record HealthRecord(IReadOnlyList<Dose> Doses, string? Exemption = null, string? Reason = null, DateOnly? ExemptUntil = null)
{
    public bool IsExempt(DateOnly day) => Exemption is not null && !(ExemptUntil < day);

    public const int TextLimit = 200;
    public static readonly HealthRecord Empty = new([]);
}

/// <summary>One staff member as opened by <see cref="PiiVault"/>; parts that were not asked for are null.</summary>
public sealed record Revealed(Guid StaffId, string? Name, string? IdNumber, string? Phone, HealthRecord? Health);
