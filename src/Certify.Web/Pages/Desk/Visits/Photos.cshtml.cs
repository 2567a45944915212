using System.Security.Cryptography;
using Certify.Accounts;
using Certify.Data;
using Certify.Photos;
using Certify.Shops;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>The photos of a visit, one of them large: for its inspector, who adds them, and for supervisors. Opened on record. What is sent stays in memory until it is sealed.</summary>
[ResponseCache(NoStore = true)]
[RequestSizeLimit(BodyBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = BodyBytes, MemoryBufferThreshold = BodyBytes)]
public sealed class PhotosModel(CertifyDb db, PhotoBook book, CertifyClock clock, Words words) : PageModel
{
    /// <summary>Photos that the form takes at once.</summary>
    public const int AtOnce = 4;

    /// <summary>One more than it takes, so that too many or too large ones are refused with a sentence.</summary>
    private const int BodyBytes = (AtOnce + 1) * PhotoIntake.UploadBytes;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [FromRoute(Name = "photo")]
    public Guid? PhotoId { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Visit Visit { get; private set; } = null!;
    public Shop Shop { get; private set; } = null!;
    public IReadOnlyList<AlbumPhoto> Photos { get; private set; } = [];
    public AlbumPhoto? Shown { get; private set; }
    public bool IsMine => Visit.InspectorId == User.Id();
    public bool MayRemove => Shown?.Small is not null && (IsOffice || clock.DayOf(Shown.ReceivedAt) == clock.Today);
    private bool IsOffice => User.IsInRole(Roles.Supervisor);

    public sealed class Form
    {
        public PhotoSubject Subject { get; set; }
        public IReadOnlyList<IFormFile> Files { get; set; } = [];
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnGetPictureAsync(CancellationToken cancel) =>
        await book.PictureAsync(Id, PhotoId ?? Guid.Empty, IsOffice, User.Actor(), cancel) is { } picture ? File(picture, "image/jpeg") : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid || !Enum.IsDefined(Input.Subject))
            return await RefusedAsync(new Refusal("photos.refused"), "", cancel);
        if (Input.Files.Count == 0)
            return await RefusedAsync(new Refusal("photos.file_missing"), "", cancel);
        if (Input.Files.Count > AtOnce)
            return await RefusedAsync(new Refusal("photos.at_once", AtOnce), "", cancel);
        foreach (var file in Input.Files)
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, cancel);
            var result = await book.AddAsync(Id, new(Guid.CreateVersion7(), Input.Subject, null, SHA256.HashData(bytes.ToArray()), bytes.ToArray()), User.Actor(), cancel);
            if (result is null)
                return NotFound();
            if (result.Refusal is { } refused)
                return await RefusedAsync(refused, file.FileName + ": ", cancel);
        }
        return Done("photos.done_added", Input.Files.Count);
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel)
    {
        var result = await book.RemoveAsync(Id, PhotoId ?? Guid.Empty, IsOffice, User.Actor(), cancel);
        return result is null ? NotFound() : result.Refusal is { } refused ? await RefusedAsync(refused, "", cancel) : Done("photos.done_removed");
    }

    private LocalRedirectResult Done(string sentence, params object?[] args)
    {
        TempData["Flash"] = words[sentence, args];
        return LocalRedirect($"/desk/visits/{Id}#photos");
    }

    /// <summary>What was added before the one that won't do stays.</summary>
    private async Task<IActionResult> RefusedAsync(Refusal refusal, string about, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        ModelState.AddModelError("", about + words[refusal]);
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await book.OpenAsync(Id, IsOffice, User.Actor(), cancel) is not { } photos)
            return false;
        Visit = await db.Visits.AsNoTracking().SingleAsync(v => v.Id == Id, cancel);
        Shop = await db.Shops.AsNoTracking().SingleAsync(s => s.Id == Visit.ShopId, cancel);
        (Photos, Shown) = (photos, photos.FirstOrDefault(p => p.Id == PhotoId));
        return PhotoId is null || Shown is not null;
    }
}
