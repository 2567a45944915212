using Certify.Accounts;

namespace Certify.Tests.Pages.Security;

/// <summary>
/// Who may open what, written down from the design (section 7) and not from the program. Letters are roles: i inspector, s supervisor, d dispatcher,
/// o owner, a administrator, u auditor; * is anybody, signed in or not. <c>Own</c>: the thing lies in the inspector's grid or the owner's shop; <c>Foreign</c>: it does not.
/// </summary>
internal sealed record Rule(string Own, string? Foreign = null)
{
    public const string Everybody = "isdoau";

    public static readonly IReadOnlyList<(char Letter, string Role)> Letters =
        [('i', Roles.Inspector), ('s', Roles.Supervisor), ('d', Roles.Dispatcher), ('o', Roles.Owner), ('a', Roles.Admin), ('u', Roles.Auditor)];

    public string Of(bool foreign) => foreign ? Foreign ?? Own : Own;
}

internal static class RouteTable
{
    public static readonly IReadOnlyDictionary<string, Rule> Rules = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        // Public: certified shops and the truth about a badge; and the doors of those who have an account or a link.
        [""] = new("*"),
        ["{**path}"] = new("*"),
        [".well-known/badge-status/revocation/{number:int}"] = new("*"),
        [".well-known/badge-status/suspension/{number:int}"] = new("*"),
        [".well-known/jwks.json"] = new("*"),
        ["account/link/{code}"] = new("*"),
        ["account/sign-in"] = new("*"),
        ["api/v1/verify/{**token}"] = new("*"),
        ["b/{**number}"] = new("*"),
        ["badges/{number}.png"] = new("*"),
        ["badges/{number}.svg"] = new("*"),
        ["check"] = new("*"),
        ["check/badge-check.js"] = new("*"),
        ["check/worker.js"] = new("*"),
        ["developers"] = new("*"),
        ["developers/test-badges.json"] = new("*"),
        ["developers/test/.well-known/badge-status/{purpose}/{number:int}"] = new("*"),
        ["developers/test/.well-known/jwks.json"] = new("*"),
        ["developers/test/api/v1/verify/{**token}"] = new("*"),
        ["error/{code:int}"] = new("*"),
        ["fill/{code}"] = new("*"),
        ["healthz/live"] = new("*"),
        ["healthz/ready"] = new("*"),
        ["invite/{code}"] = new("*"),
        ["log"] = new("*"),
        ["log/checkpoint"] = new("*"),
        ["log/proof/{**number}"] = new("*"),
        ["log/tile/{**tile}"] = new("*"),
        ["log/vkey"] = new("*"),
        ["notice"] = new("*"),
        ["open-data"] = new("*"),
        ["open-data/badges.{format:regex(^(csv|json|geojson)$)}"] = new("*"),
        ["open-data/{day}/badges.{format:regex(^(csv|json|geojson)$)}"] = new("*"),
        ["openapi/{documentname}.json"] = new("*"),
        ["robots.txt"] = new("*"),
        ["shops"] = new("*"),
        ["tips"] = new("*"),
        ["tips/sent"] = new("*"),
        ["v/{**token}"] = new("*"),

        // One's own account.
        ["account"] = new(Rule.Everybody),
        ["account/language"] = new(Rule.Everybody),
        ["account/sign-out"] = new(Rule.Everybody),
        ["desk"] = new(Rule.Everybody),

