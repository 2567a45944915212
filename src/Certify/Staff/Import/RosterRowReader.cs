using System.Globalization;
using Certify.Shops;
using Certify.Shops.Import;
using Certify.Tables;

namespace Certify.Staff.Import;

/// <summary>
/// Turns one row of a roster into a person and the notes about it; which shop it names is for the caller to find. The notes hold
/// no full number and no phone: they are shown in lists.
/// </summary>
public sealed class RosterRowReader(ColumnMap columns, DateOnly today)
{
    /// <summary>The person at <paramref name="shopId"/>; null if anything is wrong with the row.</summary>
    public RosterRow? Read(TableRow row, Guid? shopId, RowNotes notes)
    {
        foreach (var column in RosterColumns.All)
            if (CellReader.IsError(columns.Cell(row, column.Key))) notes.AddWrong(column.Key, "import.note_cell_error", columns.Cell(row, column.Key).Trim());
        var name = Text(row, RosterColumns.Name, StaffMember.NameLimit, notes);
        if (name.Length == 0) notes.AddWrong(RosterColumns.Name, "import.note_person_missing");
        var (idType, idNumber) = Id(row, notes);
        var phone = Phone(row, notes);
        var position = Text(row, RosterColumns.Position, StaffMember.PositionLimit, notes);
        var reason = Text(row, RosterColumns.Reason, HealthRecord.TextLimit, notes);
        var (vaccine, doses) = Doses(row, notes);
        return notes.Wrong || shopId is not { } at ? null : new RosterRow(at, name, idType, idNumber, phone, position, vaccine, doses, reason.Length == 0 ? null : reason);
    }

    private string Text(TableRow row, string column, int limit, RowNotes notes)
    {
        var line = CellReader.Line(columns.Cell(row, column));
        if (line.Length > limit) notes.AddWrong(column, "import.note_too_long", Number(line.Length), Number(limit));
        return line;
    }

    private (IdType Type, string Number) Id(TableRow row, RowNotes notes)
    {
        var type = ShopIdentity.Fold(columns.Cell(row, RosterColumns.IdType)) switch
        {
            "" or "身份证" or "居民身份证" or "residentid" or "idcard" => IdType.ResidentId,
            "护照" or "passport" => IdType.Passport,
            _ => IdType.Other,
        };
        var written = columns.Cell(row, RosterColumns.IdNumber);
        var folded = ResidentId.Fold(CellReader.Line(written));
        if (folded.Length == 0) notes.AddWrong(RosterColumns.IdNumber, "import.note_id_missing");
        else if (folded.Contains("E+", StringComparison.Ordinal)) notes.AddWrong(RosterColumns.IdNumber, "import.note_id_as_number");
        else if (type != IdType.ResidentId)
        {
            if (folded.Length > StaffMember.IdNumberLimit) notes.AddWrong(RosterColumns.IdNumber, "import.note_too_long", Number(folded.Length), Number(StaffMember.IdNumberLimit));
        }
        else
        {
            var id = ResidentId.Parse(folded, today);
            if (id.Refusal is { } wrong) notes.AddWrong(RosterColumns.IdNumber, wrong.Code, [.. wrong.Args.Select(arg => Convert.ToString(arg, CultureInfo.InvariantCulture) ?? "")]);
            else folded = id.Value!.Number;
        }
        return (type, folded);
    }

    private string Phone(TableRow row, RowNotes notes)
    {
        var written = CellReader.Line(columns.Cell(row, RosterColumns.Phone));
        if (written.Length == 0) return "";
        var phone = CellReader.Phone(written);
        if (phone is null || phone.Length > StaffMember.PhoneLimit) notes.AddWrong(RosterColumns.Phone, "import.note_phone_unreadable", Masking.Phone(written));
        return phone ?? "";
    }

    private (string? Vaccine, IReadOnlyList<DateOnly> Doses) Doses(TableRow row, RowNotes notes)
    {
        var doses = new List<DateOnly>();
        var ended = false;
        foreach (var column in RosterColumns.Doses)
        {
            var written = CellReader.Line(columns.Cell(row, column));
            if (written is "" or "-" or "—" or "/" or "无" or "未接种")
            {
                ended = true;
                continue;
            }
            if (ended) notes.AddWrong(column, "import.note_dose_before_missing");
            if (CellReader.Day(written) is not { } day) notes.AddWrong(column, "import.note_day_unreadable", written);
            else if (day > today) notes.AddWrong(column, "import.note_day_in_future", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            else if (doses.Count > 0 && day <= doses[^1]) notes.AddWrong(column, "import.note_dose_order", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), doses[^1].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            else doses.Add(day);
        }
        var product = CellReader.Line(columns.Cell(row, RosterColumns.Vaccine));
        var vaccine = product.Length == 0 ? null : Vaccine.FindByName(product);
        if (vaccine is null && product.Length > 0) notes.AddWrong(RosterColumns.Vaccine, "rules.dose_unknown_vaccine", product);
        else if (vaccine is null && doses.Count > 0) notes.AddWrong(RosterColumns.Vaccine, "import.note_vaccine_missing");
        else if (vaccine is not null) AddFindings(vaccine, doses, notes);
        return (vaccine?.Code, doses);
    }

    /// <summary>What the dose rules say of the days: a dose that came too early is kept, but doesn't count.</summary>
    private void AddFindings(Vaccine vaccine, List<DateOnly> doses, RowNotes notes)
    {
        var course = DoseRules.Judge([.. doses.Select(on => new Dose(vaccine.Code, on, DoseProof.Booklet))], today);
        foreach (var finding in course.Findings.Where(finding => !finding.Note))
            notes.AddWarning(RosterColumns.Doses[finding.Index], finding.Code, [.. finding.Args.Select(Said)]);
    }

    private static string Said(object? arg) => arg is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Convert.ToString(arg, CultureInfo.InvariantCulture) ?? "";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
