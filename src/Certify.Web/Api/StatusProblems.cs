using Certify.Web.Security;
using Certify.Web.Text;

namespace Certify.Web.Api;

/// <summary>An error status that no endpoint put into words: RFC 9457 all the same, with a stable <c>code</c> and a title in the reader's language.</summary>
public static class StatusProblems
{
    public static readonly IReadOnlyDictionary<int, string> Codes = new SortedDictionary<int, string>()
    {
        [400] = "badRequest",
        [401] = "signInRequired",
        [403] = "forbidden",
        [404] = "notFound",
        [405] = "methodNotAllowed",
        [409] = "conflict",
        [410] = "gone",
        [413] = "tooLarge",
        [415] = "unsupportedMediaType",
        [422] = "unprocessable",
        [429] = "tooManyRequests",
        [500] = "internal",
        [503] = "unavailable",
    };

    public static void Configure(ProblemDetailsOptions options) => options.CustomizeProblemDetails = context =>
    {
        var problem = context.ProblemDetails;
        if (problem.Extensions.ContainsKey("code"))
            return;
        var status = problem.Status ?? context.HttpContext.Response.StatusCode;
        problem.Extensions["code"] = Codes.GetValueOrDefault(status, "error");
        if (!Words.Has($"error.{status}"))
            return;
        // Written on the way out, where the request's language is forgotten again.
        Languages.Speak(Languages.Of(context.HttpContext.Request).Language);
        problem.Title = context.HttpContext.RequestServices.GetRequiredService<Words>()[$"error.{status}"];
    };
}
