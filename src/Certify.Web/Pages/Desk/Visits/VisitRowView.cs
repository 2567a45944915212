namespace Certify.Web.Pages.Desk.Visits;

/// <summary>A row as it is drawn. <paramref name="Key"/> is its index in the form; the browser's template has one of its own that it replaces.</summary>
public sealed record VisitRowView(string Key, int Number, VisitRow Row, KnownPerson? Known, RowVerdict Verdict, Func<string, string?> Error)
{
    public static readonly IReadOnlyList<string> Fields =
        ["Name", "IdNumber", "Phone", "Position", "Vaccine", "Dose1", "Dose2", "Dose3", "Exemption", "ExemptUntil", "Reason", "LeftOn"];

    public static readonly VisitRowView Template = new("__key__", 0, new VisitRow(), null, new(RowState.Blank, false, false, []), _ => null);

    /// <summary>The row of a listed person whom the browser fills in from the field pack.</summary>
    public static readonly VisitRowView KnownTemplate = Template with { Known = new KnownPerson(Guid.Empty, "", "", "", HasNumber: false, Confirmed: true, Vaccinated: false, Certify.Staff.StaffSource.Visit) };
}
