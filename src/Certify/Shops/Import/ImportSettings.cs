using System.Text.Encodings.Web;
using System.Text.Json;

namespace Certify.Shops.Import;

/// <summary>Where a file's columns are, and what was said about it.</summary>
/// <param name="Sheet">Number of the sheet, from 0.</param>
/// <param name="HeaderRow">File row of the headings; 0: none found yet.</param>
/// <param name="Headings">The texts of that row.</param>
/// <param name="Places">Key of each known column and its place, from 0.</param>
/// <param name="Datum">Datum of the coordinates.</param>
/// <param name="SwapCoordinates">Put exchanged latitudes and longitudes right.</param>
/// <param name="Categories">Words for categories that the program doesn't know, and the code of the category that each means.</param>
public sealed record ImportSettings(
    int Sheet, int HeaderRow, IReadOnlyList<string> Headings, IReadOnlyDictionary<string, int> Places,
    Datum Datum = Datum.Wgs84, bool SwapCoordinates = false, IReadOnlyDictionary<string, string>? Categories = null)
{
    internal static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ColumnMap Columns => new(HeaderRow, Places);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static ImportSettings FromJson(string json) => JsonSerializer.Deserialize<ImportSettings>(json, Json)!;
}

/// <summary>What staging has met so far, beside the verdicts of the rows.</summary>
public sealed class ImportFindings
{
    /// <summary>Blank rows, totals and repeated headings.</summary>
    public int Skipped { get; set; }

    /// <summary>Rows in which some value was read in another form.</summary>
    public int Folded { get; set; }

    /// <summary>Rows for each code of a fault or warning.</summary>
    public IDictionary<string, int> Codes { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Category words that nobody knows, with their rows. Bounded: a wrong column would fill it with addresses.</summary>
    public IDictionary<string, int> UnknownCategories { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The rows as they were when they were published.</summary>
    public ImportCounts? Ended { get; set; }

    public void Add(StagedRow row)
    {
        if (row.Notes.Any(note => note.Level == NoteLevel.Fold)) Folded++;
        foreach (var code in row.Notes.Where(note => note.Level != NoteLevel.Fold).Select(note => note.Code).Distinct(StringComparer.Ordinal))
            Increase(Codes, code);
        foreach (var note in row.Notes.Where(note => note.Code == "import.note_category_unknown"))
            if (UnknownCategories.Count < 40 || UnknownCategories.ContainsKey(note.Args[0]))
                Increase(UnknownCategories, note.Args[0]);
    }

    private static void Increase(IDictionary<string, int> counts, string key) => counts[key] = (counts.TryGetValue(key, out var count) ? count : 0) + 1;

    public string ToJson() => JsonSerializer.Serialize(this, ImportSettings.Json);

    public static ImportFindings FromJson(string json) => JsonSerializer.Deserialize<ImportFindings>(json, ImportSettings.Json)!;
}

/// <summary>
/// A row of the file as it was (<c>Cells</c>), what it was read as (<c>Value</c>: JSON, null if wrong), and the notes about it.
/// <c>Title</c> is what the preview calls it: a shop's name, a person's masked name.
/// </summary>
public sealed record StagedRow(int Number, IReadOnlyList<string> Cells, string Title, RowVerdict Verdict, IReadOnlyList<RowNote> Notes, string? Value)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ImportSettings.Json);

    public static StagedRow FromJson(byte[] json) => JsonSerializer.Deserialize<StagedRow>(json, ImportSettings.Json)!;
}
