using Certify.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Certify.Web.Security;

/// <summary>
/// Who may open what: one table, read by the routing conventions and by the test that walks every route with every role.
/// Closed by default: a page that stands in neither list needs a sign-in by the fallback policy and a role by nobody.
/// </summary>
public static class Access
{
    /// <summary>Pages and folders that anyone may open.</summary>
    public static readonly IReadOnlyList<string> Anonymous = ["/Index", "/Error", "/Account/SignIn"];

    /// <summary>Folder or page under <c>Pages</c>, and the roles that may open it. The longest prefix decides.</summary>
    public static readonly IReadOnlyList<(string Path, string[] Roles)> Desk =
    [
        ("/Desk/Index", [.. Roles.All]),
    ];

    public static void Apply(PageConventionCollection conventions)
    {
        conventions.AuthorizeFolder("/Desk");
        foreach (var (path, roles) in Desk)
        {
            if (path.EndsWith('/'))
                conventions.AuthorizeFolder(path.TrimEnd('/'), PolicyOf(roles));
            else
                conventions.AuthorizePage(path, PolicyOf(roles));
        }
        foreach (var path in Anonymous)
        {
            if (path.EndsWith('/'))
                conventions.AllowAnonymousToFolder(path.TrimEnd('/'));
            else
                conventions.AllowAnonymousToPage(path);
        }
    }

    public static void Policies(AuthorizationOptions options)
    {
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        foreach (var roles in Desk.Select(d => d.Roles).Append([Roles.Inspector]).Append([Roles.Supervisor]))
            options.AddPolicy(PolicyOf(roles), p => p.RequireRole(roles));
    }

    /// <summary>Roles that may open a page, e.g. <c>/Desk/Shops/Index</c>; the longest listed prefix decides.</summary>
    public static IReadOnlyList<string> RolesOf(string page) =>
        Desk.Where(d => page.StartsWith(d.Path, StringComparison.Ordinal)).MaxBy(d => d.Path.Length).Roles ?? [];

    /// <summary>Name of the policy that asks for one of these roles; for API endpoints too.</summary>
    public static string PolicyOf(params string[] roles) => "roles:" + string.Join(',', roles);
}
