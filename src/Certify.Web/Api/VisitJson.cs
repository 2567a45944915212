using System.Globalization;
using System.Text.Json;
using Certify.Staff;
using Certify.Visits;

namespace Certify.Web.Api;

/// <summary>
/// Reads the body of <c>POST /api/v1/visits</c>. Whatever the JSON holds, nothing throws: each value of the wrong kind, and each one that is needed
/// and missing, is a refusal with its JSON path. Unknown members are passed over, so that a newer client may say more.
/// </summary>
public sealed class VisitJson
{
    /// <summary>More than any list has.</summary>
    private const int MeasuresLimit = 100;
    private readonly List<FieldRefusal> _errors = [];

    public static (VisitSubmission? Visit, IReadOnlyList<FieldRefusal> Errors) Read(JsonElement body)
    {
        var reader = new VisitJson();
        if (body.ValueKind != JsonValueKind.Object)
            return (null, [new("", new("visits.json_object"))]);
        var visit = reader.Visit(body);
        return (reader._errors.Count == 0 ? visit : null, reader._errors);
    }

    private VisitSubmission Visit(JsonElement body) => new()
    {
        Id = Need(Id(body, "", "id"), "id"),
        ShopId = Id(body, "", "shopId"),
        Uscc = Text(body, "", "uscc"),
        StartedAt = Need(Moment(body, "startedAt"), "startedAt"),
        FinishedAt = Need(Moment(body, "finishedAt"), "finishedAt"),
        SentAt = Need(Moment(body, "sentAt"), "sentAt"),
        Companion = Text(body, "", "companion"),
        Supersedes = Id(body, "", "supersedes"),
        Staff = Need(Each(body, "", "staff", Visits.Visit.StaffLimit, Person), "staff") ?? [],
        Measures = Measures(body),
        ChecklistVersion = Whole(body, "", "checklistVersion"),
        Note = Text(body, "", "note"),
        Notice = Choice<NoticeBasis>(body, "", "notice"),
        ForeignReason = Text(body, "", "foreignReason"),
    };

    private SubmittedStaff Person(JsonElement person, string at) => new()
    {
        StaffId = Id(person, at, "staffId"),
        Name = Text(person, at, "name"),
        IdType = Choice<IdType>(person, at, "idType"),
        IdNumber = Text(person, at, "idNumber"),
        Phone = Text(person, at, "phone"),
        Position = Text(person, at, "position"),
        Status = Choice<StaffStatus>(person, at, "status") ?? StaffStatus.Working,
        LeftOn = Day(person, at, "leftOn"),
        Doses = Each(person, at, "doses", VisitChecks.DosesLimit, Dose),
        Exemption = Text(person, at, "exemption"),
        ExemptUntil = Day(person, at, "exemptUntil"),
        Reason = Text(person, at, "reason"),
    };

    private SubmittedDose Dose(JsonElement dose, string at) => new(
        Need(Text(dose, at, "vaccine"), at + ".vaccine") ?? "", Whole(dose, at, "number"), Need(Day(dose, at, "on"), at + ".on"),
        Text(dose, at, "siteName"), Need(Choice<DoseProof>(dose, at, "proof"), at + ".proof"));

    private SubmittedMeasures Measures(JsonElement body)
    {
        if (Member(body, "measures") is not { ValueKind: JsonValueKind.Object } m)
        {
            Refuse("measures", Member(body, "measures") is null ? "form.required" : "visits.json_kind");
            return new([]);
        }
        var found = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var measure in m.EnumerateObject().Where(v => v.Value.ValueKind != JsonValueKind.Null).Take(MeasuresLimit))
        {
            var key = MeasureKey(measure);
            if (measure.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                Refuse("measures." + key, "visits.json_bool");
            found[key] = measure.Value.ValueKind == JsonValueKind.True;
        }
        return new(found);
    }

