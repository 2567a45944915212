using System.ComponentModel.DataAnnotations;
using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Shops;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Owner;

public sealed class OwnerModel(CertifyDb db, ShopService service, CertifyClock clock, Words words) : PageModel
{
    /// <summary>Names of the templates that an owner prints.</summary>
    public static readonly IReadOnlyList<string> Papers = ["certificate-a4", "door-a5", "outline-a5", "table-a6", "card"];

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<OwnShop> Shops { get; private set; } = [];

    /// <summary>Questions that wait and appeals, by shop.</summary>
    public IReadOnlyDictionary<Guid, ToldView> Told { get; private set; } = new Dictionary<Guid, ToldView>();

    /// <summary>The shop whose name was refused just now.</summary>
    public Guid? Signboard { get; private set; }

    public sealed class Form
    {
        public Guid ShopId { get; set; }

        [StringLength(Shop.NameLimit, ErrorMessage = "form.too_long")]
        public string? SignboardName { get; set; }
    }

    public sealed record OwnBadge(string Number, DateOnly ValidUntil, bool Live, string? Reason);

    /// <summary>Past lines shown at once; the earlier ones unfold.</summary>
    public const int PastShown = 6;

    /// <summary>One own shop: closed on a day for a reason, or what it still needs; what comes, the next first; and what has been, the latest first.</summary>
    public sealed record OwnShop(Guid Id, string Name, string RegisteredName, string Address, Standing? Standing, OwnBadge? Badge, (DateOnly On, string Why)? Closed,
        IReadOnlyList<Refusal> Needed, IReadOnlyList<BadgeDate> Coming, IReadOnlyList<BadgeDate> Past);

    public async Task OnGetAsync()
    {
        var terms = await PolicyBook.TermsAsync(db);
        var shops = await db.ShopsOf(User).OrderBy(s => s.ClosedOn != null).ThenBy(s => s.RegisteredName).ToListAsync();
        var ids = shops.Select(s => s.Id).ToList();
        Told = await ToldView.LoadAsync(db, ids, clock.Now);
        var standings = await db.Standings.AsNoTracking().Where(s => ids.Contains(s.ShopId)).ToDictionaryAsync(s => s.ShopId);
        var badges = await db.Badges.AsNoTracking().Where(b => db.Standings.Any(s => s.BadgeId == b.Id && ids.Contains(s.ShopId))).ToDictionaryAsync(b => b.ShopId);
        var orders = (await db.Rectifications.AsNoTracking().Where(o => ids.Contains(o.ShopId) && o.DoneAt == null).OrderBy(o => o.DueOn).ToListAsync()).ToLookup(o => o.ShopId);
        var steps = (await db.BadgeSteps.AsNoTracking().Where(s => ids.Contains(s.ShopId)).OrderByDescending(s => s.Line).ToListAsync()).ToLookup(s => s.ShopId);
        Shops = [.. shops.Select(s => OwnOf(s, standings.GetValueOrDefault(s.Id), badges.GetValueOrDefault(s.Id), [.. orders[s.Id].Select(o => (o.Text, o.DueOn))], [.. steps[s.Id]], terms))];
    }

    private OwnShop OwnOf(Shop shop, Standing? standing, Badge? badge, IReadOnlyList<(Certify.Checklists.ChecklistText, DateOnly)> orders, IReadOnlyList<BadgeStep> steps, PolicyTerms terms) => new(
        shop.Id, shop.SignboardName, shop.RegisteredName, shop.Address, standing, Of(badge), shop.ClosedOn is { } on ? (on, shop.ClosedReason ?? "") : null,
        shop.IsOpen ? StillNeeded.For(standing, orders, terms, clock) : [], shop.IsOpen ? BadgeDates.Coming(standing, badge, orders, clock) : [],
        [.. steps.Select(s => BadgeDates.Past(s, clock))]);

    public async Task<IActionResult> OnPostSignboardAsync()
    {
        if (!await db.ShopsOf(User).AnyAsync(s => s.Id == Input.ShopId))
            return NotFound();
        var result = ModelState.IsValid ? await service.NameSignboardAsync(Input.ShopId, Input.SignboardName, User.Actor()) : new Refusal("form.too_long");
        if (result is null)
            return NotFound();
        if (!result.Ok)
        {
            ModelState.Clear();
            ModelState.AddModelError("", words[result.Refusal!]);
            Signboard = Input.ShopId;
            await OnGetAsync();
            return Page();
        }
        TempData["Flash"] = words["owner.signboard_saved"];
        return LocalRedirect("/desk/owner");
    }

    /// <summary>A supervisor's reason is told; what coverage did is told by what is still needed.</summary>
    private OwnBadge? Of(Badge? badge) => badge is null ? null : new(badge.Number, badge.ValidUntil, badge.StateAt(clock.Now) is BadgeState.Valid or BadgeState.Suspended,
        badge.State == BadgeState.Revoked || badge.Cause == SuspensionCause.Supervisor ? badge.Reason : null);
}
