using System.Text.Json;
using Certify.Accounts;
using Certify.Certification;
using Certify.Log;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.Extensions.Options;

namespace Certify.Web.Api;

/// <summary><c>POST /api/v1/visits</c>: one visit of the signed-in inspector, idempotent by its id.</summary>
public static class VisitsApi
{
    /// <summary>500 people with six doses each are under 600 KB.</summary>
    public const int BodyLimit = 1024 * 1024;

    public sealed record Answer(Guid VisitId, DateTimeOffset ReceivedAt, string Outcome, Coverage Coverage, ReceiptBadge? Badge, IReadOnlyList<string> Missing);

    public sealed record Coverage(int Vaccinated, int Staff);

    public static void MapVisits(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/visits", PostAsync)
            .RequireAuthorization(Access.PolicyOf(Roles.Inspector))
            .DisableAntiforgery()
            .WithSummary("Records one visit and answers with what it led to; the same visit again gets the same receipt.")
            .Produces<Answer>(StatusCodes.Status201Created).Produces<Answer>()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    private static async Task<IResult> PostAsync(HttpContext context, VisitRecording recording, LogPublisher log, Words words, IOptions<CertifyOptions> options)
    {
        if (!SameOrigin.Holds(context.Request, options.Value))
            return words.Problem(StatusCodes.Status403Forbidden, "api.cross_site");
        if (!context.Request.HasJsonContentType())
            return words.Problem(StatusCodes.Status415UnsupportedMediaType, "api.json_only");
        if (await BodyAsync(context) is not { } body)
            return words.Problem(StatusCodes.Status413PayloadTooLarge, "api.too_large");
        if (Parse(body) is not { } json)
            return words.Problem(StatusCodes.Status400BadRequest, "api.malformed");
        using (json)
        {
            var (visit, errors) = VisitJson.Read(json.RootElement);
            if (visit is null)
                return words.Problem(StatusCodes.Status422UnprocessableEntity, "visits.refused", errors);
            var answer = await recording.RecordAsync(visit, context.User.Actor(), context.RequestAborted);
            if (answer.Receipt?.Badge is not null)
                await log.BeforeAnswerAsync();
            return answer.Kind switch
            {
                VisitAnswerKind.Recorded => Results.Created($"/desk/visits/{visit.Id}", Written(answer.Receipt!, words)),
                VisitAnswerKind.Repeated => Results.Ok(Written(answer.Receipt!, words)),
                VisitAnswerKind.Conflict => words.Problem(StatusCodes.Status409Conflict, "visits.conflict"),
                VisitAnswerKind.NoShop => words.Problem(StatusCodes.Status404NotFound, "visits.no_shop"),
                _ => words.Problem(StatusCodes.Status422UnprocessableEntity, "visits.refused", answer.Errors),
            };
        }
    }

    private static Answer Written(VisitReceipt receipt, Words words) => new(receipt.VisitId, receipt.ReceivedAt,
        JsonNamingPolicy.CamelCase.ConvertName(receipt.Outcome.ToString()), new(receipt.Vaccinated, receipt.Staff), receipt.Badge,
        [.. receipt.Missing.Select(words.Sentence)]);

    /// <summary>One thing still needed, as a sentence.</summary>
    public static string Sentence(this Words words, Missing missing) =>
        words[missing.Code, missing.Line ?? missing.Count ?? (missing.Measure is { } m ? new Word("measures." + m) : (object?)null), missing.Day];

    /// <summary>The whole body, or null where it is over the limit; never more than the limit is read.</summary>
    private static async Task<byte[]?> BodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > BodyLimit)
            return null;
        using var body = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(part, context.RequestAborted)) > 0;)
        {
            if (body.Length + read > BodyLimit)
                return null;
            body.Write(part, 0, read);
        }
        return body.ToArray();
    }

    private static JsonDocument? Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
