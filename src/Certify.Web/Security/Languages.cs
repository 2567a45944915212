using System.Globalization;
using Certify.Web.Text;
using Microsoft.AspNetCore.Localization;

namespace Certify.Web.Security;

/// <summary>Language of a request: <c>?lang=</c>, else the signed-in person's choice, else Accept-Language. No cookie.</summary>
public static class Languages
{
    public const string Claim = "lang";

    public static RequestLocalizationOptions Options()
    {
        var cultures = new[] { new CultureInfo(Words.Chinese), new CultureInfo(Words.English) };
        return new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(Words.Chinese),
            SupportedCultures = cultures,
            SupportedUICultures = cultures,
            RequestCultureProviders =
            [
                new QueryStringRequestCultureProvider { QueryStringKey = "lang", UIQueryStringKey = "lang" },
                new CustomRequestCultureProvider(context => Task.FromResult(
                    context.User.FindFirst(Claim)?.Value is { } chosen ? new ProviderCultureResult(chosen) : null)),
                new AcceptLanguageHeaderRequestCultureProvider(),
            ],
        };
    }
}
