using Certify.Web.Api;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Developers;

/// <summary>How other programs check a badge: addresses, the token, test badges, examples that are run in the tests, problem codes.</summary>
public sealed class IndexModel(TestIssuer issuer, CertifyOptions options) : PageModel
{
    /// <summary>What the page shows of the folder <c>Developers/examples</c>, in this order.</summary>
    public static readonly IReadOnlyList<(string Title, string File)> Examples = [("curl", "curl.sh"), ("JavaScript", "javascript.mjs"), ("Python", "python.py"), ("C#", "csharp.cs")];

    private static readonly Dictionary<string, string> Sources = Examples.ToDictionary(
        e => e.File, e => System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Developers", "examples", e.File)), StringComparer.Ordinal);

    public IReadOnlyList<TestBadge> Badges => issuer.Badges;

    public string TestAddress => options.PublicUrl + TestIssuerEndpoints.Root;

    /// <summary>The example with this service's address in place of the invented one.</summary>
    public string Source(string file) => Sources[file]
        .Replace("https://certify.example", options.PublicUrl, StringComparison.Ordinal).Replace("HTTPS://CERTIFY.EXAMPLE", options.PublicUrl.ToUpperInvariant(), StringComparison.Ordinal);

    public static IEnumerable<(int Status, string Code, string Sentence)> Codes(Words words) =>
        ProblemCodes.All.OrderBy(c => c.Status).Select(c => (c.Status, c.Code, words[c.Sentence].Replace("{0} / {1}", "…", StringComparison.Ordinal).Replace("{0}", "…", StringComparison.Ordinal)));
}
