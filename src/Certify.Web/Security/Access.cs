using Certify.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Certify.Web.Security;

/// <summary>
/// Who may open what: one table, read by the routing conventions and by the test that walks every route with every role.
/// Closed by default: a page that stands in neither list opens for nobody.
/// </summary>
public static class Access
{
    /// <summary>Pages and folders that anyone may open.</summary>
    public static readonly IReadOnlyList<string> Anonymous = ["/Index", "/Error", "/Shops/", "/Account/SignIn", "/Account/Link", "/Invite/Index", "/Notice/Index", "/Log/", "/Fill/Index", "/Tips/", "/Check/Index", "/Developers/Index", "/OpenData/Index"];

    /// <summary>Who may open the page of a badge: the office, and the owner of its shop.</summary>
    private static readonly string[] BadgeReaders = [Roles.Supervisor, Roles.Inspector, Roles.Auditor, Roles.Owner];

    /// <summary>Who carries signs to the shops.</summary>
    private static readonly string[] BadgePrinters = [Roles.Supervisor, Roles.Inspector];

    /// <summary>Who may have the paper of a badge.</summary>
    public static readonly string[] PaperReaders = [Roles.Supervisor, Roles.Inspector, Roles.Owner];

    /// <summary>Page, or folder (ends with a slash) under <c>Pages</c>, and the roles that may open it. The longest path that covers a page decides.</summary>
    public static readonly IReadOnlyList<(string Path, string[] Roles)> Desk =
    [
        ("/Account/", [.. Roles.All]),
        ("/Desk/Index", [.. Roles.All]),
        ("/Desk/Next", [Roles.Inspector]),
        ("/Desk/Rounds/", [Roles.Supervisor, Roles.Auditor]),
        ("/Desk/Scan/", [Roles.Inspector]),
        ("/Desk/Attempts/", [Roles.Inspector, Roles.Supervisor, Roles.Auditor]),
        ("/Desk/Attempts/New", [Roles.Inspector]),
        ("/Desk/Appeals/", [Roles.Supervisor]),
        ("/Desk/Audit/", [Roles.Supervisor, Roles.Auditor]),
        ("/Desk/Checklists/", [Roles.Supervisor, Roles.Auditor]),
        ("/Desk/Due/", [Roles.Supervisor, Roles.Auditor]),
        ("/Desk/Field/", [Roles.Inspector]),
        ("/Desk/Invite/", [Roles.Inspector, Roles.Supervisor]),
        ("/Desk/Owner/", [Roles.Owner]),
        ("/Desk/Policy/", [Roles.Supervisor, Roles.Auditor, Roles.Admin]),
        ("/Desk/Report/", [Roles.Supervisor, Roles.Auditor]),
        ("/Desk/Badges/Badge", BadgeReaders),
        ("/Desk/Badges/Decide", [Roles.Supervisor]),
        ("/Desk/Badges/Index", [Roles.Supervisor, Roles.Inspector, Roles.Auditor]),
        ("/Desk/Prints/", BadgePrinters),
        ("/Desk/Staff/Index", [Roles.Inspector, Roles.Supervisor, Roles.Auditor]),
        ("/Desk/Staff/Person", [Roles.Supervisor, Roles.Auditor]),
        ("/Desk/Tips/", [Roles.Supervisor]),
        ("/Desk/Users/", [Roles.Admin]),
        ("/Desk/Imports/", [Roles.Supervisor]),
        ("/Desk/Shops/", [Roles.Inspector, Roles.Supervisor, Roles.Auditor]),
        ("/Desk/Shops/Accept", [Roles.Supervisor]),
        ("/Desk/Shops/Add", [Roles.Supervisor]),
        ("/Desk/Shops/Found", [Roles.Inspector]),
        ("/Desk/Shops/Close", [Roles.Supervisor]),
        ("/Desk/Shops/Edit", [Roles.Supervisor]),
        ("/Desk/Shops/Move", [Roles.Supervisor]),
        ("/Desk/Shops/Signboard", [Roles.Inspector, Roles.Supervisor]),
        ("/Desk/Visits/", [Roles.Inspector, Roles.Supervisor, Roles.Auditor]),
        ("/Desk/Visits/Conflict", [Roles.Supervisor]),
        ("/Desk/Visits/Fill", [Roles.Inspector]),
        ("/Desk/Visits/Load", [Roles.Supervisor]),
        ("/Desk/Visits/Pair", [Roles.Supervisor]),
        ("/Desk/Visits/New", [Roles.Inspector]),
        ("/Desk/Visits/Photos", [Roles.Inspector, Roles.Supervisor]),
        ("/Desk/Referrals/", [Roles.Supervisor, Roles.Dispatcher]),
        ("/Desk/Rectifications/", [Roles.Inspector, Roles.Supervisor, Roles.Auditor]),
    ];

    public static void Apply(PageConventionCollection conventions) =>
        conventions.AddFolderApplicationModelConvention("/", page => page.EndpointMetadata.Add(
            IsAnonymous(page.ViewEnginePath) ? new AllowAnonymousAttribute() : new AuthorizeAttribute(PolicyOf([.. RolesOf(page.ViewEnginePath)]))));

    public static void Policies(AuthorizationOptions options)
    {
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        options.AddPolicy(PolicyOf(), nobody => nobody.RequireAssertion(_ => false));
        foreach (var roles in Desk.Select(d => d.Roles).Append(PaperReaders).Append([Roles.Inspector]).Append([Roles.Supervisor]))
            options.AddPolicy(PolicyOf(roles), p => p.RequireRole(roles));
    }

    public static bool IsAnonymous(string page) => Anonymous.Any(path => Covers(path, page));

    /// <summary>Roles that may open a page, e.g. <c>/Desk/Shops/Index</c>; the longest listed path decides, and a page that no path covers is nobody's.</summary>
    public static IReadOnlyList<string> RolesOf(string page) =>
        Desk.Where(d => Covers(d.Path, page)).MaxBy(d => d.Path.Length).Roles ?? [];

    private static bool Covers(string path, string page) =>
        path.EndsWith('/') ? page.StartsWith(path, StringComparison.Ordinal) : page == path;

    /// <summary>Name of the policy that asks for one of these roles; for API endpoints too.</summary>
    public static string PolicyOf(params string[] roles) => "roles:" + string.Join(',', roles);
}
