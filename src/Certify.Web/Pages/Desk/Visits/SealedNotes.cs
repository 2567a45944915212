using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Shops;
using Certify.Tips;
using Certify.Visits;
using Certify.Web.Api;
using Certify.Web.Text;

namespace Certify.Web.Pages.Desk.Visits;

public enum NoteState
{
    Recorded,

    /// <summary>It was here already.</summary>
    Repeated,
    Conflict,
    NoShop,
    Refused,

    /// <summary>It can't be looked up just now.</summary>
    Later,
}

/// <summary>What became of something noted at a door.</summary>
/// <param name="State"></param>
/// <param name="What">Text keys of what it is, the finer one last.</param>
/// <param name="ReceivedAt"></param>
/// <param name="Errors"></param>
public sealed record TakenNote(NoteState State, IReadOnlyList<string> What, DateTimeOffset ReceivedAt, IReadOnlyList<FieldRefusal>? Errors = null);

/// <summary>What an inspector notes on a laptop besides visits: that none came of it, that an order was put right, that a badge hangs where it doesn't belong, that there is a shop which no list has. Each counts once.</summary>
public sealed class SealedNotes(AttemptBook attempts, RectificationBook rectifications, TipInbox inbox, FoundShops found, CertifyClock clock, Words words)
{
    public Task<TakenNote> TakeAsync(SealedParcel parcel, FormCollection fields, Actor inspector, CancellationToken cancel) => parcel.Kind switch
    {
        ParcelKind.Attempt => AttemptAsync(parcel, fields, inspector, cancel),
        ParcelKind.Recheck => RecheckAsync(parcel, fields, inspector, cancel),
        ParcelKind.Found => FoundAsync(parcel, fields, inspector, cancel),
        _ => MisplacedAsync(parcel, fields, inspector, cancel),
    };

    private async Task<TakenNote> AttemptAsync(SealedParcel parcel, FormCollection fields, Actor inspector, CancellationToken cancel)
    {
        var (draft, errors) = AttemptsApi.Read(new(parcel.Id.ToString(), parcel.ShopId.ToString(), fields["kind"], fields["on"], fields["comeBackOn"], fields["note"], VisitForms.Write(SentAt(parcel))));
        if (draft is null)
            return new(NoteState.Refused, ["attempts.list"], clock.Now, errors);
        var answer = await attempts.RecordAsync(draft, inspector, cancel);
        var state = answer.Kind switch
        {
            AttemptAnswerKind.Recorded => NoteState.Recorded,
            AttemptAnswerKind.Repeated => NoteState.Repeated,
            AttemptAnswerKind.Conflict => NoteState.Conflict,
            AttemptAnswerKind.NoShop => NoteState.NoShop,
            _ => NoteState.Refused,
        };
        return new(state, ["attempts.list", "attempts.kind_" + draft.Kind.ToString().ToLowerInvariant()], answer.Attempt?.ReceivedAt ?? clock.Now, answer.Errors);
    }

    /// <summary>The order's id came with the field pack: whoever has it held the shop's grid then, and grids change hands while a laptop is away.</summary>
    private async Task<TakenNote> RecheckAsync(SealedParcel parcel, FormCollection fields, Actor inspector, CancellationToken cancel)
    {
        string[] what = ["load.recheck"];
        if (!Guid.TryParse(fields["order"], out var order) || VisitReading.Moment(fields["at"]) is not { } noted)
            return new(NoteState.Refused, what, clock.Now, [new("", new("sealed.unread"))]);
        // By the server's clock, as with a visit.
        var at = noted + (clock.Now - SentAt(parcel));
        return await rectifications.PutRightAsync(parcel.ShopId, order, inspector, at < clock.Now ? at : clock.Now, cancel) switch
        {
            null => new(NoteState.Refused, what, clock.Now, [new("", new("rectifications.no_order"))]),
            { Refusal.Code: "rectifications.done_already" } => new(NoteState.Repeated, what, clock.Now),
            { Refusal: { } refused } => new(NoteState.Refused, what, clock.Now, [new("", refused)]),
            _ => new(NoteState.Recorded, what, clock.Now),
        };
    }

    /// <summary>The note's id is the shop's: what else was noted there names it.</summary>
    private async Task<TakenNote> FoundAsync(SealedParcel parcel, FormCollection fields, Actor inspector, CancellationToken cancel)
    {
        string[] what = ["load.found"];
        if (parcel.Id != parcel.ShopId || parcel.Id == Guid.Empty)
            return new(NoteState.Refused, what, clock.Now, [new("", new("sealed.unread"))]);
        var grid = Guid.TryParse(fields["grid"], out var id) ? id : Guid.Empty;
        var taken = await found.TakeAsync(parcel.Id, fields["code"], fields["name"].ToString(), fields["address"].ToString(), fields["category"].ToString(), grid, inspector, cancel);
        return taken.Value is { } shop ? new(shop.IsNew ? NoteState.Recorded : NoteState.Repeated, what, shop.At) : new(NoteState.Refused, what, clock.Now, [new("", taken.Refusal!)]);
    }

    private async Task<TakenNote> MisplacedAsync(SealedParcel parcel, FormCollection fields, Actor inspector, CancellationToken cancel)
    {
        string[] what = ["load.misplaced"];
        string? code = fields["code"], number = fields["badge"];
        if (string.IsNullOrWhiteSpace(code) && string.IsNullOrWhiteSpace(number))
            return new(NoteState.Refused, what, clock.Now, [new("", new("sealed.unread"))]);
        var about = await inbox.AboutAsync(code, number, cancel);
        // What can't be looked up now can't be told apart from what is none of ours.
        if (!about.IsBadge && about.Answer is not (ScanStatus.Forged or ScanStatus.Unknown or ScanStatus.Unreadable))
            return new(NoteState.Later, what, clock.Now, [new("", new("scan.unconfirmed"))]);
        var draft = new TipDraft
        {
            Id = parcel.Id,
            Kind = about.IsBadge ? TipKind.Misplaced : TipKind.Suspect,
            Place = fields["place"],
            Text = words["desk_scan.by_inspector", inspector.Name, fields["text"].ToString().Trim()],
            Code = string.IsNullOrWhiteSpace(code) ? number : code,
        };
        if (TipInbox.Check(draft, about) is { Count: > 0 } wrong)
            return new(NoteState.Refused, what, clock.Now, wrong);
        return (await inbox.ReceiveAsync(draft, about, cancel)).Refusal is { } refusal ? new(NoteState.Refused, what, clock.Now, [new("", refusal)]) : new(NoteState.Recorded, what, clock.Now);
    }

    /// <summary>A file says nothing of when it is read: the laptop's clock is believed then.</summary>
    private DateTimeOffset SentAt(SealedParcel parcel) => VisitReading.Moment(parcel.SentAt) ?? clock.Now;
}
