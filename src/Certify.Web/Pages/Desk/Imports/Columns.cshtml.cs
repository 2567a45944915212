using System.ComponentModel.DataAnnotations;
using Certify.Data;
using Certify.Shops;
using Certify.Shops.Import;
using Certify.Tables;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Imports;

/// <summary>Which column holds what: proposed from the headings, changed by the person. Another sheet or header row is read on request.</summary>
public sealed class ColumnsModel(CertifyDb db, ImportService imports, ImportSignal signal, Words words) : PageModel
{
    private const int SampleRows = 60;

    [BindProperty]
    public Form Input { get; set; } = new();

    public ImportBatch Batch { get; private set; } = null!;
    public IReadOnlyList<ImportColumn> Known { get; private set; } = [];
    public IReadOnlyList<string> Sheets { get; private set; } = [];
    public IReadOnlyList<string> Headings { get; private set; } = [];
    public IReadOnlyList<string> Samples { get; private set; } = [];

    public sealed class Form
    {
        public int Sheet { get; set; }

        [Range(0, 1000, ErrorMessage = "form.unreadable")]
        public int HeaderRow { get; set; }
        public Datum Datum { get; set; }

        /// <summary>Key of a known column and its place; -1: the table has none.</summary>
        public IDictionary<string, int> Places { get; set; } = new Dictionary<string, int>(StringComparer.Ordinal);
    }

    public async Task<IActionResult> OnGetAsync(Guid id, int? sheet, int? headerRow, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (!Batch.IsOpen) return RedirectToPage("Batch", new { id });
        var kept = ImportSettings.FromJson(Batch.Mapping);
        Input = new Form { Sheet = sheet ?? kept.Sheet, HeaderRow = headerRow ?? kept.HeaderRow, Datum = kept.Datum };
        var rows = Read();
        var again = sheet is null && headerRow is null ? kept.Columns : ColumnMap.Find(rows.Where(row => row.Number == Input.HeaderRow), Known);
        foreach (var column in Known) Input.Places[column.Key] = again?.Places.GetValueOrDefault(column.Key, -1) ?? -1;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Read();
        if (!ModelState.IsValid) return Page();
        var kept = ImportSettings.FromJson(Batch.Mapping);
        var places = Input.Places.Where(place => place.Value >= 0 && place.Value < TableLimits.Columns && Known.Any(column => column.Key == place.Key))
            .ToDictionary(StringComparer.Ordinal);
        var begun = await imports.BeginAsync(id, kept with { Sheet = Input.Sheet, HeaderRow = Input.HeaderRow, Headings = Headings, Places = places, Datum = Input.Datum }, cancel);
        if (begun?.Refusal is { } refusal)
        {
            ModelState.AddModelError("", words[refusal]);
            return Page();
        }
        await signal.RunAsync(id, cancel);
        return RedirectToPage("Batch", new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.ImportBatches.AsNoTracking().FirstOrDefaultAsync(batch => batch.Id == id, cancel) is not { } batch) return false;
        (Batch, Known) = (batch, imports.ColumnsOf(batch.Kind));
        return true;
    }

    /// <summary>Reads the top of the sheet: its headings, and beneath each the first value that isn't blank.</summary>
    private IReadOnlyList<TableRow> Read()
    {
        var rows = imports.FirstRows(Batch, Input.Sheet, SampleRows + Math.Clamp(Input.HeaderRow, 0, 1000), out var sheets);
        Sheets = sheets;
        Headings = rows.FirstOrDefault(row => row.Number == Input.HeaderRow).Cells ?? [];
        var beneath = rows.Where(row => row.Number > Input.HeaderRow).ToList();
        var columns = Math.Max(Headings.Count, beneath.Select(row => row.Cells.Count).DefaultIfEmpty().Max());
        Headings = [.. Enumerable.Range(0, columns).Select(at => at < Headings.Count ? Headings[at] : "")];
        Samples = [.. Enumerable.Range(0, columns).Select(at => beneath.Select(row => row[at]).FirstOrDefault(cell => !string.IsNullOrWhiteSpace(cell)) ?? "")];
        return rows;
    }
}
