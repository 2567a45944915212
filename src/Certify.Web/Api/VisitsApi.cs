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

    /// <param name="VisitId"></param>
    /// <param name="ReceivedAt"></param>
    /// <param name="Outcome"></param>
    /// <param name="Coverage"></param>
    /// <param name="Badge"></param>
    /// <param name="Missing">Sentences.</param>
    /// <param name="Signed">The receipt as a note that the log's key has signed, see <see cref="ReceiptNote"/>.</param>
    public sealed record Answer(Guid VisitId, DateTimeOffset ReceivedAt, string Outcome, Coverage Coverage, ReceiptBadge? Badge, IReadOnlyList<string> Missing, string? Signed);

    public sealed record Coverage(int Vaccinated, int Staff);

    public static void MapVisits(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/visits", PostAsync)
            .RequireAuthorization(Access.PolicyOf(Roles.Inspector))
            .DisableAntiforgery()
            .WithDescription("measures: one true or false for each item of the checklist that checklistVersion names, by key, and no other. Without checklistVersion: the version in force for the shop's category, or for shops in general if measures names exactly that one's items. Version 1, for shops, has realName, masks, temperature, codes, ventilation, disinfection.")
            .WithSummary("Records one visit and answers with what it led to; the same visit again gets the same receipt.")
            .Produces<Answer>(StatusCodes.Status201Created).Produces<Answer>()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    private static async Task<IResult> PostAsync(HttpContext context, VisitRecording recording, LogPublisher log, ReceiptNote note, Words words, IOptions<CertifyOptions> options)
    {
        var (json, refused) = await JsonBody.ReadAsync(context, BodyLimit, words, options.Value);
        if (json is null)
            return refused!;
        using (json)
        {
            var (visit, errors) = VisitJson.Read(json.RootElement);
            if (visit is null)
                return words.Problem(StatusCodes.Status422UnprocessableEntity, "visits.refused", errors);
            var answer = await recording.RecordAsync(visit, context.User.Actor(), context.RequestAborted);
            if (answer.Receipt?.Badge is not null)
                await log.BeforeAnswerAsync();
            return await AnsweredAsync(answer, note, words, context.RequestAborted);
        }
    }

    /// <summary>What became of a visit, as it is answered: 201, 200, or a problem.</summary>
    public static async Task<IResult> AnsweredAsync(VisitAnswer answer, ReceiptNote note, Words words, CancellationToken cancel) => answer.Kind switch
    {
        VisitAnswerKind.Recorded => Results.Created($"/desk/visits/{answer.Receipt!.VisitId}", await WrittenAsync(answer.Receipt, note, words, cancel)),
        VisitAnswerKind.Repeated => Results.Ok(await WrittenAsync(answer.Receipt!, note, words, cancel)),
        VisitAnswerKind.Conflict => words.Problem(StatusCodes.Status409Conflict, "visits.conflict"),
        VisitAnswerKind.NoShop => words.Problem(StatusCodes.Status404NotFound, "visits.no_shop"),
        _ => words.Problem(StatusCodes.Status422UnprocessableEntity, "visits.refused", answer.Errors),
    };

    private static async Task<Answer> WrittenAsync(VisitReceipt receipt, ReceiptNote note, Words words, CancellationToken cancel) => new(receipt.VisitId, receipt.ReceivedAt,
        JsonNamingPolicy.CamelCase.ConvertName(receipt.Outcome.ToString()), new(receipt.Vaccinated, receipt.Staff), receipt.Badge,
        [.. receipt.Missing.Select(words.Sentence)], await note.OfAsync(receipt.VisitId, cancel));

    /// <summary>One thing still needed, as a sentence.</summary>
    public static string Sentence(this Words words, Missing missing) =>
        words[missing.Code, missing.Line ?? missing.Count ?? missing.Text ?? (missing.Measure is { } m ? new Word("measures." + m) : (object?)null), missing.Day];
}
