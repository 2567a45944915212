using System.Text.Json;
using System.Text.Json.Serialization;
using Certify.Checklists;

namespace Certify.Visits;

/// <summary>What a visit found of each measure, by its key, in the keys' order: true where it was in order.</summary>
[JsonConverter(typeof(SubmittedMeasuresJson))]
public sealed class SubmittedMeasures(IEnumerable<KeyValuePair<string, bool>> found)
{
    public const int KeyLimit = 40;

    public IReadOnlyDictionary<string, bool> Found { get; } = new SortedDictionary<string, bool>(found.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    public bool this[string key] => Found.GetValueOrDefault(key);

    /// <summary>Each measure of a list, in order where <paramref name="passed"/> names it.</summary>
    public static SubmittedMeasures Of(ChecklistVersion list, IEnumerable<string> passed)
    {
        var keys = passed.ToHashSet(StringComparer.Ordinal);
        return new(list.Items.Select(i => KeyValuePair.Create(i.Key, keys.Contains(i.Key))));
    }

    public static SubmittedMeasures Passing(IEnumerable<string> keys) => new(keys.Select(k => KeyValuePair.Create(k, true)));

    public SubmittedMeasures With(string key, bool inOrder) => new(Found.Where(f => f.Key != key).Append(new(key, inOrder)));

    /// <summary>Keys of what was in order, as the list reads.</summary>
    public IReadOnlyList<string> PassedOf(ChecklistVersion list) => [.. list.Items.Where(i => this[i.Key]).Select(i => i.Key)];
}

/// <summary>By key. Reads what was written before there was more than one list, too: the six by name, and their sum, which says nothing more.</summary>
public sealed class SubmittedMeasuresJson : JsonConverter<SubmittedMeasures>
{
    public override SubmittedMeasures Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var found = new Dictionary<string, bool>(StringComparer.Ordinal);
        using var measures = JsonDocument.ParseValue(ref reader);
        foreach (var measure in measures.RootElement.EnumerateObject().Where(m => m.Value.ValueKind is JsonValueKind.True or JsonValueKind.False))
            found[JsonNamingPolicy.CamelCase.ConvertName(measure.Name)] = measure.Value.GetBoolean();
        return new(found);
    }

    public override void Write(Utf8JsonWriter writer, SubmittedMeasures value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, inOrder) in value.Found)
            writer.WriteBoolean(key, inOrder);
        writer.WriteEndObject();
    }
}

/// <summary>The six of the first list, as a visit's hash has always been taken of them.</summary>
public sealed class SixMeasuresJson : JsonConverter<SubmittedMeasures>
{
    /// <summary>True where the content can be written so: of the first list, or of no list named, with no measure but the six.</summary>
    public static bool Fits(VisitSubmission visit) =>
        visit.ChecklistVersion is null or ChecklistVersion.First && visit.Measures.Found.Keys.All(k => SixMeasures.Of(k) is not null);

    public override SubmittedMeasures Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, SubmittedMeasures value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, measure) in SixMeasures.All)
            writer.WriteBoolean(measure.ToString(), value[key]);
        writer.WriteNumber("Passed", SixMeasures.All.Where(m => value[m.Key]).Sum(m => (int)m.Measure));
        writer.WriteEndObject();
    }
}