    /// <summary>A key longer than any, or one that is no text, is cut: it is unknown either way.</summary>
    private static string MeasureKey(JsonProperty measure)
    {
        try
        {
            return measure.Name.Length <= SubmittedMeasures.KeyLimit && IsWhole(measure.Name) ? measure.Name : "?";
        }
        catch (InvalidOperationException)
        {
            return "?";
        }
    }

    private List<T>? Each<T>(JsonElement parent, string at, string name, int limit, Func<JsonElement, string, T> read)
    {
        if (Member(parent, name) is not { } value)
            return null;
        var path = Path(at, name);
        if (value.ValueKind != JsonValueKind.Array)
            Refuse(path, "visits.json_kind");
        else if (value.GetArrayLength() > limit)
            Refuse(path, name == "staff" ? "visits.staff_many" : "visits.doses_many", limit);
        else
        {
            var list = new List<T>();
            foreach (var item in value.EnumerateArray())
            {
                var itemAt = $"{path}[{list.Count}]";
                if (item.ValueKind != JsonValueKind.Object)
                {
                    Refuse(itemAt, "visits.json_kind");
                    break;
                }
                list.Add(read(item, itemAt));
            }
            return list;
        }
        return [];
    }

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private T? Value<T>(JsonElement parent, string at, string name, string code, Func<JsonElement, T?> read) where T : struct
    {
        if (Member(parent, name) is not { } value)
            return null;
        var result = read(value);
        if (result is null)
            Refuse(Path(at, name), code);
        return result;
    }

    private string? Text(JsonElement parent, string at, string name)
    {
        if (Member(parent, name) is not { } value)
            return null;
        try
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && IsWhole(text))
                return text;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: JSON, but no text.
        }
        Refuse(Path(at, name), "visits.json_text");
        return null;
    }

    private static bool IsWhole(string text) =>
        System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) == text;

    private Guid? Id(JsonElement parent, string at, string name) =>
        Value<Guid>(parent, at, name, "visits.json_id", v => v.ValueKind == JsonValueKind.String && v.TryGetGuid(out var id) ? id : null);

    private int? Whole(JsonElement parent, string at, string name) =>
        Value<int>(parent, at, name, "visits.json_number", v => v.ValueKind == JsonValueKind.Number && v.TryGetInt32(out var number) ? number : null);

    private DateOnly? Day(JsonElement parent, string at, string name) =>
        Value<DateOnly>(parent, at, name, "visits.json_day", v => v.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(Raw(v), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null);

    /// <summary>RFC 3339: always with its offset.</summary>
    private DateTimeOffset? Moment(JsonElement parent, string name) =>
        Value<DateTimeOffset>(parent, "", name, "visits.json_moment", v => v.ValueKind == JsonValueKind.String
            && Raw(v) is { Length: >= 20 } text && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) && moment.Year is > 2000 and < 2100 ? moment : null);

    private T? Choice<T>(JsonElement parent, string at, string name) where T : struct, Enum =>
        Value<T>(parent, at, name, "visits.json_choice", v => v.ValueKind == JsonValueKind.String && Raw(v) is { Length: > 0 } text && char.IsAsciiLetterLower(text[0])
            && Enum.GetNames<T>().FirstOrDefault(n => JsonNamingPolicy.CamelCase.ConvertName(n) == text) is { } known ? Enum.Parse<T>(known) : null);

    /// <summary>The characters between the quotes; escapes that no plain value needs stay as they are, and then match nothing.</summary>
    private static string Raw(JsonElement value) => value.GetRawText()[1..^1];

    private T Need<T>(T? value, string path) where T : struct
    {
        if (value is null && !_errors.Exists(e => e.Field == path))
            Refuse(path, "form.required");
        return value ?? default;
    }

    private T? Need<T>(T? value, string path) where T : class
    {
        if (value is null && !_errors.Exists(e => e.Field == path))
            Refuse(path, "form.required");
        return value;
    }

    private void Refuse(string path, string code, params object?[] args) => _errors.Add(new(path, new Refusal(code, args)));

    private static string Path(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";
}
