using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Certify.Accounts;
using Certify.Certification;
using Certify.Log;
using Certify.Visits;
using Certify.Web.Pages.Desk.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Certify.Web.Api;

/// <summary>
/// <c>POST /api/v1/visits/sealed</c>: what a laptop sealed to this server (<see cref="VisitBox"/>) while it had no network. A finished visit is recorded as if its
/// form had arrived, once however often it is sent; one that is refused, and a draft whose key had to go, waits sealed for its inspector to open and go on.
/// </summary>
public static class SealedVisitsApi
{
    private enum Kind { Visit, Draft }

    /// <param name="Id">Of the visit.</param>
    /// <param name="Kind">A finished visit, or a draft.</param>
    /// <param name="ShopId"></param>
    /// <param name="SentAt">By the sender's clock, at this try.</param>
    /// <param name="Box">Sealed form fields (<c>application/x-www-form-urlencoded</c>).</param>
    private sealed record Parcel(Guid Id, Kind Kind, Guid ShopId, string SentAt, byte[] Box);

    /// <param name="Open">Where its inspector goes on with it.</param>
    public sealed record Held(string Open);

    public static void MapSealedVisits(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/visits/sealed", PostAsync)
            .RequireAuthorization(Access.PolicyOf(Roles.Inspector))
            .DisableAntiforgery()
            .WithSummary("Takes a visit, or a draft, that a laptop sealed to this server; the same visit again gets the same receipt.")
            .Produces<VisitsApi.Answer>(StatusCodes.Status201Created).Produces<VisitsApi.Answer>().Produces<Held>(StatusCodes.Status202Accepted)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    private static async Task<IResult> PostAsync(HttpContext context, VisitBox box, VisitRecording recording, ExpiredForms held, LogPublisher log, ReceiptNote note, CertifyClock clock, Words words, IOptions<CertifyOptions> options)
    {
        var (json, refused) = await JsonBody.ReadAsync(context, VisitForms.BodyLimit, words, options.Value);
        if (json is null)
            return refused!;
        using var whole = json;
        if (Read(json.RootElement) is not { } parcel)
            return words.Problem(StatusCodes.Status400BadRequest, "api.malformed");
        var actor = context.User.Actor();
        if (box.Open(parcel.Box, $"{(parcel.Kind == Kind.Visit ? "visit" : "draft")}:{parcel.Id:D}:{actor.UserId:D}") is not { } fields || Form(fields) is not { } form || form.Id != parcel.Id)
            return words.Problem(StatusCodes.Status422UnprocessableEntity, "sealed.wont_open");
        if (parcel.Kind == Kind.Draft)
            return Results.Accepted(value: await HoldAsync());
        form.SentAt = parcel.SentAt;
        var (answer, errors) = await RecordAsync(form, parcel.ShopId, recording, actor, clock, context.RequestAborted);
        if (answer?.Receipt is not null)
            foreach (var waiting in new[] { parcel.Id, form.Held }.OfType<Guid>())
                await held.DropAsync(waiting, context.User.Identity!.Name!, context.RequestAborted);
        if (answer?.Receipt?.Badge is not null)
            await log.BeforeAnswerAsync();
        if (answer is { Kind: not VisitAnswerKind.Refused })
            return await VisitsApi.AnsweredAsync(answer, note, words, context.RequestAborted);
        return words.Problem(StatusCodes.Status422UnprocessableEntity, "visits.refused", errors, (await HoldAsync()).Open);

        async Task<Held> HoldAsync() => new($"/desk/visits/new?shop={parcel.ShopId}&heldForm={await held.KeepOnceAsync(parcel.Id, context.User.Identity!.Name!, parcel.ShopId, VisitForms.Write(form), context.RequestAborted)}");
    }

    /// <summary>Reads and records the form as the page does; what can't be read is a refusal of the row in which it stands.</summary>
    private static async Task<(VisitAnswer? Answer, IReadOnlyList<FieldRefusal> Errors)> RecordAsync(VisitForm form, Guid shop, VisitRecording recording, Actor actor, CertifyClock clock, CancellationToken cancel)
    {
        // A day without a year is of the year in which it was typed, not of that in which it arrives.
        var typed = VisitReading.Read(form, shop, clock.Today, clock.Now).Visit;
        var reading = VisitReading.Read(form, shop, clock.DayOf(new VisitTimes(typed.StartedAt, typed.FinishedAt, typed.SentAt, clock.Now).VisitedAt), clock.Now);
        if (reading.Errors.Count > 0)
            return (null, [.. reading.Errors]);
        var answer = await recording.RecordAsync(reading.Visit, actor, cancel);
        return (answer, [.. (answer.Errors ?? []).Select(e => e with { Field = reading.FieldOf(e.Field) })]);
    }

    private static Parcel? Read(JsonElement body)
    {
        string? Text(string name) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        Kind? kind = Text("kind") switch { "visit" => Kind.Visit, "draft" => Kind.Draft, _ => null };
        if (kind is null || !Guid.TryParse(Text("id"), out var id) || !Guid.TryParse(Text("shopId"), out var shop) || Text("box") is not { } text || !Base64Url.IsValid(text))
            return null;
        return new(id, kind.Value, shop, Text("sentAt") ?? "", Base64Url.DecodeFromChars(text));
    }

    private static VisitForm? Form(byte[] fields)
    {
        try
        {
            using var reader = new FormReader(Encoding.UTF8.GetString(fields)) { ValueCountLimit = VisitForms.ValueLimit };
            return FormFields.Bind(new FormCollection(reader.ReadForm()));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
