using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Certify.Staff;

namespace Certify.Visits;

/// <summary>
/// One visit written one way: what a sender may spell differently without meaning anything else (blanks at the ends, width, case of a document
/// number, a shop by its code or by its id) is folded away, so that the same visit has the same hash.
/// </summary>
public sealed class VisitText(MasterKey master)
{
    // What was not said is left out, so that a field added later changes no hash of before.
    private static readonly JsonSerializerOptions Form = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly JsonSerializerOptions SixForm = new(Form) { Converters = { new SixMeasuresJson() } };
    private readonly byte[] _key = master.Derive("visit-content");

    public static VisitSubmission Normalise(VisitSubmission visit) => visit with
    {
        Uscc = Blank(visit.Uscc)?.ToUpperInvariant(),
        StartedAt = CertifyClock.Cut(visit.StartedAt),
        FinishedAt = CertifyClock.Cut(visit.FinishedAt),
        SentAt = CertifyClock.Cut(visit.SentAt),
        Companion = Blank(visit.Companion),
        Note = Blank(visit.Note),
        ForeignReason = Blank(visit.ForeignReason),
        Staff = [.. visit.Staff.Select(Normalise)],
    };

    /// <summary>HMAC-SHA-256 of the normalised visit of one inspector at one shop. <c>sentAt</c> stays outside: it differs with each try.</summary>
    public byte[] HashOf(VisitSubmission normalised, Guid shopId, Guid? inspectorId) =>
        HMACSHA256.HashData(_key, JsonSerializer.SerializeToUtf8Bytes(new { inspectorId, visit = normalised with { ShopId = shopId, Uscc = null, SentAt = default } },
            SixMeasuresJson.Fits(normalised) ? SixForm : Form));

    /// <summary>One person written one way.</summary>
    public static SubmittedStaff Normalise(SubmittedStaff person)
    {
        // Of a known person an empty text says "none", a missing one "as it was"; of a new person both say "none".
        string? Text(string? text) => person.StaffId is null ? Blank(text) : text is null ? null : Folded(text);
        return person with
        {
            Name = Blank(person.Name),
            IdType = Blank(person.IdNumber) is null ? person.IdType : person.IdType ?? IdType.ResidentId,
            IdNumber = Number(person),
            Phone = Text(person.Phone),
            Position = Text(person.Position),
            Exemption = Text(person.Exemption),
            ExemptUntil = Blank(person.Exemption) is null ? null : person.ExemptUntil,
            Reason = Text(person.Reason),
            LeftOn = person.Status == StaffStatus.Left ? person.LeftOn : null,
            Doses = person.Doses is null ? null : [.. person.Doses.Select(d => d with { Vaccine = d.Vaccine.Trim(), SiteName = Blank(d.SiteName) })],
        };
    }

    private static string? Number(SubmittedStaff person)
    {
        if (Blank(person.IdNumber) is not { } number)
            return null;
        var folded = ResidentId.Fold(number);
        return (person.IdType ?? IdType.ResidentId) == IdType.ResidentId && ResidentId.Parse(folded, DateOnly.MaxValue) is { Value: { } id } ? id.Number : folded;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : Folded(text);

    /// <summary>NFC without control characters: two keyboards' ways of writing one character are one.</summary>
    private static string Folded(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            kept.Append(Rune.IsControl(rune) && rune.Value is not '\n' ? " " : rune.ToString());
        return kept.ToString().Normalize(NormalizationForm.FormC).Trim();
    }
}
