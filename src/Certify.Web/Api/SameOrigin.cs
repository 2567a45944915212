namespace Certify.Web.Api;

/// <summary>
/// Whether a request with the session's cookie was made by our own pages. Browsers say so themselves (<c>Sec-Fetch-Site</c>, else <c>Origin</c>);
/// a program that sends neither has no other site's page in it.
/// </summary>
public static class SameOrigin
{
    public static bool Holds(HttpRequest request, CertifyOptions options)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
            return site == "same-origin" || site == "none";
        if (request.Headers.Origin is not { Count: > 0 } origin)
            return true;
        return Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var from)
            && (from.Authority == request.Host.Value || from.Authority == options.Host);
    }
}
