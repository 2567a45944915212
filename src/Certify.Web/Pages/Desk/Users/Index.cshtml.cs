using Certify.Data;
using Certify.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Users;

public sealed class UsersModel(CertifyDb db, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    [FromQuery]
    public string? Q { get; set; }

    [FromQuery]
    public string? Role { get; set; }

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = Pager.None;

    public sealed record Row(Guid Id, string UserName, string DisplayName, IReadOnlyList<string> Roles, int Shops, int Grids, string State);

    public async Task OnGetAsync()
    {
        var users = db.Users.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var upper = Q.Trim().ToUpperInvariant();
            users = users.Where(u => u.NormalizedUserName!.Contains(upper) || u.DisplayName.Contains(Q.Trim()));
        }
        if (!string.IsNullOrEmpty(Role))
            users = users.Where(u => db.UserRoles.Any(h => h.UserId == u.Id && db.Roles.Any(r => r.Id == h.RoleId && r.Name == Role)));
        Pager = new Pager(PageNumber, PageSize, await users.CountAsync());
        var now = time.GetUtcNow();
        var page = await users.OrderBy(u => u.DeactivatedAt != null).ThenBy(u => u.DisplayName).ThenBy(u => u.Id).Skip(Pager.Skip).Take(PageSize)
            .Select(u => new
            {
                u.Id,
                u.UserName,
                u.DisplayName,
                u.LockoutEnd,
                u.DeactivatedAt,
                HasPassword = u.PasswordHash != null,
                Roles = (from h in db.UserRoles join r in db.Roles on h.RoleId equals r.Id where h.UserId == u.Id select r.Name!).ToList(),
                Shops = db.ShopOwners.Count(o => o.UserId == u.Id),
                Grids = db.GridHolders.Count(h => h.UserId == u.Id),
            }).ToListAsync();
        Rows = [.. page.Select(u => new Row(u.Id, u.UserName!, u.DisplayName, u.Roles, u.Shops, u.Grids,
            u.DeactivatedAt is not null ? "deactivated" : u.LockoutEnd > now ? "locked" : u.HasPassword ? "active" : "waiting"))];
    }
}
