using System.Security.Claims;
using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Certify.Shops;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Security;

/// <summary>The signed-in person as the services want to know them, and what belongs to them. Somebody else's thing is not found.</summary>
public static class Visitor
{
    public static Guid Id(this ClaimsPrincipal user) =>
        Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in."));

    /// <summary>The name that others read: 王某, not the user name.</summary>
    public static string DisplayName(this ClaimsPrincipal user) => user.FindFirstValue(SignedInPerson.DisplayName) ?? user.Identity?.Name ?? "";

    public static Actor Actor(this ClaimsPrincipal user) =>
        new(user.Id(), user.DisplayName(), Roles.All.FirstOrDefault(user.IsInRole) ?? "none");

    /// <summary>Shops that the person may open: all for the office, own grids for an inspector, own shops for an owner.</summary>
    public static IQueryable<Shop> ShopsOf(this CertifyDb db, ClaimsPrincipal user)
    {
        if (user.IsInRole(Roles.Supervisor) || user.IsInRole(Roles.Auditor))
            return db.Shops.AsNoTracking();
        var id = user.Id();
        if (user.IsInRole(Roles.Inspector))
            return db.Shops.AsNoTracking().Where(s => db.GridHolders.Any(h => h.UserId == id && h.GridId == s.GridId));
        if (user.IsInRole(Roles.Owner))
            return db.Shops.AsNoTracking().Where(s => db.ShopOwners.Any(o => o.UserId == id && o.ShopId == s.Id));
        return db.Shops.AsNoTracking().Where(s => false);
    }

    /// <summary>Badges that the person may open: of those shops, and of a visit that an inspector made elsewhere.</summary>
    public static IQueryable<Badge> BadgesOf(this CertifyDb db, ClaimsPrincipal user)
    {
        var shops = db.ShopsOf(user);
        var id = user.Id();
        return user.IsInRole(Roles.Inspector)
            ? db.Badges.AsNoTracking().Where(b => shops.Any(s => s.Id == b.ShopId) || db.Visits.Any(v => v.Id == b.VisitId && v.InspectorId == id))
            : db.Badges.AsNoTracking().Where(b => shops.Any(s => s.Id == b.ShopId));
    }
}
