using System.ComponentModel.DataAnnotations;
using Certify.Certification;
using Certify.Data;
using Certify.Staff;
using Certify.Visits;
using Certify.Web.Pages.Shared;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Owner;

public sealed class OwnerStaffModel(CertifyDb db, OwnerRoster roster, PiiVault vault, CertifyClock clock, Words words) : PageModel
{
    private const int PageSize = 50, ShownAfterLeaving = 30;

    [BindProperty]
    public Form Input { get; set; } = new();

    [FromRoute]
    public Guid Shop { get; set; }

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public string ShopName { get; private set; } = "";
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = Pager.None;

    public sealed record Row(Guid Id, string Name, string Position, DateOnly Since, DateOnly? LeftOn, bool Confirmed);

    public sealed class Form
    {
        [Required(ErrorMessage = "form.required"), StringLength(StaffMember.NameLimit, ErrorMessage = "form.too_long")]
        public string Name { get; set; } = "";

        public IdType IdType { get; set; }

        [StringLength(60, ErrorMessage = "form.too_long")]
        public string? IdNumber { get; set; }

        [StringLength(40, ErrorMessage = "form.too_long")]
        public string? Phone { get; set; }

        [StringLength(StaffMember.PositionLimit, ErrorMessage = "form.too_long")]
        public string? Position { get; set; }
    }

    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostAddAsync()
    {
        if (!await OwnsAsync())
            return NotFound();
        if (ModelState.IsValid)
        {
            var entry = new SubmittedStaff { Name = Input.Name, IdType = Input.IdType, IdNumber = Input.IdNumber, Phone = Input.Phone, Position = Input.Position, Status = StaffStatus.Working };
            var wrong = await roster.AddAsync(Shop, entry, User.Actor());
            if (wrong.Count == 0)
                return Done("owner.added");
            foreach (var (field, refusal) in wrong)
                ModelState.AddModelError($"Input.{char.ToUpperInvariant(field[0])}{field[1..]}", words[refusal]);
        }
        await LoadAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostPlaceAsync([FromForm] Guid staffId, [FromForm] string? position) =>
        await OwnsAsync() ? await AnswerAsync(await roster.PlaceAsync(Shop, staffId, position ?? "", User.Actor()), "owner.placed") : NotFound();

    public async Task<IActionResult> OnPostLeaveAsync([FromForm] Guid staffId, [FromForm] string? on)
    {
        if (!await OwnsAsync())
            return NotFound();
        var day = string.IsNullOrWhiteSpace(on) ? clock.Today : DayText.Parse(on, clock.Today);
        return await AnswerAsync(day is null ? new Refusal("form.unreadable", on) : await roster.LeaveAsync(Shop, staffId, day.Value, User.Actor()), "owner.left");
    }

    public async Task<IActionResult> OnPostReturnAsync([FromForm] Guid staffId) =>
        await OwnsAsync() ? await AnswerAsync(await roster.ReturnAsync(Shop, staffId, User.Actor()), "owner.returned") : NotFound();

    private async Task<IActionResult> AnswerAsync(Result? result, string done)
    {
        if (result is null)
            return NotFound();
        if (result.Ok)
            return Done(done);
        ModelState.Clear();
        ModelState.AddModelError("", words[result.Refusal!]);
        await LoadAsync();
        return Page();
    }

    private LocalRedirectResult Done(string sentence)
    {
        TempData["Flash"] = words[sentence];
        return LocalRedirect($"/desk/owner/{Shop}/staff");
    }

    private Task<bool> OwnsAsync() => db.ShopsOf(User).AnyAsync(s => s.Id == Shop);

    private async Task<bool> LoadAsync()
    {
        if (await db.ShopsOf(User).Where(s => s.Id == Shop).Select(s => s.OwnSignboardName ?? s.RegisteredName).FirstOrDefaultAsync() is not { } name)
            return false;
        ShopName = name;
        var shown = clock.Today.AddDays(-ShownAfterLeaving);
        var staff = db.Staff.AsNoTracking().Where(s => s.ShopId == Shop && (s.LeftOn == null || s.LeftOn > shown));
        Pager = new Pager(PageNumber, PageSize, await staff.CountAsync());
        var page = await staff.OrderBy(s => s.LeftOn != null).ThenBy(s => s.Since).ThenBy(s => s.Id).Skip(Pager.Skip).Take(PageSize)
            .Select(s => new { s.Id, s.Position, s.Since, s.LeftOn, s.Confirmed }).ToListAsync();
        // An owner's full list of names, on record; numbers and phones are not opened again.
        var names = (await vault.RevealAsync(User.Actor(), [.. page.Select(p => p.Id)], Pii.Name, "owner_list", Shop)).ToDictionary(r => r.StaffId, r => r.Name);
        Rows = [.. page.Select(p => new Row(p.Id, names.GetValueOrDefault(p.Id) ?? words["staff.erased"], p.Position, p.Since, p.LeftOn, p.Confirmed))];
        return true;
    }
}
