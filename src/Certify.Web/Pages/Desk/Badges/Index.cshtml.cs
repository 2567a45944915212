using Certify.Badges;
using Certify.Data;
using Certify.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Badges;

/// <summary>Every badge that the person may open, by state, newest first.</summary>
public sealed class IndexModel(CertifyDb db, CertifyClock clock) : PageModel
{
    public const int PageSize = 50;

    [FromQuery(Name = "state")]
    public BadgeState? State { get; set; }

    [FromQuery(Name = "q")]
    public string? Asked { get; set; }

    [FromQuery(Name = "page")]
    public int At { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public sealed record Row(string Number, string Name, string Address, BadgeState State, DateOnly IssuedOn, DateOnly ValidUntil, SignState Sign);

    public async Task OnGetAsync()
    {
        var badges = Searched(InState(db.BadgesOf(User)));
        Total = await badges.CountAsync();
        At = Math.Clamp(At, 1, Pages);
        var now = clock.Now;
        Rows = await badges.OrderByDescending(b => b.IssuedAt).ThenByDescending(b => b.Number).Skip((At - 1) * PageSize).Take(PageSize)
            .Select(b => new Row(b.Number, b.SignboardName, b.Address,
                b.ExpiresAt <= now && (b.State == BadgeState.Valid || b.State == BadgeState.Suspended) ? BadgeState.Expired : b.State, b.IssuedOn, b.ValidUntil, b.Sign))
            .ToListAsync();
    }

    /// <summary>Time alone ends a badge: the stored state of an expired one may still be live.</summary>
    private IQueryable<Badge> InState(IQueryable<Badge> badges)
    {
        var now = clock.Now;
        return State switch
        {
            null => badges,
            BadgeState.Valid or BadgeState.Suspended => badges.Where(b => b.State == State && b.ExpiresAt > now),
            BadgeState.Expired => badges.Where(b => b.State == BadgeState.Expired || ((b.State == BadgeState.Valid || b.State == BadgeState.Suspended) && b.ExpiresAt <= now)),
            _ => badges.Where(b => b.State == State),
        };
    }

    private IQueryable<Badge> Searched(IQueryable<Badge> badges)
    {
        if (string.IsNullOrWhiteSpace(Asked))
            return badges;
        if (BadgeNumber.TryParse(Asked, out var number))
        {
            var exact = number.ToString();
            return badges.Where(b => b.Number == exact);
        }
        var part = Asked.Trim();
        var upper = part.ToUpperInvariant();
        return badges.Where(b => b.Number.Contains(upper) || b.SignboardName.Contains(part) || b.RegisteredName.Contains(part) || b.Address.Contains(part));
    }
}
