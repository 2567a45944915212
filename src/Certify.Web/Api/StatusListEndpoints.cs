using Certify.Badges.Status;
using Certify.Data;
using Certify.Web.Text;
using Microsoft.Net.Http.Headers;

namespace Certify.Web.Api;

/// <summary><c>/.well-known/badge-status/revocation/{n}</c> and <c>/suspension/{n}</c>: whether a badge still holds, for whoever checks it without asking about it.</summary>
public static class StatusListEndpoints
{
    /// <summary>With <see cref="StatusLists.LookAgain"/>, a change is seen by everybody within 60 seconds.</summary>
    private const int MaxAgeSeconds = 30;

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapStatusLists(this IEndpointRouteBuilder app)
    {
        Map(app, StatusPurpose.Revocation, "Bit set: the badge is revoked or superseded, for good.");
        Map(app, StatusPurpose.Suspension, "Bit set: the badge is suspended at present.");
    }

    private static void Map(IEndpointRouteBuilder app, StatusPurpose purpose, string meaning) =>
        app.MapMethods($"/.well-known/badge-status/{StatusList.Name(purpose)}/{{number:int}}", Reading, (int number, StatusLists lists, Words words, HttpContext http) => AnswerAsync(purpose, number, lists, words, http))
            .AllowAnonymous().RequireCors(VerifyEndpoints.PublicReads).WithName($"{StatusList.Name(purpose)}List").WithTags("Public")
            .WithSummary($"Status list: {StatusList.Name(purpose)}")
            .WithDescription("W3C Bitstring Status List 1.0 as a JWT-secured credential (ES256, keys at /.well-known/jwks.json). The list of a badge is its token's status index ÷ 131,072, "
                + $"its bit the remainder, the leftmost being 0. {meaning} Follows a change within 60 seconds; hold to `validUntil`, and ask again with If-None-Match.")
            .Produces<string>(contentType: StatusList.MediaType).ProducesProblem(404).ProducesProblem(503);

    private static async Task<IResult> AnswerAsync(StatusPurpose purpose, int number, StatusLists lists, Words words, HttpContext http)
    {
        try
        {
            if (await lists.FindAsync(purpose, number, http.RequestAborted) is not { } list)
                return words.Problem(StatusCodes.Status404NotFound, "api.no_status_list");
            http.Response.Headers.CacheControl = $"public, max-age={MaxAgeSeconds}";
            return Results.File(list.Jwt, StatusList.MediaType, lastModified: list.ValidFrom, entityTag: new EntityTagHeaderValue($"\"{list.Tag}\"", isWeak: true));
        }
        catch (Exception failure) when (failure.IsUnreachable())
        {
            http.Response.Headers.RetryAfter = "30";
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
