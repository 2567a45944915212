using Certify.Accounts;
using Certify.Web.Pages.Desk.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.Extensions.Options;

namespace Certify.Web.Api;

/// <summary><c>POST /api/v1/visits/sealed</c>: what a laptop sealed to this server while it had no network; see <see cref="SealedIntake"/>.</summary>
public static class SealedVisitsApi
{
    /// <param name="Open">Where its inspector goes on with it.</param>
    public sealed record Held(string Open);

    /// <summary>Something else than a visit was noted.</summary>
    public sealed record Noted(Guid Id, DateTimeOffset ReceivedAt);

    public static void MapSealedVisits(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/visits/sealed", PostAsync)
            .RequireAuthorization(Access.PolicyOf(Roles.Inspector))
            .DisableAntiforgery()
            .WithSummary("Takes what a laptop sealed to this server: a visit, a draft, an attempt, a re-check, a badge that hangs elsewhere, or a shop that no list has; each counts once.")
            .Produces<VisitsApi.Answer>(StatusCodes.Status201Created).Produces<VisitsApi.Answer>().Produces<Held>(StatusCodes.Status202Accepted)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    private static async Task<IResult> PostAsync(HttpContext context, SealedIntake intake, ReceiptNote note, Words words, IOptions<CertifyOptions> options)
    {
        var (json, refused) = await JsonBody.ReadAsync(context, VisitForms.BodyLimit, words, options.Value);
        if (json is null)
            return refused!;
        using var whole = json;
        if (SealedParcel.Read(json.RootElement) is not { } parcel)
            return words.Problem(StatusCodes.Status400BadRequest, "api.malformed");
        var actor = context.User.Actor();
        var taken = await intake.TakeAsync(parcel, new(actor, context.User.Identity!.Name!), actor, context.RequestAborted);
        if (taken.WontOpen)
            return words.Problem(StatusCodes.Status422UnprocessableEntity, "sealed.wont_open");
        if (taken.Note is { } noted)
            return Answered(parcel, noted, words);
        if (taken.Held is not { } held)
            return await VisitsApi.AnsweredAsync(taken.Answer!, note, words, context.RequestAborted);
        var open = $"/desk/visits/new?shop={parcel.ShopId}&heldForm={held}";
        return taken.IsRefused ? words.Problem(StatusCodes.Status422UnprocessableEntity, "visits.refused", taken.Errors, open) : Results.Accepted(value: new Held(open));
    }

    private static IResult Answered(SealedParcel parcel, TakenNote noted, Words words) => noted.State switch
    {
        NoteState.Recorded => Results.Created((string?)null, new Noted(parcel.Id, noted.ReceivedAt)),
        NoteState.Repeated => Results.Ok(new Noted(parcel.Id, noted.ReceivedAt)),
        NoteState.Conflict => words.Problem(StatusCodes.Status409Conflict, "attempts.conflict"),
        NoteState.NoShop => words.Problem(StatusCodes.Status404NotFound, "visits.no_shop"),
        NoteState.Later => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
        _ => words.Problem(StatusCodes.Status422UnprocessableEntity, "sealed.refused", noted.Errors),
    };
}
