using System.Text.RegularExpressions;
using Certify.Certification;
using Certify.Shops;
using Certify.Staff;
using Certify.Visits;
using Certify.Web.Api;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Fill;

/// <summary>The owner fills in the staff before the visit. A public page: no cookie, the origin is checked instead of a token.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed partial class IndexModel(StaffFilling filling, CertifyClock clock, CertifyOptions options, Words words) : PageModel
{
    /// <summary>People that one sending holds; more are sent with a second one.</summary>
    public const int RowLimit = 40;

    [FromRoute]
    public string Code { get; set; } = "";

    [BindProperty]
    public IList<FillRow> Rows { get; set; } = [];

    public Shop? Shop { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public int Listed { get; private set; }
    public int Kept { get; private set; }

    public sealed class FillRow
    {
        public string? Name { get; set; }
        public IdType IdType { get; set; }
        public string? IdNumber { get; set; }
        public string? Phone { get; set; }
        public string? Position { get; set; }
        public string? Vaccine { get; set; }
        public string? Dose1 { get; set; }
        public string? Dose2 { get; set; }
        public string? Dose3 { get; set; }

        public bool IsBlank => new[] { Name, IdNumber, Phone, Position, Vaccine, Dose1, Dose2, Dose3 }.All(string.IsNullOrWhiteSpace);
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        return Shown();
    }

    public async Task<IActionResult> OnPostAsync(string? action, CancellationToken cancel)
    {
        if (!SameOrigin.Holds(Request, options))
            return StatusCode(StatusCodes.Status403Forbidden);
        ModelState.Clear();
        await LoadAsync(cancel);
        if (Shop is null)
            return Shown();
        if (action == "add")
            Rows.Add(new());
        else
            await KeepAsync(cancel);
        return Shown();
    }

    private async Task KeepAsync(CancellationToken cancel)
    {
        var rows = Rows.Select((row, index) => (row, index)).Where(r => !r.row.IsBlank).Take(RowLimit).ToList();
        var staff = rows.ConvertAll(r => Person(r.row, r.index));
        if (!ModelState.IsValid || staff.Count == 0)
            return;
        var errors = await filling.SubmitAsync(Code, staff, cancel);
        foreach (var error in errors ?? [])
            if (StaffPath().Match(error.Field) is { Success: true } at)
                ModelState.AddModelError($"Rows[{rows[int.Parse(at.Groups["i"].ValueSpan, null)].index}]", words[error.Refusal]);
        if (errors is { Count: 0 })
        {
            (Kept, Rows) = (staff.Count, []);
            await LoadAsync(cancel);
        }
    }

    private SubmittedStaff Person(FillRow row, int index)
    {
        var vaccine = VaccineText.Find(row.Vaccine);
        var doses = new List<SubmittedDose>();
        foreach (var cell in new[] { row.Dose1, row.Dose2, row.Dose3 })
        {
            if (DoseText.Parse(cell, clock.Today) is { } read)
                doses.AddRange(read.Select(d => new SubmittedDose((d.Vaccine ?? vaccine)?.Code ?? "", doses.Count + 1, d.On, null, DoseProof.HealthCode)));
            else
                ModelState.AddModelError($"Rows[{index}]", words["form.unreadable", cell]);
        }
        if (vaccine is null && (doses.Exists(d => d.Vaccine.Length == 0) || !string.IsNullOrWhiteSpace(row.Vaccine)))
            ModelState.AddModelError($"Rows[{index}]", string.IsNullOrWhiteSpace(row.Vaccine) ? words["visits.vaccine_missing"] : words["rules.dose_unknown_vaccine", row.Vaccine]);
        return new() { Name = row.Name, IdType = row.IdType, IdNumber = row.IdNumber, Phone = row.Phone, Position = row.Position, Status = StaffStatus.Working, Doses = doses };
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        if (await filling.FindAsync(Code, cancel) is { } found)
            (Shop, ExpiresAt, Listed) = found;
    }

    private PageResult Shown()
    {
        if (Shop is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
        else if (Kept == 0 && Rows.Count == 0)
            Rows.Add(new());
        return Page();
    }

    [GeneratedRegex(@"^staff\[(?<i>\d+)\]")]
    private static partial Regex StaffPath();
}
