using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using Certify.Badges;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Certify.Web.Pages.Scan;

/// <summary>One form of the answer page: all that decides its markup. What a badge adds stands in the holes.</summary>
/// <param name="Status"></param>
/// <param name="ByNumber">Asked with a typed number, not with a scanned code.</param>
/// <param name="HasNewer">There is a newer badge to go to.</param>
/// <param name="English"></param>
/// <param name="Asked">The language was asked for by name, so that links keep it.</param>
/// <param name="KeyRevoked">Forged, or as good as that: the key that signed it was stolen.</param>
/// <param name="IsLastKnown">The state can't be looked up now; it was before.</param>
public readonly record struct ScanForm(ScanStatus Status, bool ByNumber, bool HasNewer, bool English, bool Asked, bool KeyRevoked, bool IsLastKnown)
{
    public static ScanForm Of(ScanAnswer answer, bool byNumber, bool asked) =>
        new(answer.Status, byNumber, answer.Badge?.NewerNumber is not null, Words.IsEnglish, asked, answer is { Status: ScanStatus.Forged, Reason: TokenReason.CompromisedKey }, answer.IsLastKnown);

    public string Key => Status.ToString().ToLowerInvariant();

    /// <summary>A number that can't be read or confirmed has words of its own: it proves nothing by itself.</summary>
    public string TitleKey => (ByNumber && Status is (ScanStatus.Unreadable or ScanStatus.Unconfirmed) ? "scan.number_" : "scan.") + Key;

    public string NextKey => KeyRevoked ? "scan.forged_key_next" : (ByNumber && !HasBadge ? "scan.number_" : "scan.") + Key + (IsLastKnown ? "_last" : "_next");

    public bool HasBadge => Status is not (ScanStatus.Unreadable or ScanStatus.Forged or ScanStatus.Unknown) && !(ByNumber && Status == ScanStatus.Unconfirmed);

    /// <summary>Something to tell us about: not of a number that was mistyped, or that can't be looked up now.</summary>
    public bool MayTell => !(ByNumber && Status is ScanStatus.Unreadable or ScanStatus.Unconfirmed);

    /// <summary>Known from the records, not from the token alone.</summary>
    public bool HasRecord => HasBadge && Status != ScanStatus.Unconfirmed;
}

/// <summary>The answer pages as Razor makes them, each form once.</summary>
public sealed class ScanSheets(IServiceProvider services, IRazorViewEngine engine, HtmlEncoder encoder)
{
    private const string View = "/Pages/Scan/Answer.cshtml";
    private readonly ConcurrentDictionary<ScanForm, Sheet> made = [];

    public ValueTask<Sheet> For(ScanForm form) => made.TryGetValue(form, out var sheet) ? new(sheet) : new(MakeAsync(form));

    private async Task<Sheet> MakeAsync(ScanForm form)
    {
        await using var scope = services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Request.QueryString = new QueryString(form.Asked ? "?lang=" + CultureInfo.CurrentUICulture.Name : "");
        var action = new ActionContext(http, new RouteData(), new ActionDescriptor());
        var view = engine.GetView(null, View, isMainPage: true).EnsureSuccessful(null).View!;
        await using var html = new StringWriter();
        var data = new ViewDataDictionary<ScanForm>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = form };
        var temp = scope.ServiceProvider.GetRequiredService<ITempDataDictionaryFactory>().GetTempData(http);
        await view.RenderAsync(new ViewContext(action, view, data, temp, html, new HtmlHelperOptions()));
        return made[form] = new Sheet(html.ToString(), encoder);
    }
}
