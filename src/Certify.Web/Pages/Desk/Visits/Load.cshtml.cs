using Certify.Accounts;
using Certify.Data;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>导入走访文件: visits exported from a laptop's outbox are recorded as their inspectors' visits, by a supervisor, on record.</summary>
[RequestSizeLimit(TotalBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = TotalBytes)]
public sealed class LoadModel(CertifyDb db, VisitFiles files, Words words) : PageModel
{
    public const int FileLimit = 20, FileBytes = VisitForms.BodyLimit;
    private const int TotalBytes = FileLimit * FileBytes + (1 << 20), LatestRows = 30;

    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>What became of the files just chosen. Sent again by a reload it is the same visits, each with its receipt.</summary>
    public IReadOnlyList<LoadedFile> Files { get; private set; } = [];

    /// <summary>What was loaded before, the newest first.</summary>
    public IReadOnlyList<AuditRow> Latest { get; private set; } = [];

    public sealed class Form
    {
        public IReadOnlyList<IFormFile> Files { get; set; } = [];
    }

    public async Task OnGetAsync(CancellationToken cancel) =>
        Latest = await db.Audit.AsNoTracking().Where(r => r.Action == LoadedVisits.Action).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(LatestRows).ToListAsync(cancel);

    public async Task OnPostAsync(CancellationToken cancel)
    {
        if (Input.Files.Count == 0)
            ModelState.AddModelError("Input.Files", words["load.none"]);
        else if (Input.Files.Count > FileLimit)
            ModelState.AddModelError("Input.Files", words["load.many", FileLimit, Input.Files.Count]);
        else
            Files = await files.LoadAsync(await ReadAsync(cancel), User.Actor(), cancel);
        await OnGetAsync(cancel);
    }

    private async Task<List<(string Name, byte[]? Bytes)>> ReadAsync(CancellationToken cancel)
    {
        var read = new List<(string, byte[]?)>();
        foreach (var file in Input.Files)
        {
            using var bytes = new MemoryStream();
            if (file.Length <= FileBytes)
                await file.CopyToAsync(bytes, cancel);
            read.Add((Path.GetFileName(file.FileName), file.Length <= FileBytes ? bytes.ToArray() : null));
        }
        return read;
    }
}
