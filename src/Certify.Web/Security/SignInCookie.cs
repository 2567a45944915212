using Microsoft.AspNetCore.Authentication.Cookies;

namespace Certify.Web.Security;

/// <summary>The session cookie: twelve hours, for this site alone. A page asks for sign-in, a program gets 401; a thing that is not yours is not found.</summary>
public static class SignInCookie
{
    /// <summary>Under <c>/open-data</c> lie files; the page about them is that address alone.</summary>
    private static readonly PathString[] Programs = ["/api", "/.well-known", "/openapi", "/open-data", "/developers/test"];

    /// <summary>Under https the cookie never travels without it, whatever a proxy in front says of the request.</summary>
    public static CookieSecurePolicy Secure(bool https) => https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    public static void Configure(CookieAuthenticationOptions cookie, bool https)
    {
        cookie.Cookie.Name = "certify";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = Secure(https);
        cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/account/sign-in";
        cookie.ReturnUrlParameter = "return";
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = IsProgram(context.Request) ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
        var redirect = cookie.Events.OnRedirectToLogin;
        cookie.Events.OnRedirectToLogin = context =>
        {
            if (!IsProgram(context.Request))
                return redirect(context);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };
    }

    /// <summary>Asked by a program, not by a person at a browser.</summary>
    public static bool IsProgram(HttpRequest request)
    {
        foreach (var place in Programs)
            if (request.Path.StartsWithSegments(place, StringComparison.OrdinalIgnoreCase, out var rest))
                return rest.HasValue || place != "/open-data";
        return false;
    }
}
