using Certify.Tests.Support;

namespace Certify.Tests.Pages.Tips;

/// <summary>Somebody who fills in the form.</summary>
internal static class TipFormSteps
{
    internal const string Typed = "店员没戴口罩，也没人登记", Place = "蒸湘路 9 号的面馆";

    internal static async Task<(Visitor Visitor, Page Form)> OpenAsync(CertifyApp app, string language = "zh-CN")
    {
        var badge = await app.Given.ABadge();
        var visitor = app.Anonymous(language);
        return (visitor, await visitor.OpenAsync($"/tips?number={badge.Number}&kind=wrong"));
    }

    internal static Dictionary<string, string> Filled() => new(StringComparer.Ordinal) { ["Input.Place"] = Place, ["Input.Text"] = Typed };
}
