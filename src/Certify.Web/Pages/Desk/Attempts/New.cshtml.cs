using System.ComponentModel.DataAnnotations;
using Certify.Data;
using Certify.Shops;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Attempts;

/// <summary>未成走访: no visit came of it, and why. The buttons of the round and of the shop's page arrive here too, with nothing but a kind.</summary>
public sealed class NewModel(CertifyDb db, AttemptBook attempts, CertifyClock clock, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public Shop Shop { get; private set; } = null!;
    public DateOnly Tomorrow => clock.Today.AddDays(1);

    public sealed class Form
    {
        public Guid Id { get; set; }
        public Guid Shop { get; set; }

        [Required(ErrorMessage = "attempts.kind_missing"), EnumDataType(typeof(AttemptKind), ErrorMessage = "attempts.kind_missing")]
        public AttemptKind? Kind { get; set; }
        public DateOnly? ComeBackOn { get; set; }

        [StringLength(Attempt.NoteLimit, ErrorMessage = "form.too_long")]
        public string? Note { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(Guid shop, CancellationToken cancel)
    {
        (Input.Id, Input.Shop) = (Guid.CreateVersion7(clock.Now), shop);
        return await LoadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        if (!ModelState.IsValid)
            return Page();
        // The day stands beside the choices; it counts with the one that it belongs to.
        var day = Input.Kind == AttemptKind.ComeBack ? Input.ComeBackOn ?? Tomorrow : (DateOnly?)null;
        var id = Input.Id == Guid.Empty ? Guid.CreateVersion7(clock.Now) : Input.Id;
        var answer = await attempts.RecordAsync(new(id, Shop.Id, Input.Kind!.Value, clock.Today, day, Input.Note, clock.Now), User.Actor(), cancel);
        if (answer.Kind is AttemptAnswerKind.Conflict)
            ModelState.AddModelError("", words["attempts.conflict"]);
        foreach (var wrong in answer.Errors ?? [])
            ModelState.AddModelError(wrong.Field switch { "comeBackOn" => "Input.ComeBackOn", "note" => "Input.Note", _ => "" }, words[wrong.Refusal]);
        if (!ModelState.IsValid)
            return Page();
        TempData["Flash"] = words["attempts.saved", Shop.SignboardName, new Word("attempts.kind_" + Input.Kind.Value.ToString().ToLowerInvariant())];
        return LocalRedirect("/desk");
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.ShopsOf(User).FirstOrDefaultAsync(s => s.Id == Input.Shop && s.ClosedOn == null, cancel) is not { } shop)
            return false;
        Shop = shop;
        return true;
    }
}
