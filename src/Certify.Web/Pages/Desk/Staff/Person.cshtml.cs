using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Certify.Accounts;
using Certify.Certification;
using Certify.Data;
using Certify.Staff;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Staff;

/// <summary>One person as the office may see them: masked, and in full only after a purpose was named, on record.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class PersonModel(CertifyDb db, PiiVault vault, StaffRecord record, PersonErasure erasure, Words words) : PageModel
{
    public static readonly IReadOnlyList<string> Purposes = ["check", "contact", "correct", "request", "complaint"];
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    [BindProperty]
    public Form Input { get; set; } = new();

    [FromRoute]
    public Guid Id { get; set; }

    public Facts Known { get; private set; } = null!;
    public IReadOnlyList<Elsewhere> Others { get; private set; } = [];

    /// <summary>Set in the answer to a reveal alone.</summary>
    public Revealed? Opened { get; private set; }

    public sealed record Facts(Guid ShopId, string ShopName, MaskedProfile Masked, IdType IdType, string Position, DateOnly Since, DateOnly? LeftOn, bool Confirmed, bool Vaccinated);

    public sealed record Elsewhere(Guid Id, string Shop, DateOnly? LeftOn);

    public sealed class Form
    {
        [StringLength(StaffMember.NameLimit, ErrorMessage = "form.too_long")]
        public string? Name { get; set; }

        public IdType IdType { get; set; }

        [StringLength(60, ErrorMessage = "form.too_long")]
        public string? IdNumber { get; set; }

        [StringLength(40, ErrorMessage = "form.too_long")]
        public string? Phone { get; set; }

        [StringLength(StaffMember.PositionLimit, ErrorMessage = "form.too_long")]
        public string? Position { get; set; }
    }

    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostRevealAsync([FromForm] string? purpose)
    {
        if (!User.IsInRole(Roles.Supervisor) || !await LoadAsync())
            return NotFound();
        ModelState.Clear();
        if (!Purposes.Contains(purpose, StringComparer.Ordinal))
        {
            ModelState.AddModelError("", words["staff.purpose_needed"]);
            return Page();
        }
        Opened = (await vault.RevealAsync(User.Actor(), [Id], Pii.Name | Pii.IdNumber | Pii.Phone | Pii.Health, purpose!, Known.ShopId)).FirstOrDefault();
        Input = new Form { Name = Opened?.Name, IdType = Known.IdType, IdNumber = Opened?.IdNumber, Phone = Opened?.Phone, Position = Known.Position };
        return Page();
    }

    public async Task<IActionResult> OnPostCorrectAsync()
    {
        if (!User.IsInRole(Roles.Supervisor) || !await LoadAsync())
            return NotFound();
        if (ModelState.IsValid)
        {
            var wrong = await record.CorrectAsync(Id, new SubmittedStaff { Name = Input.Name, IdType = Input.IdType, IdNumber = Input.IdNumber, Phone = Input.Phone, Position = Input.Position, Status = StaffStatus.Working }, User.Actor());
            if (wrong is null)
                return NotFound();
            if (wrong.Count == 0)
                return Done("staff.corrected");
            foreach (var (field, refusal) in wrong)
                ModelState.AddModelError($"Input.{char.ToUpperInvariant(field[0])}{field[1..]}", words[refusal]);
        }
        // What was typed stands in the form; nothing more is opened.
        Opened = new Revealed(Id, null, null, null, null);
        return Page();
    }

    public async Task<IActionResult> OnPostStrikeAsync([FromForm] string? vaccine, [FromForm] DateOnly on, [FromForm] string? reason)
    {
        if (!User.IsInRole(Roles.Supervisor) || !await LoadAsync() || await record.StrikeAsync(Id, vaccine ?? "", on, reason, User.Actor()) is not { } result)
            return NotFound();
        if (result.Ok)
            return Done("staff.struck");
        ModelState.Clear();
        ModelState.AddModelError("", words[result.Refusal!]);
        return Page();
    }

    public async Task<IActionResult> OnPostExportAsync([FromForm] string? format)
    {
        if (!User.IsInRole(Roles.Supervisor) || await record.ExportAsync(Id, User.Actor()) is not { } personal)
            return NotFound();
        return format == "json"
            ? File(JsonSerializer.SerializeToUtf8Bytes(personal, Indented), "application/json", "personal-record.json")
            : File(PersonalSheet.Write(personal, words), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "personal-record.xlsx");
    }

    public async Task<IActionResult> OnPostEraseAsync([FromForm] bool sure)
    {
        if (!User.IsInRole(Roles.Supervisor) || !await LoadAsync())
            return NotFound();
        ModelState.Clear();
        var result = sure ? await erasure.EraseAsync(Id, User.Actor()) : new Refusal("staff.erase_unsure");
        if (result is null)
            return NotFound();
        if (result.Ok)
            return Done("staff.erased_now");
        ModelState.AddModelError("", words[result.Refusal!]);
        return Page();
    }

    private LocalRedirectResult Done(string sentence)
    {
        TempData["Flash"] = words[sentence];
        return LocalRedirect($"/desk/staff/{Id}");
    }

    private async Task<bool> LoadAsync()
    {
        if (await db.Staff.AsNoTracking().FirstOrDefaultAsync(s => s.Id == Id) is not { } staff || await db.ShopsOf(User).FirstOrDefaultAsync(s => s.Id == staff.ShopId) is not { } shop)
            return false;
        Known = new Facts(shop.Id, shop.SignboardName, vault.Masked(staff), staff.IdType, staff.Position, staff.Since, staff.LeftOn, staff.Confirmed, staff.Vaccinated);
        // Two shops, one person: told to the supervisor alone.
        if (User.IsInRole(Roles.Supervisor))
            Others = await (from s in db.Staff join o in db.Shops on s.ShopId equals o.Id where s.PersonId == staff.PersonId && s.Id != Id select new Elsewhere(s.Id, o.OwnSignboardName ?? o.RegisteredName, s.LeftOn)).ToListAsync();
        return true;
    }
}
