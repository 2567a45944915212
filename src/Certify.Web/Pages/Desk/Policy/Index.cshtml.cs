using Certify.Accounts;
using Certify.Certification;
using Certify.Data;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Policy;

/// <summary>The policy in force, and its change by two supervisors.</summary>
public sealed class PolicyModel(CertifyDb db, PolicyChanges changes, Words words) : PageModel
{
    public static readonly IReadOnlyList<Measures> AllMeasures = [Measures.RealName, Measures.Masks, Measures.Temperature, Measures.Codes, Measures.Ventilation, Measures.Disinfection];

    [BindProperty]
    public Form Input { get; set; } = new();

    public int Version { get; private set; } = 1;
    public PolicyTerms InForce { get; private set; } = new();
    public CertificationPolicy? Open { get; private set; }
    public IReadOnlyList<CertificationPolicy> History { get; private set; } = [];
    public PolicyImpact? Impact { get; private set; }

    public sealed class Form
    {
        public CourseRule Course { get; set; }
        public bool SecondTier { get; set; }
        public int VisitDays { get; set; }
        public int ValidDays { get; set; }
        public int GraceDays { get; set; }
        public int RectificationDays { get; set; }
        public IList<Measures> Required { get; set; } = [];

        public PolicyTerms Terms => new(Course, SecondTier, VisitDays, ValidDays, GraceDays, RectificationDays, Required.Aggregate(Measures.None, (a, b) => a | b));
    }

    public async Task OnGetAsync()
    {
        await LoadAsync();
        Input = new Form
        {
            Course = InForce.Course,
            SecondTier = InForce.SecondTier,
            VisitDays = InForce.VisitDays,
            ValidDays = InForce.ValidDays,
            GraceDays = InForce.GraceDays,
            RectificationDays = InForce.RectificationDays,
            Required = [.. AllMeasures.Where(m => InForce.Required.HasFlag(m))],
        };
    }

    public async Task<IActionResult> OnPostPreviewAsync()
    {
        if (!User.IsInRole(Roles.Supervisor))
            return NotFound();
        await LoadAsync();
        if (ModelState.IsValid)
            Impact = await changes.ImpactAsync(Input.Terms);
        return Page();
    }

    public async Task<IActionResult> OnPostProposeAsync()
    {
        if (!User.IsInRole(Roles.Supervisor))
            return NotFound();
        return ModelState.IsValid ? await AnswerAsync(await changes.ProposeAsync(Input.Terms, User.Actor()), "policy.proposed") : await OnPostPreviewAsync();
    }

    public async Task<IActionResult> OnPostImpactAsync()
    {
        if (!User.IsInRole(Roles.Supervisor))
            return NotFound();
        await OnGetAsync();
        ModelState.Clear();
        if (Open is { } open)
            Impact = await changes.ImpactAsync(open.Terms);
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync([FromForm] int version) =>
        User.IsInRole(Roles.Supervisor) ? await AnswerAsync(await changes.ConfirmAsync(version, User.Actor()), "policy.confirmed") : NotFound();

    public async Task<IActionResult> OnPostWithdrawAsync([FromForm] int version) =>
        User.IsInRole(Roles.Supervisor) ? await AnswerAsync(await changes.WithdrawAsync(version, User.Actor()), "policy.withdrawn") : NotFound();

    private async Task<IActionResult> AnswerAsync(Result? result, string done)
    {
        if (result is null)
            return NotFound();
        if (!result.Ok)
        {
            ModelState.Clear();
            ModelState.AddModelError("", words[result.Refusal!]);
            await LoadAsync();
            return Page();
        }
        TempData["Flash"] = words[done];
        return LocalRedirect("/desk/policy");
    }

    private async Task LoadAsync()
    {
        var policies = await db.Policies.AsNoTracking().OrderByDescending(p => p.Version).ToListAsync();
        var inForce = policies.FirstOrDefault(p => p.ConfirmedAt is not null);
        (InForce, Version) = (inForce?.Terms ?? new(), inForce?.Version ?? 1);
        Open = policies.FirstOrDefault(p => p.ConfirmedAt is null && p.WithdrawnAt is null);
        History = [.. policies.Where(p => p != Open && p != inForce)];
    }
}
