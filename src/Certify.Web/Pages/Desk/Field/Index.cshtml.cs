using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Certify.Badges.Status;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Desk.Field;

/// <summary>外出走访: the day's page of an inspector's laptop, the same with and without a network. It holds no person and no shop: both come from the field pack.</summary>
public sealed class IndexModel(StatusLists lists, CertifyOptions options) : PageModel
{
    private const string Own = "field.live_";

    /// <summary>Sentences that pages say too, under their whole keys.</summary>
    private static readonly string[] Shared = ["uscc.", "found.like_", "found.none_of_these", "form.required", "form.save"];
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The browser's share of the sentences, in the reader's language.</summary>
    public static string WordsJson => JsonSerializer.Serialize(
        Words.Of(Words.IsEnglish ? Words.English : Words.Chinese).Where(w => w.Key.StartsWith(Own, StringComparison.Ordinal) || Shared.Any(s => w.Key.StartsWith(s, StringComparison.Ordinal)))
            .ToDictionary(w => w.Key.StartsWith(Own, StringComparison.Ordinal) ? w.Key[Own.Length..] : w.Key, w => w.Value, StringComparer.Ordinal), Form);

    public CertifyOptions Site => options;

    /// <summary>Number of the newest status list, so that the laptop has them all when it scans.</summary>
    public int Newest { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => Newest = await lists.NewestAsync(cancel);
}
