using System.Globalization;
using System.Text.Json;
using Certify.Accounts;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;

namespace Certify.Web.Api;

/// <summary><c>POST /api/v1/attempts</c>: the signed-in inspector was at a door and no visit came of it; idempotent by its id.</summary>
public static class AttemptsApi
{
    /// <param name="Id">UUIDv7, made by the client.</param>
    /// <param name="ShopId"></param>
    /// <param name="Kind"><c>closed</c>, <c>moved</c>, <c>refused</c>, <c>noStaff</c>, <c>comeBack</c>.</param>
    /// <param name="On">Day on which the inspector was there.</param>
    /// <param name="ComeBackOn">Day, with <c>comeBack</c> alone.</param>
    /// <param name="Note"></param>
    /// <param name="SentAt">The client's clock when it sends; may differ with each try.</param>
    public sealed record Body(string? Id, string? ShopId, string? Kind, string? On, string? ComeBackOn, string? Note, string? SentAt);

    public sealed record Answer(Guid Id, Guid ShopId, string Kind, DateOnly On, DateOnly? ComeBackOn, DateTimeOffset ReceivedAt);

    /// <summary>Bytes: an attempt is a few short fields.</summary>
    private const int BodyLimit = 16 * 1024;

    private static readonly string[] Kinds = [.. Enum.GetNames<AttemptKind>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    public static void MapAttempts(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/attempts", PostAsync)
            .RequireAuthorization(Access.PolicyOf(Roles.Inspector))
            .DisableAntiforgery()
            .WithSummary("Records that a shop could not be visited, and why; the same attempt again gets the same answer.")
            .Produces<Answer>(StatusCodes.Status201Created).Produces<Answer>()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    private static async Task<IResult> PostAsync(HttpContext context, AttemptBook attempts, Words words, CertifyOptions options)
    {
        var (json, refused) = await JsonBody.ReadAsync(context, BodyLimit, words, options);
        if (json is null)
            return refused!;
        using var whole = json;
        if (Bound(json) is not { } body)
            return words.Problem(StatusCodes.Status400BadRequest, "api.malformed");
        var (draft, errors) = Read(body);
        if (draft is null)
            return words.Problem(StatusCodes.Status422UnprocessableEntity, "attempts.refused", errors);
        var answer = await attempts.RecordAsync(draft, context.User.Actor(), context.RequestAborted);
        return Answered(answer, words);
    }

    /// <summary>What became of an attempt, as it is answered: 201, 200, or a problem.</summary>
    private static IResult Answered(AttemptAnswer answer, Words words) => answer.Kind switch
    {
        AttemptAnswerKind.Recorded => Results.Created("/desk/attempts", Written(answer.Attempt!)),
        AttemptAnswerKind.Repeated => Results.Ok(Written(answer.Attempt!)),
        AttemptAnswerKind.Conflict => words.Problem(StatusCodes.Status409Conflict, "attempts.conflict"),
        AttemptAnswerKind.NoShop => words.Problem(StatusCodes.Status404NotFound, "visits.no_shop"),
        _ => words.Problem(StatusCodes.Status422UnprocessableEntity, "attempts.refused", answer.Errors),
    };

    private static Body? Bound(JsonDocument json)
    {
        try
        {
            return json.Deserialize<Body>(JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Answer Written(Attempt a) => new(a.Id, a.ShopId, JsonNamingPolicy.CamelCase.ConvertName(a.Kind.ToString()), a.On, a.ComeBackOn, a.ReceivedAt);

    public static (AttemptDraft? Draft, IReadOnlyList<FieldRefusal> Errors) Read(Body body)
    {
        var errors = new List<FieldRefusal>();
        T Need<T>(string field, string? text, T? read, string code) where T : struct
        {
            if (read is null)
                errors.Add(new(field, new Refusal(string.IsNullOrEmpty(text) ? "form.required" : code)));
            return read ?? default;
        }
        var kind = Array.IndexOf(Kinds, body.Kind) is >= 0 and var at ? (AttemptKind?)at : null;
        var draft = new AttemptDraft(
            Need("id", body.Id, Id(body.Id), "visits.json_id"), Need("shopId", body.ShopId, Id(body.ShopId), "visits.json_id"), Need("kind", body.Kind, kind, "visits.json_choice"),
            Need("on", body.On, Day(body.On), "visits.json_day"), string.IsNullOrEmpty(body.ComeBackOn) ? null : Need("comeBackOn", body.ComeBackOn, Day(body.ComeBackOn), "visits.json_day"),
            body.Note, Need("sentAt", body.SentAt, Moment(body.SentAt), "visits.json_moment"));
        return (errors.Count == 0 ? draft : null, errors);
    }

    private static Guid? Id(string? text) => Guid.TryParse(text, out var id) && id != Guid.Empty ? id : null;

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 2100 ? day : null;

    /// <summary>RFC 3339: always with its offset.</summary>
    private static DateTimeOffset? Moment(string? text) =>
        text is { Length: >= 20 } && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) && moment.Year is > 2000 and < 2100 ? moment : null;
}
