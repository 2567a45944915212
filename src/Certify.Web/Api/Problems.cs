using Certify.Visits;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;

namespace Certify.Web.Api;

/// <summary>RFC 9457 problems: a stable <c>code</c> for programs, a sentence for people, and a sentence a field where fields are at fault.</summary>
public static class Problems
{
    /// <summary>A business refusal: its code and its sentence with the values that it names.</summary>
    public static IResult Problem(this Words words, int status, Refusal refusal)
    {
        var problem = new ProblemDetails { Status = status, Title = words[refusal], Type = "about:blank" };
        problem.Extensions["code"] = refusal.Code;
        return Results.Json(problem, contentType: "application/problem+json", statusCode: status);
    }

    public static IResult Problem(this Words words, int status, string code, IReadOnlyList<FieldRefusal>? errors = null, string? open = null)
    {
        var problem = new ProblemDetails { Status = status, Title = words[code], Type = "about:blank" };
        problem.Extensions["code"] = code;
        if (errors is not null)
            problem.Extensions["errors"] = errors.GroupBy(e => e.Field, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => string.Join(' ', g.Select(e => words[e.Refusal])), StringComparer.Ordinal);
        if (open is not null)
            problem.Extensions["open"] = open;
        return Results.Json(problem, contentType: "application/problem+json", statusCode: status);
    }
}
