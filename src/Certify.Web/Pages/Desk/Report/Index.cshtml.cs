using Certify.Certification;
using Certify.Data;
using Certify.Tables;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Report;

/// <summary>The day's report: as of now, or as it was kept at the configured hour of a day.</summary>
public sealed class ReportModel(CertifyDb db, ReportBook reports, CertifyClock clock, Words words) : PageModel
{
    private const int DaysShown = 60;

    [FromQuery]
    public DateOnly? Day { get; set; }

    public ReportFigures Figures { get; private set; } = null!;

    /// <summary>These are a kept report's figures, not those of now.</summary>
    public bool Kept { get; private set; }

    public IReadOnlyList<DateOnly> Days { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnGetXlsxAsync() => await LoadAsync()
        ? File(ReportSheet.Write(Figures, words), Spreadsheet.ContentType, $"report-{clock.DayOf(Figures.AsOf):yyyyMMdd}.xlsx")
        : NotFound();

    private async Task<bool> LoadAsync()
    {
        Days = await db.DayReports.AsNoTracking().OrderByDescending(r => r.Day).Select(r => r.Day).Take(DaysShown).ToListAsync();
        if (Day is not { } day)
        {
            Figures = await reports.ReckonAsync(db);
            return true;
        }
        if (await db.DayReports.AsNoTracking().FirstOrDefaultAsync(r => r.Day == day) is not { } kept)
            return false;
        (Kept, Figures) = (true, ReportFigures.Read(kept.Figures));
        return true;
    }
}
