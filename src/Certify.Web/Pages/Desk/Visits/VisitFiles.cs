using Certify.Accounts;
using Certify.Certification;
using Certify.Data;
using Certify.Visits;
using Certify.Web.Api;
using Certify.Web.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>A file from a laptop's outbox, and what became of it.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Outcome">Text key under <c>load.</c></param>
/// <param name="Shop">Null: nobody can tell.</param>
/// <param name="Inspector"></param>
/// <param name="Said">What happened, and what to do.</param>
/// <param name="Reasons">Why it was refused, a sentence a fault.</param>
/// <param name="Link">Where to look at it, with its text.</param>
/// <param name="Receipt">Signed; see <see cref="ReceiptNote"/>.</param>
public sealed record LoadedFile(string Name, string Outcome, string? Shop, string? Inspector, string Said, IReadOnlyList<string> Reasons, (string Address, string Text)? Link = null, string? Receipt = null)
{
    public string Tone => Outcome switch { "load.recorded" or "load.repeated" => "good", "load.held" => "warn", _ => "bad" };
}

/// <summary>
/// Visits that a supervisor loads from files (<c>client/field/outbox.js</c> exports them), because their laptop doesn't reach the office any more. Each is
/// recorded as its inspector's, by the inspector's rules; the file is still sealed, so that nobody on its way has read or changed it.
/// </summary>
public sealed class VisitFiles(CertifyDb db, UserManager<AppUser> users, SealedIntake intake, LoadedVisits loaded, ReceiptNote note, Words words)
{
    /// <summary>Loads them as they were saved, so that a shop's visits arrive in their order; those that are no such file come last.</summary>
    public async Task<IReadOnlyList<LoadedFile>> LoadAsync(IEnumerable<(string Name, byte[]? Bytes)> files, Actor by, CancellationToken cancel)
    {
        var done = new List<LoadedFile>();
        foreach (var (name, bytes, parcel) in files.Select(f => (f.Name, f.Bytes, Parcel: Read(f.Bytes))).OrderBy(f => f.Parcel?.SavedAt ?? DateTimeOffset.MaxValue).ThenBy(f => f.Parcel?.Id))
            done.Add(bytes is null ? Refused(name, "load.too_large", VisitForms.BodyLimit >> 20)
                : parcel is null ? Refused(name, "load.no_file") : await LoadAsync(name, parcel, by, cancel));
        return done;
    }

    private async Task<LoadedFile> LoadAsync(string name, SealedParcel parcel, Actor by, CancellationToken cancel)
    {
        var shop = await NameAsync(parcel.ShopId, cancel);
        if (await users.FindByIdAsync(parcel.User!.Value.ToString()) is not { } user || !await users.IsInRoleAsync(user, Roles.Inspector))
            return Refused(name, "load.no_inspector") with { Shop = shop };
        var taken = await intake.TakeAsync(parcel, new(new Actor(user.Id, user.DisplayName, Roles.Inspector), user.UserName!), by, cancel);
        // A found shop is known from here on.
        shop ??= await NameAsync(parcel.ShopId, cancel);
        var file = await AnsweredAsync(name, parcel, taken, user, cancel) with { Shop = shop, Inspector = user.DisplayName };
        await loaded.NoteAsync(parcel.Kind is ParcelKind.Visit or ParcelKind.Draft ? ("visit", parcel.Id) : ("shop", parcel.ShopId), shop ?? "–", user.DisplayName, file.Outcome, by, cancel);
        return file;
    }

    private Task<string?> NameAsync(Guid shop, CancellationToken cancel) =>
        db.Shops.Where(s => s.Id == shop).Select(s => (string?)(s.OwnSignboardName ?? s.RegisteredName)).FirstOrDefaultAsync(cancel);

    private async Task<LoadedFile> AnsweredAsync(string name, SealedParcel parcel, Intake taken, AppUser user, CancellationToken cancel)
    {
        if (taken.WontOpen)
            return Refused(name, "load.wont_open");
        var goOn = words[user.DeactivatedAt is null ? "load.goes_on" : "load.deactivated", user.DisplayName];
        if (taken.IsRefused)
            return Refused(name, "load.refused") with { Said = $"{words["load.refused"]} {goOn}", Reasons = [.. taken.Errors!.Select(e => words[e.Refusal]).Distinct(StringComparer.Ordinal)] };
        if (taken.Held is not null)
            return Refused(name, "load.held") with { Said = $"{words["load.held"]} {goOn}" };
        if (taken.Note is { } noted)
            return Noted(name, noted);
        return taken.Answer! switch
        {
            { Kind: VisitAnswerKind.NoShop } => Refused(name, "load.no_shop"),
            { Kind: VisitAnswerKind.Conflict } => Refused(name, "load.conflict") with { Link = (await ConflictAsync(parcel.Id, user.Id, cancel), words["conflicts.open"]) },
            var answer => await ReceivedAsync(name, answer, cancel),
        };
    }

    private async Task<LoadedFile> ReceivedAsync(string name, VisitAnswer answer, CancellationToken cancel)
    {
        var receipt = answer.Receipt!;
        var outcome = answer.Kind == VisitAnswerKind.Recorded ? "load.recorded" : "load.repeated";
        var said = words[outcome, words.Moment(receipt.ReceivedAt), new Word(receipt.Outcome == Outcome.Certified ? "visits.certified" : "visits.not_certified"), receipt.Vaccinated, receipt.Staff];
        return new(name, outcome, null, null, said, [], ($"/desk/visits/{receipt.VisitId}", words["load.see"]), await note.OfAsync(receipt.VisitId, cancel));
    }

    private LoadedFile Noted(string name, TakenNote note)
    {
        if (note.State is NoteState.NoShop)
            return Refused(name, "load.no_shop");
        if (note.State is not (NoteState.Recorded or NoteState.Repeated))
            return Refused(name, "load.refused") with { Reasons = [.. (note.Errors ?? [new("", new("attempts.conflict"))]).Select(e => words[e.Refusal])] };
        var what = string.Join(words["conflicts.between"], note.What.Select(w => words[w]));
        var isNew = note.State == NoteState.Recorded;
        return Refused(name, isNew ? "load.recorded" : "load.repeated") with { Said = isNew ? words["load.noted", words.Moment(note.ReceivedAt), what] : words["load.noted_before", what] };
    }

    private async Task<string> ConflictAsync(Guid visit, Guid inspector, CancellationToken cancel) =>
        $"/desk/visits/conflicts/{await db.VisitConflicts.Where(c => c.VisitId == visit && c.InspectorId == inspector).OrderByDescending(c => c.ReceivedAt).Select(c => c.Id).FirstAsync(cancel)}";

    private LoadedFile Refused(string name, string outcome, params object?[] args) => new(name, outcome, null, null, words[outcome, args], []);

    private static SealedParcel? Read(byte[]? bytes)
    {
        using var json = bytes is null ? null : JsonBody.Parse(bytes);
        return json is not null && SealedParcel.Read(json.RootElement) is { User: not null } parcel ? parcel : null;
    }
}
