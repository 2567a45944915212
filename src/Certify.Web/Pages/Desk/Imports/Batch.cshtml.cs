using Certify.Data;
using Certify.Shops.Import;
using Certify.Tables;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Imports;

/// <summary>One import: its progress, then what it would do, then what it did.</summary>
public sealed class BatchModel(CertifyDb db, ImportService imports, ImportSignal signal, WrongRowsSheet sheet, TableSeal seal, Words words) : PageModel
{
    private const int PageRows = 50;

    [BindProperty(SupportsGet = true, Name = "show")]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public ImportBatch Batch { get; private set; } = null!;
    public ImportFindings Findings { get; private set; } = new();
    public ImportSettings Settings { get; private set; } = null!;
    public ImportCounts Counts { get; private set; } = null!;
    public IReadOnlyList<StagedRow> Rows { get; private set; } = [];
    public int Pages { get; private set; }

    /// <summary>The import has ended long ago: what it did is known, its rows are not.</summary>
    public bool RowsGone { get; private set; }

    public int Count(RowVerdict verdict) => Counts.Of(verdict);
    public int Warned => Counts.Warned;
    /// <summary>Rows that a person should look at: shown first, if there are any.</summary>
    public int Doubtful => Count(RowVerdict.Wrong) + Count(RowVerdict.Double) + Warned;
    public int Good => Count(RowVerdict.New) + Count(RowVerdict.Changed);

    public string Sentence(RowNote note) => Commands.Import.Sentence(words, note);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (Batch.State == ImportState.Uploaded) return RedirectToPage("Columns", new { id });
        var kept = await ImportCounts.ReadAsync(db, id, cancel);
        Counts = Findings.Ended ?? kept;
        RowsGone = Counts.Verdicts.Count > kept.Verdicts.Count;
        if (string.IsNullOrEmpty(Show)) Show = Doubtful > 0 ? "doubtful" : "all";
        await ReadRowsAsync(id, cancel);
        return Page();
    }

    public Task<IActionResult> OnPostPublishAsync(Guid id, CancellationToken cancel) => DoAsync(id, imports.PublishAsync(id, User.Actor(), cancel), cancel);

    public Task<IActionResult> OnPostStopAsync(Guid id, CancellationToken cancel) => DoAsync(id, imports.StopAsync(id, cancel), cancel);

    public Task<IActionResult> OnPostResumeAsync(Guid id, CancellationToken cancel) => DoAsync(id, imports.ResumeAsync(id, cancel), cancel);

    public async Task<IActionResult> OnPostAnswersAsync(Guid id, bool swap, IDictionary<string, string> categories, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        var meanings = (Settings.Categories ?? new Dictionary<string, string>(StringComparer.Ordinal)).Concat(categories.Where(pair => pair.Value is { Length: > 0 }))
            .GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Last().Value, StringComparer.Ordinal);
        return await DoAsync(id, imports.BeginAsync(id, Settings with { SwapCoordinates = Settings.SwapCoordinates || swap, Categories = meanings }, cancel), cancel);
    }

    public async Task<IActionResult> OnPostDiscardAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        var discarded = await imports.DiscardAsync(id, cancel);
        TempData["Flash"] = discarded?.Refusal is { } refusal ? words[refusal] : words["import.discarded", Batch.FileName];
        return RedirectToPage("Index");
    }

    public async Task<IActionResult> OnGetWrongAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        var file = new MemoryStream();
        await imports.RecordDownloadAsync(Batch, User.Actor(), cancel);
        await sheet.WriteAsync(Batch, file, Commands.Import.WrongWords(words), cancel);
        file.Position = 0;
        return File(file, Spreadsheet.ContentType, Path.GetFileNameWithoutExtension(Batch.FileName) + "-" + words["import.verdict_Wrong"] + ".xlsx");
    }

    private async Task<IActionResult> DoAsync(Guid id, Task<Result?> step, CancellationToken cancel)
    {
        if (await step is not { } done) return NotFound();
        if (done.Refusal is { } refusal) TempData["Problem"] = words[refusal];
        else await signal.RunAsync(id, cancel);
        return RedirectToPage("Batch", new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.ImportBatches.AsNoTracking().FirstOrDefaultAsync(batch => batch.Id == id, cancel) is not { } batch) return false;
        (Batch, Settings, Findings) = (batch, ImportSettings.FromJson(batch.Mapping), ImportFindings.FromJson(batch.Findings));
        return true;
    }

    private async Task ReadRowsAsync(Guid id, CancellationToken cancel)
    {
        var rows = db.ImportRows.AsNoTracking().Where(row => row.BatchId == id);
        if (Enum.TryParse<RowVerdict>(Show, out var verdict)) rows = rows.Where(row => row.Verdict == verdict);
        else if (Show is "doubtful") rows = rows.Where(row => row.Verdict == RowVerdict.Wrong || row.Verdict == RowVerdict.Double || row.Warned);
        else if (Show is "warned") rows = rows.Where(row => row.Warned);
        else if (Show is { Length: > 0 } code && Findings.Codes.ContainsKey(code)) rows = rows.Where(row => row.Codes.Contains("[" + code + "]"));
        Pages = Math.Max(1, (await rows.CountAsync(cancel) + PageRows - 1) / PageRows);
        Number = Math.Clamp(Number, 1, Pages);
        var page = await rows.OrderBy(row => row.RowNumber).Skip((Number - 1) * PageRows).Take(PageRows).ToListAsync(cancel);
        Rows = [.. page.Select(row => StagedRow.FromJson(seal.Open("ImportRows", "Sealed", row.Id, row.Sealed)))];
    }
}
