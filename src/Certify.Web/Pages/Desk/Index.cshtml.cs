using Certify.Accounts;
using Certify.Certification;
using Certify.Data;
using Certify.Rounds;
using Certify.Staff;
using Certify.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Desk;

/// <summary>Where each role begins the day; who has one list to work on is taken there.</summary>
public sealed class HomeModel(CertifyDb db, ReportBook reports, RoundBook rounds, PiiVault vault, CertifyClock clock) : PageModel
{
    public DateOnly Today => clock.Today;

    /// <summary>What supervisor and auditor see.</summary>
    public OfficeView? Office { get; private set; }

    /// <summary>What an inspector sees.</summary>
    public RoundView? Round { get; private set; }

    /// <param name="round"><c>whole</c>: the whole day's round, not its beginning alone.</param>
    /// <param name="cancel"></param>
    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "round")] string? round, CancellationToken cancel)
    {
        if (User.IsInRole(Roles.Supervisor) || User.IsInRole(Roles.Auditor))
            Office = await OfficeView.LoadAsync(db, reports, vault, clock);
        if (User.IsInRole(Roles.Inspector))
            Round = await RoundView.LoadAsync(db, rounds, User.Id(), User.Identity!.Name!, round == "whole", clock, cancel);
        if (Office is not null || Round is not null)
            return Page();
        // The flash of what led here is for the page that is shown.
        TempData.Keep();
        return LocalRedirect(User.IsInRole(Roles.Dispatcher) ? "/desk/referrals" : User.IsInRole(Roles.Owner) ? "/desk/owner" : User.IsInRole(Roles.Admin) ? "/desk/users" : "/account");
    }
}
