using Certify.Certification;
using Certify.Checklists;
using Certify.Data;
using Certify.Log;
using Certify.Shops;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>The visit: the roster is the page. An ordinary form; the browser's code only makes it faster.</summary>
[RequestFormLimits(ValueCountLimit = VisitForms.ValueLimit, MultipartBodyLengthLimit = VisitForms.BodyLimit)]
[ServiceFilter<HoldExpiredForm>]
public sealed class NewModel(CertifyDb db, ListedPeople people, PastVisit past, VisitRecording recording, LogPublisher log, ExpiredForms held, VisitForms forms, CertifyClock clock, Words words) : PageModel
{
    [BindProperty]
    public VisitForm Input { get; set; } = new();

    public RosterView View { get; private set; } = null!;
    public Shop Shop { get; private set; } = null!;

    /// <summary>By which the laptop knows the shop: a draft of a found one that turned out to be another is put back all the same.</summary>
    public Guid AskedId { get; private set; }
    public string GridName { get; private set; } = "";
    public Visit? Last { get; private set; }

    /// <summary>Outside the inspector's grids: nothing of the staff is opened before the reason is given.</summary>
    public bool IsForeign { get; private set; }
    public bool AsksReason { get; private set; }
    public bool IsRestored { get; private set; }
    public Visit? Corrected { get; private set; }

    /// <summary>The page as a laptop keeps it for the time without a network: of no shop, with nobody on it.</summary>
    public bool IsShell { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid shop, Guid? corrects, Guid? heldForm, bool shell, CancellationToken cancel)
    {
        if (shell)
            return await ShellAsync(cancel);
        if (corrects is { } mistaken && (Corrected = await past.MineAsync(mistaken, User, cancel)) is { } before)
            shop = before.ShopId;
        if (!await LoadShopAsync(shop, cancel))
            return NotFound();
        if (heldForm is { } id && await held.OpenAsync(id, User.Identity!.Name!, cancel) is { } body)
        {
            (Input, IsRestored) = (VisitForms.Read(body), true);
            Input.Held = id;
        }
        else if (Corrected is not null)
            Input = await past.AsFormAsync(Corrected, User.Actor(), cancel);
        AsksReason = IsForeign && string.IsNullOrWhiteSpace(Input.ForeignReason);
        if (!AsksReason)
            await LoadRosterAsync(fresh: true, cancel);
        return Written();
    }

    private async Task<IActionResult> ShellAsync(CancellationToken cancel)
    {
        (IsShell, Shop) = (true, new Shop(new ShopFacts(null, words["visits.form"], "", ""), Guid.Empty, clock.Now));
        View = new RosterView(Input, await ChecklistBook.LatestAsync(db, Checklist.Shop, cancel), [], await PolicyBook.TermsAsync(db, cancel), clock, words);
        View.Judge();
        return Written();
    }

    public async Task<IActionResult> OnPostAsync(Guid shop, string? action, CancellationToken cancel)
    {
        if (Input.Supersedes is { } mistaken)
            Corrected = await past.MineAsync(mistaken, User, cancel);
        if (!await LoadShopAsync(shop, cancel))
            return NotFound();
        ModelState.Clear();
        if (Input.Held is { } id)
            await held.DropAsync(id, User.Identity!.Name!, cancel);
        if (AsksReason = IsForeign && string.IsNullOrWhiteSpace(Input.ForeignReason))
        {
            ModelState.AddModelError("Input.ForeignReason", words["visits.foreign_reason"]);
            return Page();
        }
        await LoadRosterAsync(fresh: action == "reason", cancel);
        if (action != "save")
        {
            View.Do(action);
            return Written();
        }
        return await SaveAsync(cancel);
    }

    private async Task<IActionResult> SaveAsync(CancellationToken cancel)
    {
        var reading = VisitReading.Read(Input, View.List.Number == Input.ChecklistVersion ? View.List : null, Shop.Id, clock.Today, clock.Now);
        foreach (var changed in View.Changed())
            reading.Errors.Add(changed);
        if (reading.Errors.Count == 0)
        {
            var answer = await recording.RecordAsync(reading.Visit, User.Actor(), cancel);
            switch (answer.Kind)
            {
                case VisitAnswerKind.Recorded or VisitAnswerKind.Repeated:
                    await log.BeforeAnswerAsync();
                    return RedirectToPage("/Desk/Visits/Show", new { id = Input.Id });
                case VisitAnswerKind.Refused:
                    foreach (var error in answer.Errors!)
                        reading.Errors.Add(new(reading.FieldOf(error.Field), error.Refusal));
                    break;
                default:
                    reading.Errors.Add(new("", new(answer.Kind == VisitAnswerKind.Conflict ? "visits.conflict" : "visits.no_shop")));
                    break;
            }
        }
        foreach (var error in reading.Errors)
            ModelState.AddModelError(error.Field.Length == 0 ? "" : "Input." + error.Field, words[error.Refusal]);
        View.Judge();
        return Written();
    }

    private async Task<bool> LoadShopAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Shops.AsNoTracking().MeantAsync(id, cancel) is not { } shop)
            return false;
        (Shop, AskedId) = (shop, id);
        GridName = await db.Grids.Where(g => g.Id == shop.GridId).Select(g => g.Subdistrict + g.Community).SingleAsync(cancel);
        Last = await db.Visits.AsNoTracking().Where(v => v.ShopId == shop.Id && !db.Visits.Any(c => c.SupersedesId == v.Id)).OrderByDescending(v => v.VisitedAt).FirstOrDefaultAsync(cancel);
        IsForeign = !await db.ShopsOf(User).AnyAsync(s => s.Id == shop.Id, cancel);
        return true;
    }

    private async Task LoadRosterAsync(bool fresh, CancellationToken cancel)
    {
        var listed = await people.OpenAsync(Shop.Id, User.Actor(), [.. Input.Rows.Select(r => r.StaffId).OfType<Guid>()], cancel);
        var list = Input.ChecklistVersion is { } number ? await ChecklistBook.FindAsync(db, number, cancel) : null;
        // A form that names no list gets the one in force; one that names none that we know is told so when it is saved.
        list ??= await ChecklistBook.InForceAsync(db, Shop.Category, cancel);
        Input.ChecklistVersion ??= list.Number;
        View = new RosterView(Input, list, listed, await PolicyBook.TermsAsync(db, cancel), clock, words);
        if (fresh)
            View.AddListed();
        View.Judge();
    }

    /// <summary>The page with the form on it. Without JavaScript the visit's end is the moment at which its form was last written.</summary>
    private PageResult Written()
    {
        Input.By = forms.Protect(User.Identity!.Name!);
        if (Corrected is null)
            (Input.StartedAt, Input.FinishedAt) = (Input.StartedAt ?? VisitForms.Write(clock.Now), VisitForms.Write(clock.Now));
        return Page();
    }
}
