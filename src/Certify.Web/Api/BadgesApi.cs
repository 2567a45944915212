using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Log;
using Certify.Web.Security;
using Certify.Web.Text;

namespace Certify.Web.Api;

/// <summary><c>POST /api/v1/badges/{number}/suspend|restore|revoke</c>: what a signed-in supervisor decides about a badge, with a reason.</summary>
public static class BadgesApi
{
    public sealed record Decision(string? Reason);

    public sealed record Answer(string Number, BadgeState State);

    private delegate Task<Result<Badge>?> Decide(string number, string? reason, Actor actor, CancellationToken cancel);

    public static void MapBadges(this IEndpointRouteBuilder routes)
    {
        Map(routes, "suspend", "Suspends a valid badge.", decisions => decisions.SuspendAsync);
        Map(routes, "restore", "Lifts a suspension.", decisions => decisions.RestoreAsync);
        Map(routes, "revoke", "Revokes a badge for good.", decisions => decisions.RevokeAsync);
    }

    private static void Map(IEndpointRouteBuilder routes, string verb, string summary, Func<BadgeDecisions, Decide> choose) =>
        routes.MapPost($"/api/v1/badges/{{number}}/{verb}", (HttpContext http, string number, BadgeDecisions decisions, LogPublisher log, Words words, CertifyOptions options) =>
                AnswerAsync(http, number, choose(decisions), log, words, options))
            .RequireAuthorization(Access.PolicyOf(Roles.Supervisor))
            .DisableAntiforgery()
            .WithSummary(summary)
            .Produces<Answer>()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415).ProducesProblem(422);

    private static async Task<IResult> AnswerAsync(HttpContext http, string number, Decide decide, LogPublisher log, Words words, CertifyOptions options)
    {
        if (!SameOrigin.Holds(http.Request, options))
            return words.Problem(StatusCodes.Status403Forbidden, "api.cross_site");
        if (!http.Request.HasJsonContentType())
            return words.Problem(StatusCodes.Status415UnsupportedMediaType, "api.json_only");
        Decision? decision;
        try
        {
            decision = await http.Request.ReadFromJsonAsync<Decision>(http.RequestAborted);
        }
        catch (System.Text.Json.JsonException)
        {
            return words.Problem(StatusCodes.Status400BadRequest, "api.malformed");
        }
        var result = await decide(number, decision?.Reason, http.User.Actor(), http.RequestAborted);
        if (result is { Ok: true })
            await log.BeforeAnswerAsync();
        return result switch
        {
            null => words.Problem(StatusCodes.Status404NotFound, "badges.unknown"),
            { Refusal: { } refusal } => words.Problem(refusal.Code.StartsWith("badges.reason_", StringComparison.Ordinal)
                ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict, refusal),
            _ => Results.Ok(new Answer(result.Value!.Number, result.Value.State)),
        };
    }
}
