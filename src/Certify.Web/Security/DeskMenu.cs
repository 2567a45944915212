using System.Security.Claims;

namespace Certify.Web.Security;

public sealed record MenuItem(string Key, string Address, string Page);

/// <summary>The desk's menu: what the signed-in person may open, by the table of <see cref="Access"/>.</summary>
public static class DeskMenu
{
    private static readonly IReadOnlyList<MenuItem> Items =
    [
        new("nav.owner", "/desk/owner", "/Desk/Owner/Index"),
        new("nav.shops", "/desk/shops", "/Desk/Shops/Index"),
        new("nav.visits", "/desk/visits", "/Desk/Visits/Index"),
        new("nav.rounds", "/desk/rounds", "/Desk/Rounds/Index"),
        new("nav.scan", "/desk/scan", "/Desk/Scan/Index"),
        new("nav.due", "/desk/due", "/Desk/Due/Index"),
        new("nav.referrals", "/desk/referrals", "/Desk/Referrals/Index"),
        new("nav.rectifications", "/desk/rectifications", "/Desk/Rectifications/Index"),
        new("nav.imports", "/desk/imports", "/Desk/Imports/Index"),
        new("nav.badges", "/desk/badges", "/Desk/Badges/Index"),
        new("nav.prints", "/desk/prints", "/Desk/Prints/Index"),
        new("nav.tips", "/desk/tips", "/Desk/Tips/Index"),
        new("nav.appeals", "/desk/appeals", "/Desk/Appeals/Index"),
        new("nav.report", "/desk/report", "/Desk/Report/Index"),
        new("nav.checklists", "/desk/checklists", "/Desk/Checklists/Index"),
        new("nav.policy", "/desk/policy", "/Desk/Policy/Index"),
        new("nav.audit", "/desk/audit", "/Desk/Audit/Index"),
        new("nav.users", "/desk/users", "/Desk/Users/Index"),
    ];

    public static IEnumerable<MenuItem> For(ClaimsPrincipal user) =>
        Items.Where(item => Access.RolesOf(item.Page).Any(user.IsInRole));
}
