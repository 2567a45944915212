using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Desk.Field;

/// <summary>外出走访: the day's page of an inspector's laptop, the same with and without a network. It holds no person and no shop: both come from the field pack.</summary>
public sealed class IndexModel(CertifyOptions options) : PageModel
{
    private const string Own = "field.live_";
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The browser's share of the sentences, in the reader's language.</summary>
    public static string WordsJson => JsonSerializer.Serialize(
        Words.Of(Words.IsEnglish ? Words.English : Words.Chinese).Where(w => w.Key.StartsWith(Own, StringComparison.Ordinal)).ToDictionary(w => w.Key[Own.Length..], w => w.Value, StringComparer.Ordinal), Form);

    public CertifyOptions Site => options;

    public void OnGet()
    {
        // Everything on it is written by the browser.
    }
}
