using Certify.Accounts;
using Certify.Badges;
using Certify.Badges.Paper;
using Certify.Certification;
using Certify.Data;
using Certify.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Badges;

/// <summary>All about one badge: its state and why, its papers, and what has been done to it by whom.</summary>
public sealed class BadgeModel(CertifyDb db, BadgePress press, CertifyClock clock, CertifyOptions options) : PageModel
{
    [FromRoute]
    public string Number { get; set; } = "";

    public Badge Badge { get; private set; } = null!;
    public BadgeState State { get; private set; }
    public IReadOnlyList<AuditRow> History { get; private set; } = [];
    public IReadOnlyList<PaperTemplate> Papers => press.Papers;

    /// <summary>Characters that no font has: told before anything is printed.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];
    public string? NewerNumber { get; private set; }

    /// <summary>There is none of a badge whose key was stolen: to the public it is as good as forged.</summary>
    public bool HasPicture => Badge.Reason != LateRevocations.KeyReason;
    public bool MayPrint => State == BadgeState.Valid && !User.IsInRole(Roles.Auditor);
    public bool MayDecide => User.IsInRole(Roles.Supervisor) && Badge.IsLive && State != BadgeState.Expired;

    public async Task<IActionResult> OnGetAsync()
    {
        if (!BadgeNumber.TryParse(Number, out var parsed))
            return NotFound();
        var exact = parsed.ToString();
        if (await db.BadgesOf(User).FirstOrDefaultAsync(b => b.Number == exact) is not { } badge)
            return NotFound();
        (Badge, State) = (badge, badge.StateAt(clock.Now));
        // An owner learns what happened and why, not who in the office did it.
        if (!User.IsInRole(Roles.Owner))
            History = await db.Audit.AsNoTracking().Where(a => a.Subject == "badge" && a.SubjectId == badge.Id).OrderBy(a => a.At).ThenBy(a => a.Id).ToListAsync();
        Missing = press.Missing([BadgeFace.Of(badge, options)]);
        if (badge.SupersededById is { } newer)
            NewerNumber = await db.BadgesOf(User).Where(b => b.Id == newer).Select(b => b.Number).FirstOrDefaultAsync();
        return Page();
    }
}