        // Shops: an inspector sees of a foreign one what its signboard says, and can visit it with a reason.
        ["desk/imports"] = new("s"),
        ["desk/imports/{id:guid}"] = new("s"),
        ["desk/imports/{id:guid}/columns"] = new("s"),
        ["desk/invite/{shop:guid}"] = new("is", "s"),
        ["desk/shops"] = new("isu"),
        ["desk/shops/add"] = new("s"),
        ["desk/shops/found"] = new("i"),
        ["desk/shops/{id:guid}/accept"] = new("s"),
        ["desk/shops/{id:guid}"] = new("isu"),
        ["desk/shops/{id:guid}/close"] = new("s"),
        ["desk/shops/{id:guid}/edit"] = new("s"),
        ["desk/shops/{id:guid}/move"] = new("s"),
        ["desk/shops/{id:guid}/signboard"] = new("is", "s"),
        ["desk/owner"] = new("o"),
        ["desk/owner/{shop:guid}/appeals"] = new("o", ""),
        ["desk/owner/{shop:guid}/staff"] = new("o", ""),
        ["desk/owner/{shop:guid}/tips"] = new("o", ""),

        ["api/v1/attempts"] = new("i"),
        ["desk/attempts"] = new("isu"),
        ["desk/attempts/new"] = new("i", ""),
        ["desk/next"] = new("i"),

        // Visits: written by inspectors, read by their inspector, supervisor and auditor.
        ["api/v1/field-pack"] = new("i"),
        ["api/v1/sealing-key"] = new("i"),
        ["api/v1/visits"] = new("i"),
        ["api/v1/visits/sealed"] = new("i"),
        ["api/v1/visits/{id:guid}/photos/{photo:guid}"] = new("i", ""),
        ["desk/field"] = new("i"),
        ["desk/manifest.webmanifest"] = new("i"),
        ["desk/worker.js"] = new("i"),
        ["desk/visits"] = new("isu"),
        ["desk/rectifications"] = new("isu"),
        ["desk/rectifications/{shop:guid}"] = new("isu", "su"),
        ["desk/rectifications/{shop:guid}/notice"] = new("isu", "su"),
        ["desk/rounds"] = new("su"),
        ["desk/rounds/{id:guid}"] = new("su"),
        ["desk/scan"] = new("i"),
        ["desk/scan/elsewhere"] = new("i"),
        ["desk/visits/conflicts/{id:guid}"] = new("s"),
        ["desk/visits/fill"] = new("i", ""),
        ["desk/visits/load"] = new("s"),
        ["desk/visits/pairs/{id:guid}"] = new("s"),
        ["desk/visits/new"] = new("i"),
        ["desk/visits/{id:guid}"] = new("isu", "su"),
        ["desk/visits/{id:guid}/photos/{photo:guid?}"] = new("is", "s"),

        // Staff data.
        ["desk/referrals"] = new("sd"),
        ["desk/staff"] = new("isu"),
        ["desk/staff/{id:guid}"] = new("su"),

        // Badges.
        ["api/v1/badges/{number}/restore"] = new("s"),
        ["api/v1/badges/{number}/revoke"] = new("s"),
        ["api/v1/badges/{number}/suspend"] = new("s"),
        ["desk/badges"] = new("isu"),
        ["desk/badges/{number}"] = new("isou", "su"),
        ["desk/badges/{number}/{act:regex(^(suspend|restore|revoke)$)}"] = new("s"),
        ["desk/badges/{number}/{template}.pdf"] = new("iso", "s"),
        ["desk/badges/{number}/{template}.png"] = new("iso", "s"),
        ["desk/prints"] = new("is"),

        // What the public and the owners tell us: persons may be named in it, so that only those who act on it read it.
        ["desk/appeals"] = new("s"),
        ["desk/appeals/{id:guid}"] = new("s"),
        ["desk/tips"] = new("s"),
        ["desk/tips/{id:guid}"] = new("s"),

        // Users, keys, policy, logs.
        ["desk/audit"] = new("su"),
        ["desk/audit/access"] = new("su"),
        ["desk/due"] = new("su"),
        ["desk/checklists"] = new("su"),
        ["desk/checklists/{key}"] = new("su"),
        ["desk/policy"] = new("sau"),
        ["desk/report"] = new("su"),
        ["desk/users"] = new("a"),
        ["desk/users/new"] = new("a"),
        ["desk/users/{id:guid}"] = new("a"),
    };
}
