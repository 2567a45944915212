using Certify.Data;
using Certify.Shops.Import;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Imports;

/// <summary>The imports so far, and the way to a new one. Uploads stay in memory until they are sealed: no roster touches the disk in clear.</summary>
[RequestSizeLimit(UploadBytes + (1 << 20))]
[RequestFormLimits(MultipartBodyLengthLimit = UploadBytes + (1 << 20), MemoryBufferThreshold = UploadBytes + (1 << 20))]
public sealed class IndexModel(CertifyDb db, ImportService imports, Words words) : PageModel
{
    public const int UploadBytes = 64 << 20;

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<ImportBatch> Batches { get; private set; } = [];

    public sealed class Form
    {
        public ImportKind Kind { get; set; }
        public IFormFile? File { get; set; }
    }

    public async Task OnGetAsync() =>
        Batches = await db.ImportBatches.AsNoTracking().OrderByDescending(batch => batch.CreatedAt).Take(100).ToListAsync();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Input.File is not { Length: > 0 } file) return await RefusedAsync(new Refusal(Input.File is null ? "import.file_missing" : "table.empty"));
        if (file.Length > UploadBytes) return await RefusedAsync(new Refusal("import.too_large", UploadBytes >> 20));
        await using var content = file.OpenReadStream();
        var uploaded = await imports.UploadAsync(Input.Kind, file.FileName, content, User.Actor(), cancel);
        return uploaded.Refusal is { } refusal ? await RefusedAsync(refusal) : RedirectToPage("Columns", new { id = uploaded.Value });
    }

    private async Task<IActionResult> RefusedAsync(Refusal refusal)
    {
        ModelState.AddModelError("Input.File", words[refusal]);
        await OnGetAsync();
        return Page();
    }
}
