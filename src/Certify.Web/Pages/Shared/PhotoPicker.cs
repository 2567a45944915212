using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Certify.Web.Text;

namespace Certify.Web.Pages.Shared;

/// <summary>Where photos are added to a visit: a part of a form that works as it is, or, on a visit that has not been saved, of the browser's code alone.</summary>
/// <param name="VisitId">Null: the page says it later.</param>
/// <param name="ShopId"></param>
/// <param name="There">Photos that the visit has.</param>
/// <param name="IsForm"></param>
public sealed record PhotoPicker(Guid? VisitId = null, Guid? ShopId = null, int There = 0, bool IsForm = false)
{
    private const string Own = "photos.live_", Subject = "photos.subject_";
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The browser's share of the sentences, in the reader's language.</summary>
    public static string WordsJson => JsonSerializer.Serialize(
        Words.Of(Words.IsEnglish ? Words.English : Words.Chinese).Where(w => w.Key.StartsWith(Own, StringComparison.Ordinal) || w.Key.StartsWith(Subject, StringComparison.Ordinal))
            .ToDictionary(w => w.Key.StartsWith(Own, StringComparison.Ordinal) ? w.Key[Own.Length..] : w.Key["photos.".Length..], w => w.Value, StringComparer.Ordinal), Form);
}
