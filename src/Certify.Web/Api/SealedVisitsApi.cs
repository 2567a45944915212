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

    public static void MapSealedVisits(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/visits/sealed", PostAsync)
            .RequireAuthorization(Access.PolicyOf(Roles.Inspector))
            .DisableAntiforgery()
            .WithSummary("Takes a visit, a draft or an attempt that a laptop sealed to this server; the same again gets the same answer.")
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
        if (taken.Attempt is { } attempt)
            return AttemptsApi.Answered(attempt, words);
        if (taken.Held is not { } held)
            return await VisitsApi.AnsweredAsync(taken.Answer!, note, words, context.RequestAborted);
        var open = $"/desk/visits/new?shop={parcel.ShopId}&heldForm={held}";
        return taken.IsRefused ? words.Problem(StatusCodes.Status422UnprocessableEntity, "visits.refused", taken.Errors, open) : Results.Accepted(value: new Held(open));
    }
}
