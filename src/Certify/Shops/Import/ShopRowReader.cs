using System.Globalization;
using Certify.Tables;

namespace Certify.Shops.Import;

/// <summary>
/// Turns one row of a registry into a shop and the notes about it. A pure function of the row, the columns and what was said about the file.
/// A row with a wrong value is not taken: a phone that can't be read is mended in the file, not dropped in silence.
/// </summary>
public sealed class ShopRowReader(ColumnMap columns, ShopRowOptions options)
{
    private const int PersonLimit = 60;

    /// <summary>The shop, null if anything is wrong with it, and every note.</summary>
    public (ShopRow? Shop, IReadOnlyList<RowNote> Notes) Read(TableRow row)
    {
        var notes = new RowNotes();
        foreach (var column in ShopColumns.All)
            if (CellReader.IsError(columns.Cell(row, column.Key))) notes.AddWrong(column.Key, "import.note_cell_error", columns.Cell(row, column.Key).Trim());
        var name = Text(row, ShopColumns.Name, Shop.NameLimit, notes);
        if (name.Length == 0) notes.AddWrong(ShopColumns.Name, "import.note_name_missing");
        var address = Text(row, ShopColumns.Address, Shop.AddressLimit, notes);
        if (address.Length == 0) notes.AddWrong(ShopColumns.Address, "import.note_address_missing");
        var shop = new ShopRow(
            name, Optional(row, ShopColumns.Signboard, Shop.NameLimit, notes), Code(row, notes), Category(row, notes),
            address, Optional(row, ShopColumns.Subdistrict, Grid.NameLimit, notes), Optional(row, ShopColumns.Community, Grid.NameLimit, notes),
            Optional(row, ShopColumns.Responsible, PersonLimit, notes), Phone(row, notes), StaffCount(row, notes), Founded(row, notes), Place(row, notes));
        if (shop.Subdistrict is null && shop.Community is null) notes.AddWrong(ShopColumns.Subdistrict, "import.note_grid_missing");
        return (notes.Wrong ? null : shop, notes.All);
    }

    private string Text(TableRow row, string column, int limit, RowNotes notes)
    {
        var written = columns.Cell(row, column);
        if (CellReader.IsError(written)) return "?";
        var line = CellReader.Line(written);
        if (line.Length > limit) notes.AddWrong(column, "import.note_too_long", line.Length.ToString(CultureInfo.InvariantCulture), limit.ToString(CultureInfo.InvariantCulture));
        else if (line.Contains('\uFFFD', StringComparison.Ordinal)) notes.AddWrong(column, "import.note_garbled", line);
        else if (CellReader.HasInvisible(written)) notes.Add(new RowNote(NoteLevel.Warning, column, "import.note_invisible", line));
        else if (!string.Equals(line, written, StringComparison.Ordinal)) notes.AddFold(column, written, line);
        return line;
    }

    private string? Optional(TableRow row, string column, int limit, RowNotes notes) =>
        Text(row, column, limit, notes) is { Length: > 0 } text ? text : null;

    private string? Code(TableRow row, RowNotes notes)
    {
        var written = columns.Cell(row, ShopColumns.Uscc);
        if (CellReader.IsError(written)) return null;
        if (written.Trim() is "无" or "-" or "—" or "/" or "暂无") written = "";
        var code = Uscc.Parse(written);
        if (code.Refusal is null)
        {
            var read = code.Value.ToString();
            if (!string.Equals(read, written, StringComparison.Ordinal)) notes.AddFold(ShopColumns.Uscc, written, read);
            return read;
        }
        if (code.Refusal.Code is "uscc.missing") notes.AddWarning(ShopColumns.Uscc, "import.note_uscc_missing");
        else notes.AddWrong(ShopColumns.Uscc, code.Refusal.Code, [.. code.Refusal.Args.Select(arg => Convert.ToString(arg, CultureInfo.InvariantCulture) ?? "")]);
        return null;
    }

    private string Category(TableRow row, RowNotes notes)
    {
        var written = CellReader.Line(columns.Cell(row, ShopColumns.Category));
        if (CellReader.IsError(written)) return "";
        if (options.Categories.TryGetValue(ShopIdentity.Fold(written), out var code)) return code;
        if (written.Length == 0) notes.AddWrong(ShopColumns.Category, "import.note_category_missing");
        else notes.AddWrong(ShopColumns.Category, "import.note_category_unknown", written);
        return "";
    }

    private string? Phone(TableRow row, RowNotes notes) => Read(row, ShopColumns.Phone, "import.note_phone_unreadable", notes, CellReader.Phone, read => read);

    private int? StaffCount(TableRow row, RowNotes notes) =>
        Read(row, ShopColumns.StaffCount, "import.note_count_unreadable", notes, text => CellReader.Count(text) is { } count ? count : (int?)null, count => count?.ToString(CultureInfo.InvariantCulture));

    private DateOnly? Founded(TableRow row, RowNotes notes)
    {
        var day = Read(row, ShopColumns.Founded, "import.note_day_unreadable", notes, CellReader.Day, day => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (day > options.Today) notes.AddWrong(ShopColumns.Founded, "import.note_day_in_future", day.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return day;
    }

    private GeoPoint? Place(TableRow row, RowNotes notes)
    {
        var latitude = Degrees(row, ShopColumns.Latitude, notes);
        var longitude = Degrees(row, ShopColumns.Longitude, notes);
        if (latitude is null && longitude is null) return null;
        if (latitude is null || longitude is null)
        {
            notes.AddWrong(latitude is null ? ShopColumns.Latitude : ShopColumns.Longitude, "import.note_coordinate_alone");
            return null;
        }
        if (Geo.InChina(latitude.Value, longitude.Value)) return Geo.ToWgs84(new GeoPoint(latitude.Value, longitude.Value), options.Datum);
        string[] written = [columns.Cell(row, ShopColumns.Latitude).Trim(), columns.Cell(row, ShopColumns.Longitude).Trim()];
        if (!Geo.InChina(longitude.Value, latitude.Value)) notes.AddWrong(ShopColumns.Latitude, "import.note_coordinates_outside", written);
        else if (!options.SwapCoordinates) notes.AddWrong(ShopColumns.Latitude, "import.note_coordinates_exchanged", written);
        else
        {
            notes.Add(new RowNote(NoteLevel.Fold, ShopColumns.Latitude, "import.note_coordinates_swapped", written));
            return Geo.ToWgs84(new GeoPoint(longitude.Value, latitude.Value), options.Datum);
        }
        return null;
    }

    private double? Degrees(TableRow row, string column, RowNotes notes) =>
        Read(row, column, "import.note_degrees_unreadable", notes, CellReader.Degrees, read: null);

    /// <summary>Reads a cell that may be empty; tells what can't be read, and (if <paramref name="read"/> gives its usual form) what was folded.</summary>
    private T? Read<T>(TableRow row, string column, string unreadable, RowNotes notes, Func<string, T?> reader, Func<T?, string?>? read)
    {
        var written = columns.Cell(row, column);
        if (CellReader.Line(written).Length == 0 || CellReader.IsError(written)) return default;
        var value = reader(written);
        if (value is null) notes.AddWrong(column, unreadable, CellReader.Line(written));
        else if (read?.Invoke(value) is { } usual && !string.Equals(usual, written, StringComparison.Ordinal)) notes.AddFold(column, CellReader.Line(written), usual);
        return value;
    }
}
