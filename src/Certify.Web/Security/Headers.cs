namespace Certify.Web.Security;

/// <summary>
/// Security headers of every answer: nothing inline, nothing from elsewhere, never in a frame. Other sites are not told where a visitor comes from; our own are,
/// since without that browsers before Safari 16.4 send forms with <c>Origin: null</c>, which would be taken for another site's.
/// </summary>
public static class Headers
{
    /// <summary>Sets them on every answer; only the pages that scan may ask for the camera.</summary>
    public static void UseHeaders(this IApplicationBuilder app, bool https)
    {
        app.UseWhen(http => Scans(http.Request.Path), scanning => scanning.UseSecurityHeaders(Policy(https, camera: true)));
        app.UseWhen(http => !Scans(http.Request.Path), others => others.UseSecurityHeaders(Policy(https, camera: false)));
    }

    private static readonly string[] Scanning = ["/check", "/desk/scan", "/desk/field"];

    private static bool Scans(PathString path) => Scanning.Any(page => path.Equals(page, StringComparison.OrdinalIgnoreCase));

    private static HeaderPolicyCollection Policy(bool https, bool camera)
    {
        var policy = new HeaderPolicyCollection()
            .AddFrameOptionsDeny()
            .AddContentTypeOptionsNoSniff()
            .AddReferrerPolicySameOrigin()
            .AddCrossOriginOpenerPolicy(p => p.SameOrigin())
            .AddContentSecurityPolicy(csp =>
            {
                csp.AddDefaultSrc().Self();
                csp.AddImgSrc().Self().Data();
                csp.AddObjectSrc().None();
                csp.AddBaseUri().Self();
                csp.AddFormAction().Self();
                csp.AddFrameAncestors().None();
            })
            .AddPermissionsPolicy(p =>
            {
                if (camera)
                    p.AddCamera().Self();
                else
                    p.AddCamera().None();
                p.AddGeolocation().Self();
                p.AddMicrophone().None();
            })
            .RemoveServerHeader();
        return https ? policy.AddStrictTransportSecurityMaxAgeIncludeSubDomains() : policy;
    }
}
