using System.Globalization;
using Certify.Web.Text;
using Microsoft.AspNetCore.Localization;

namespace Certify.Web.Security;

/// <summary>Language of a request: <c>?lang=</c>, else the signed-in person's choice, else Accept-Language, else Chinese. No cookie.</summary>
public static class Languages
{
    public const string Claim = "lang";

    private static readonly CultureInfo Chinese = new(Words.Chinese), English = new(Words.English);

    public static RequestLocalizationOptions Options()
    {
        var cultures = new[] { Chinese, English };
        return new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(Chinese),
            SupportedCultures = cultures,
            SupportedUICultures = cultures,
            RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Task.FromResult(
                    Asked(context.Request) is { } asked ? new ProviderCultureResult(asked) : null)),
                new CustomRequestCultureProvider(context => Task.FromResult(
                    context.User.FindFirst(Claim)?.Value is { } chosen ? new ProviderCultureResult(chosen) : null)),
                new CustomRequestCultureProvider(context => Task.FromResult<ProviderCultureResult?>(
                    new ProviderCultureResult(Preferred(context.Request.Headers.AcceptLanguage)))),
            ],
        };
    }

    /// <summary>The language of a page that knows nobody, and whether it was asked for by name.</summary>
    public static (string Language, bool Asked) Of(HttpRequest request) =>
        request.QueryString.HasValue && Asked(request) is { } asked ? (asked, true) : (Preferred(request.Headers.AcceptLanguage), false);

    /// <summary>Lets the rest of this request speak that language.</summary>
    public static void Speak(string language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language == Words.English ? English : Chinese;

    private static string? Asked(HttpRequest request) => Known(request.Query["lang"].ToString());

    /// <summary>The best liked of our two (RFC 9110 §12.5.4), the first of equals; Chinese if neither is named.</summary>
    internal static string Preferred(string? accept)
    {
        var (best, liked) = (Words.Chinese, 0d);
        foreach (var part in (accept ?? "").AsSpan().Split(','))
        {
            var item = accept.AsSpan(part).Trim();
            var at = item.IndexOf(';');
            var quality = at < 0 ? 1 : Quality(item[(at + 1)..]);
            if (quality > liked && Known(item) is { } known)
                (best, liked) = (known, quality);
        }
        return best;
    }

    private static string? Known(ReadOnlySpan<char> tag) =>
        tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Words.Chinese
        : tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? Words.English : null;

    private static double Quality(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.Trim();
        return parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality)
            ? quality : 1;
    }
}
