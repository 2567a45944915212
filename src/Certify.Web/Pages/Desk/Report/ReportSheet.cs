using Certify.Certification;
using Certify.Tables;
using Certify.Web.Text;

namespace Certify.Web.Pages.Desk.Report;

/// <summary>The report's two tables, for page and workbook alike.</summary>
public static class ReportSheet
{
    public static readonly IReadOnlyList<string> GridHeadings =
        ["report.grid", "report.shops", "report.visited_today", "report.visited", "report.to_go", "report.certified_today", "report.certified", "report.valid", "report.suspended", "report.not_vaccinated"];

    public static readonly IReadOnlyList<string> InspectorHeadings = ["report.inspector", "report.visits_today", "report.visits", "report.badges_today", "report.badges"];

    public static IReadOnlyList<int> Cells(ReportRow row) =>
        [row.Shops, row.VisitedToday, row.Visited, row.ToGo, row.CertifiedToday, row.Certified, row.Valid, row.Suspended, row.NotVaccinated];

    public static IReadOnlyList<int> Cells(InspectorRow row) => [row.VisitsToday, row.Visits, row.CertifiedToday, row.Certified];

    public static byte[] Write(ReportFigures figures, Words words)
    {
        using var file = new MemoryStream();
        using (var book = new Spreadsheet(file))
        {
            book.Sheet(words["report.title"], [words.Report(figures)], [100]);
            book.Row(words["report.now_at", figures.AsOf]);
            book.Sheet(words["report.by_grid"], [.. GridHeadings.Select(h => words[h])]);
            foreach (var row in figures.Grids.Append(figures.Total with { Name = words["report.total"] }))
                book.Row([row.Name, .. Cells(row).Cast<object?>()]);
            book.Sheet(words["report.by_inspector"], [.. InspectorHeadings.Select(h => words[h])]);
            foreach (var row in figures.Inspectors)
                book.Row([row.Name, .. Cells(row).Cast<object?>()]);
        }
        return file.ToArray();
    }
}
