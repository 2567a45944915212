namespace Certify.Web.Security;

/// <summary>Security headers of every answer: nothing inline, nothing from elsewhere, never in a frame.</summary>
public static class Headers
{
    public static HeaderPolicyCollection Policy(bool https)
    {
        var policy = new HeaderPolicyCollection()
            .AddFrameOptionsDeny()
            .AddContentTypeOptionsNoSniff()
            .AddReferrerPolicyNoReferrer()
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
                p.AddCamera().Self();
                p.AddGeolocation().Self();
                p.AddMicrophone().None();
            })
            .RemoveServerHeader();
        return https ? policy.AddStrictTransportSecurityMaxAgeIncludeSubDomains() : policy;
    }
}
