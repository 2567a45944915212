using Certify.Visits;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>
/// Nothing typed is lost when the session ran out: a visit's form that arrives without one, or whose anti-forgery token no longer fits, is kept sealed
/// for the user it was written for, and waits behind the sign-in. Who sent it is read from the form itself, protected by the server that wrote it.
/// </summary>
public sealed class HoldExpiredForm(VisitForms forms, ExpiredForms held) : IAsyncAlwaysRunResultFilter
{
    /// <summary>The anti-forgery check refused: the session's end may be the reason.</summary>
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is IAntiforgeryValidationFailedResult && await HoldAsync(context.HttpContext, forms, held) is { } address)
            context.Result = new RedirectResult(address);
        await next();
    }

    /// <summary>Before the sign-in is asked for: whoever's form this is, it waits for them.</summary>
    public static async Task BeforeSignInAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity is not { IsAuthenticated: true } && HttpMethods.IsPost(context.Request.Method)
            && await HoldAsync(context, context.RequestServices.GetRequiredService<VisitForms>(), context.RequestServices.GetRequiredService<ExpiredForms>()) is { } address)
            context.Response.Redirect(address);
        else
            await next(context);
    }

    /// <summary>Keeps the request's form and tells where it is given back; null when it is none of ours.</summary>
    public static async Task<string?> HoldAsync(HttpContext context, VisitForms forms, ExpiredForms held)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.Path.Equals("/desk/visits/new", StringComparison.OrdinalIgnoreCase) || !Guid.TryParse(request.Query["shop"], out var shop))
            return null;
        if (await ReadAsync(context) is not { } form || forms.Unprotect(form["Input.By"]) is not { } user)
            return null;
        var id = await held.KeepAsync(user, shop, VisitForms.Write(FormFields.Bind(form)), context.RequestAborted);
        return $"/desk/visits/new?shop={shop}&heldForm={id}";
    }

    private static async Task<IFormCollection?> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength > VisitForms.BodyLimit)
            return null;
        try
        {
            var feature = context.Features.Get<IFormFeature>() is { Form: not null } read ? read
                : new FormFeature(context.Request, new FormOptions { ValueCountLimit = VisitForms.ValueLimit, BufferBodyLengthLimit = VisitForms.BodyLimit });
            context.Features.Set(feature);
            return await feature.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception cut) when (cut is InvalidDataException or IOException or BadHttpRequestException)
        {
            return null;
        }
    }
}
