using System.Text.Json;
using System.Text.Json.Serialization;
using Certify.Checklists;

namespace Certify.Visits;

/// <summary>
/// What a visit is answered with, kept with it so that the same visit is always answered the same. Holds no name: a person is a line of the visit,
/// a sentence is a code with its values, written out in the reader's language.
/// </summary>
public sealed record VisitReceipt(Guid VisitId, DateTimeOffset ReceivedAt, Outcome Outcome, int Vaccinated, int Staff, ReceiptBadge? Badge, IReadOnlyList<Missing> Missing)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Form);

    public static VisitReceipt Read(string json) => JsonSerializer.Deserialize<VisitReceipt>(json, Form)!;
}

/// <param name="Number"></param>
/// <param name="Url">The badge's public page by number.</param>
/// <param name="VerifyUrl">The address in the QR code.</param>
public sealed record ReceiptBadge(string Number, string Url, string VerifyUrl);

/// <summary>One thing still needed: a text key under <c>visits.missing_</c> and what it speaks of.</summary>
/// <param name="Code"></param>
/// <param name="Line">Line of the visit, from 1.</param>
/// <param name="Count">Number of people.</param>
/// <param name="Day">First day of a next dose, or day by which a measure must be put right.</param>
/// <param name="Measure">Key of a measure, in receipts of before there was more than one list its name.</param>
/// <param name="Text">The measure as it stood on the list, or a list's name; null in receipts of before.</param>
public sealed record Missing(string Code, int? Line = null, int? Count = null, DateOnly? Day = null, string? Measure = null, ChecklistText? Text = null);
