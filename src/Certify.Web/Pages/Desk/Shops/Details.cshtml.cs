using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Shops;
using Certify.Staff;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Shops;

/// <summary>All about one shop. An inspector sees of a shop outside the own grids what stands on its signboard, and can start a visit there.</summary>
public sealed class DetailsModel(CertifyDb db, ShopService shops, Invitations invitations, PiiVault vault, TableSeal seal, CertifyOptions options, CertifyClock clock, Words words) : PageModel
{
    private const int VisitRows = 10;

    public Shop Shop { get; private set; } = null!;
    public Grid Grid { get; private set; } = null!;
    public bool Foreign { get; private set; }
    public Standing? Standing { get; private set; }
    public Badge? Badge { get; private set; }
    public IReadOnlyList<BadgeDate> Coming { get; private set; } = [];
    public IReadOnlyList<BadgeDate> Past { get; private set; } = [];
    public IReadOnlyList<Visit> Visits { get; private set; } = [];
    public IReadOnlyList<Rectification> Orders { get; private set; } = [];

    /// <summary>Number of this shop's badge that was scanned to come here.</summary>
    public string? Scanned { get; private set; }
    public IReadOnlyList<Attempt> Attempts { get; private set; } = [];
    public IReadOnlyList<Shop> Branches { get; private set; } = [];
    public IReadOnlyList<Colleague> Roster { get; private set; } = [];
    public string? ContactName { get; private set; }
    public string? ContactPhone { get; private set; }
    public bool CanInvite => CanNameSignboard && Shop.IsOpen;
    public bool CanOpenPersons => IsSupervisor || User.IsInRole(Roles.Auditor);
    public bool IsSupervisor => User.IsInRole(Roles.Supervisor);
    public bool CanVisit => Shop.IsOpen && User.IsInRole(Roles.Inspector);
    public bool CanNameSignboard => !Foreign && (IsSupervisor || User.IsInRole(Roles.Inspector));

    /// <summary>One line of the roster, masked.</summary>
    public sealed record Colleague(Guid Id, MaskedProfile Masked, string Position, bool Confirmed, bool Vaccinated);

    public async Task<IActionResult> OnGetAsync(Guid id, [FromQuery(Name = "badge")] string? badge, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Scanned = badge is null ? null : await db.Badges.Where(b => b.ShopId == id && b.Number == badge).Select(b => b.Number).FirstOrDefaultAsync(cancel);
        Grid = await db.Grids.AsNoTracking().FirstAsync(grid => grid.Id == Shop.GridId, cancel);
        if (Foreign) return Page();
        Standing = await db.Standings.AsNoTracking().FirstOrDefaultAsync(standing => standing.ShopId == id, cancel);
        Badge = await db.Badges.AsNoTracking().Where(badge => badge.ShopId == id).OrderByDescending(badge => badge.IssuedAt).FirstOrDefaultAsync(cancel);
        Orders = await db.Rectifications.AsNoTracking().Where(o => o.ShopId == id && o.DoneAt == null).OrderBy(o => o.DueOn).ToListAsync(cancel);
        Coming = Shop.IsOpen ? BadgeDates.Coming(Standing, Badge, [.. Orders.Select(o => (o.Text, o.DueOn))], clock) : [];
        var steps = await db.BadgeSteps.AsNoTracking().Where(step => step.ShopId == id).OrderByDescending(step => step.Line).Take(VisitRows).ToListAsync(cancel);
        Past = [.. steps.Select(step => BadgeDates.Past(step, clock))];
        Visits = await db.Visits.AsNoTracking().Where(visit => visit.ShopId == id).OrderByDescending(visit => visit.VisitedAt).Take(VisitRows).ToListAsync(cancel);
        Attempts = await db.Attempts.AsNoTracking().Where(a => a.ShopId == id && a.UndoneAt == null).OrderByDescending(a => a.ReceivedAt).Take(VisitRows).ToListAsync(cancel);
        if (Shop.Uscc is { } code) Branches = await db.Shops.AsNoTracking().Where(shop => shop.Uscc == code && shop.Id != id).OrderBy(shop => shop.Address).Take(50).ToListAsync(cancel);
        var staff = await db.Staff.AsNoTracking().Where(member => member.ShopId == id && (member.LeftOn == null || member.LeftOn > clock.Today)).OrderBy(member => member.Since).ThenBy(member => member.Id).ToListAsync(cancel);
        Roster = [.. staff.Select(member => new Colleague(member.Id, vault.Masked(member), member.Position, member.Confirmed, member.Vaccinated))];
        ContactName = Open(nameof(Shop.ContactName), Shop.ContactName);
        ContactPhone = Open(nameof(Shop.ContactPhone), Shop.ContactPhone);
        return Page();
    }

    public async Task<IActionResult> OnPostReopenAsync(Guid id, CancellationToken cancel)
    {
        if (!IsSupervisor || await shops.ReopenAsync(id, User.Actor(), cancel) is not { } done) return NotFound();
        TempData["Flash"] = done.Refusal is { } refusal ? words[refusal] : words["shops.reopened"];
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostInviteAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || !CanInvite || await invitations.CreateAsync(id, User.Actor(), cancel) is not { } code) return NotFound();
        // Shown once, on the next page; it stands in no address and in no log.
        TempData["Invitation"] = $"{options.PublicUrl.TrimEnd('/')}/invite/{code}";
        return RedirectToPage(new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        var shop = await db.ShopsOf(User).FirstOrDefaultAsync(shop => shop.Id == id, cancel);
        if (shop is null && User.IsInRole(Roles.Inspector))
        {
            shop = await db.Shops.AsNoTracking().FirstOrDefaultAsync(shop => shop.Id == id, cancel);
            Foreign = true;
        }
        if (shop is null) return false;
        Shop = shop;
        return true;
    }

    private string? Open(string column, byte[]? box) => box is null ? null : seal.OpenText("Shops", column, Shop.Id, box);
}
