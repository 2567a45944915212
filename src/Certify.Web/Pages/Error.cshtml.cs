using Certify.Web.Text;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages;

/// <summary>What went wrong, in words: one page for every status that has no page of its own.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    [FromRoute]
    public int Code { get; set; }

    /// <summary>Somebody else's thing is not found: 403 reads as 404.</summary>
    public string Key => Code == 403 ? "error.404" : Words.Has($"error.{Code}") ? $"error.{Code}" : "error.other";

    /// <summary>The form that was refused, opened anew.</summary>
    public string? BackTo => Code == 400 && HttpMethods.IsPost(Request.Method) && HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { } first
        ? first.OriginalPathBase + first.OriginalPath + first.OriginalQueryString : null;
}
