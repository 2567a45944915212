using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certify.Badges.Paper;

/// <summary>Reads the templates at start. What is wrong is said with file, line and reason, e.g. <c>door-a5.json:17: "merlons" must be an odd number</c>.</summary>
public static class TemplateFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <exception cref="InvalidDataException">A file breaks the schema, or there is none.</exception>
    public static IReadOnlyDictionary<string, PaperTemplate> ReadAll(string folder)
    {
        var templates = Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .Select(path => Read(Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path)))
            .ToDictionary(template => template.Name, StringComparer.Ordinal);
        if (templates.Count == 0) throw new InvalidDataException($"no templates in {folder}");
        foreach (var template in templates.Values)
        {
            if (template.Sheet is { } sheet && (!templates.TryGetValue(sheet.Of, out var of) || of.Sheet is not null))
                throw new InvalidDataException($"{template.Name}.json:1: \"of\" names no template that can be repeated: {sheet.Of}");
        }
        return templates;
    }

    /// <inheritdoc cref="ReadAll"/>
    public static PaperTemplate Read(string name, byte[] file)
    {
        PaperTemplate template;
        try
        {
            template = JsonSerializer.Deserialize<PaperTemplate>(file, Json) ?? throw new JsonException("the file is empty");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{name}.json:{(wrong.LineNumber ?? 0) + 1}: {Reason(wrong)}", wrong);
        }
        var lines = ElementLines(file);
        foreach (var (element, fault) in TemplateCheck.Faults(template))
            throw new InvalidDataException($"{name}.json:{(element < 0 ? 1 : lines[element])}: {fault}");
        return template with { Name = name };
    }

    /// <summary>Without the library's type names, which tell a designer nothing.</summary>
    private static string Reason(JsonException wrong)
    {
        var text = wrong.Message.Split(" Path: ")[0].Replace("Certify.Badges.Paper.", "", StringComparison.Ordinal);
        return wrong.Path is { Length: > 0 } path ? $"{text} ({path})" : text;
    }

    /// <summary>The line on which each element begins.</summary>
    private static List<int> ElementLines(byte[] file)
    {
        var lines = new List<int>();
        var reader = new Utf8JsonReader(file, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        var inElements = false;
        while (reader.Read())
        {
            if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName }) inElements = reader.ValueTextEquals("elements");
            if (inElements && reader is { CurrentDepth: 2, TokenType: JsonTokenType.StartObject })
                lines.Add(file.AsSpan(..(int)reader.TokenStartIndex).Count((byte)'\n') + 1);
        }
        return lines;
    }
}
