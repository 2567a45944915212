using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Certify.Badges.Open;

/// <summary>One of the three forms of the open data, written row by row: a million rows need no more memory than one.</summary>
public sealed class OpenFormat
{
    private const int FlushAt = 16 * 1024;
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), SkipValidation = true };

    private readonly Func<Stream, IAsyncEnumerable<OpenBadge>, OpenLicence, CancellationToken, Task> write;

    private OpenFormat(string name, string mediaType, Func<Stream, IAsyncEnumerable<OpenBadge>, OpenLicence, CancellationToken, Task> write) =>
        (Name, MediaType, this.write) = (name, mediaType, write);

    /// <summary>RFC 4180, UTF-8 with a byte order mark (which Excel needs), a header row; cells that a spreadsheet would take for a formula begin with an apostrophe.</summary>
    public static readonly OpenFormat Csv = new("csv", "text/csv; charset=utf-8", WriteCsvAsync);

    /// <summary>An object with source, licence and <c>badges</c>.</summary>
    public static readonly OpenFormat PlainJson = new("json", "application/json; charset=utf-8", WriteJsonAsync);

    /// <summary>A FeatureCollection (RFC 7946), WGS-84, longitude first; no geometry where no position is known.</summary>
    public static readonly OpenFormat GeoJson = new("geojson", "application/geo+json", WriteGeoJsonAsync);

    public static readonly IReadOnlyList<OpenFormat> All = [Csv, PlainJson, GeoJson];

    /// <summary>Ending of the file's name.</summary>
    public string Name { get; }

    public string MediaType { get; }

    public static OpenFormat? Find(string name) => All.FirstOrDefault(f => f.Name == name);

    public Task WriteAsync(Stream to, IAsyncEnumerable<OpenBadge> badges, OpenLicence licence, CancellationToken cancel = default) => write(to, badges, licence, cancel);

    private static async Task WriteCsvAsync(Stream to, IAsyncEnumerable<OpenBadge> badges, OpenLicence licence, CancellationToken cancel)
    {
        await using var text = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), FlushAt, leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync("shop_name,registered_name,address,category,subdistrict,community,issued_on,valid_until,latitude,longitude");
        await foreach (var b in badges.WithCancellation(cancel))
            await text.WriteLineAsync(string.Join(',', Cell(b.ShopName), Cell(b.RegisteredName), Cell(b.Address), Cell(b.Category), Cell(b.Subdistrict), Cell(b.Community),
                Day(b.IssuedOn), Day(b.ValidUntil), Degrees(b.Latitude), Degrees(b.Longitude)));
    }

    private static string Cell(string text)
    {
        // A spreadsheet also drops blanks before it looks for a formula.
        var safe = text.TrimStart() is [var first, ..] && first is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '|' or '%' ? "'" + text : text;
        return safe.AsSpan().ContainsAny("\",\r\n\t") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static async Task WriteJsonAsync(Stream to, IAsyncEnumerable<OpenBadge> badges, OpenLicence licence, CancellationToken cancel)
    {
        await using var json = new Utf8JsonWriter(to, Json);
        json.WriteStartObject();
        WriteLicence(json, licence);
        json.WriteStartArray("badges");
        await foreach (var badge in badges.WithCancellation(cancel))
        {
            json.WriteStartObject();
            WriteFields(json, badge);
            WriteDegrees(json, "latitude", badge.Latitude);
            WriteDegrees(json, "longitude", badge.Longitude);
            json.WriteEndObject();
            if (json.BytesPending > FlushAt)
                await json.FlushAsync(cancel);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static async Task WriteGeoJsonAsync(Stream to, IAsyncEnumerable<OpenBadge> badges, OpenLicence licence, CancellationToken cancel)
    {
        await using var json = new Utf8JsonWriter(to, Json);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        WriteLicence(json, licence);
        json.WriteStartArray("features");
        await foreach (var badge in badges.WithCancellation(cancel))
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            WriteGeometry(json, badge);
            json.WriteStartObject("properties");
            WriteFields(json, badge);
            json.WriteEndObject();
            json.WriteEndObject();
            if (json.BytesPending > FlushAt)
                await json.FlushAsync(cancel);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLicence(Utf8JsonWriter json, OpenLicence licence)
    {
        json.WriteString("source", licence.Source);
        json.WriteString("licence", licence.Name);
        json.WriteString("licenceUrl", licence.Url);
    }

    private static void WriteFields(Utf8JsonWriter json, OpenBadge badge)
    {
        json.WriteString("shopName", badge.ShopName);
        json.WriteString("registeredName", badge.RegisteredName);
        json.WriteString("address", badge.Address);
        json.WriteString("category", badge.Category);
        json.WriteString("subdistrict", badge.Subdistrict);
        json.WriteString("community", badge.Community);
        json.WriteString("issuedOn", Day(badge.IssuedOn));
        json.WriteString("validUntil", Day(badge.ValidUntil));
    }

    private static void WriteGeometry(Utf8JsonWriter json, OpenBadge badge)
    {
        if (badge is not { Latitude: { } latitude, Longitude: { } longitude })
        {
            json.WriteNull("geometry");
            return;
        }
        json.WriteStartObject("geometry");
        json.WriteString("type", "Point");
        json.WriteStartArray("coordinates");
        json.WriteRawValue(Degrees(longitude));
        json.WriteRawValue(Degrees(latitude));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDegrees(Utf8JsonWriter json, string name, double? degrees)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(degrees is null ? "null" : Degrees(degrees));
    }

    private static string Day(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Six decimals are 10 cm; more would be invented.</summary>
    private static string Degrees(double? degrees) => degrees?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}

/// <summary>The line that goes with the data.</summary>
public sealed record OpenLicence(string Source, string Name, string Url);
