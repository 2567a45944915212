using System.Text;
using Certify.Accounts;
using Certify.Certification;
using Certify.Checklists;
using Certify.Data;
using Certify.Log;
using Certify.Visits;
using Microsoft.AspNetCore.WebUtilities;

namespace Certify.Web.Pages.Desk.Visits;

/// <param name="Actor">The inspector, with that role: it decides what may be recorded.</param>
/// <param name="UserName">Under which what can't be recorded waits.</param>
public sealed record Sender(Actor Actor, string UserName);

/// <summary>What became of a parcel.</summary>
/// <param name="WontOpen">Cut, altered, somebody else's, or sealed to another server.</param>
/// <param name="Answer">Null where nothing was recorded: it was a draft, or could not be read.</param>
/// <param name="Errors">What is wrong, by typed field.</param>
/// <param name="Held">Where its inspector goes on with it.</param>
/// <param name="Note">What became of something else than a visit.</param>
public sealed record Intake(bool WontOpen = false, VisitAnswer? Answer = null, IReadOnlyList<FieldRefusal>? Errors = null, Guid? Held = null, TakenNote? Note = null)
{
    public bool IsRefused => !WontOpen && Held is not null && Errors is not null;
}

/// <summary>
/// Takes what a laptop sealed to this server (<see cref="VisitBox"/>), however it came. A finished visit is recorded as if its form had arrived, once however
/// often it comes, and so is what else was noted; a visit that is refused, and a draft whose key had to go, waits sealed for its inspector to open and go on.
/// </summary>
public sealed class SealedIntake(CertifyDb db, VisitBox box, VisitRecording recording, SealedNotes notes, ExpiredForms held, LogPublisher log, CertifyClock clock)
{
    /// <param name="parcel"></param>
    /// <param name="sender">Whose it is.</param>
    /// <param name="by">Who brings it, and stands in the audit: the sender, or a supervisor with a file.</param>
    /// <param name="cancel"></param>
    public async Task<Intake> TakeAsync(SealedParcel parcel, Sender sender, Actor by, CancellationToken cancel)
    {
        if (Open(parcel, sender.Actor.UserId ?? Guid.Empty) is not { } fields)
            return new(WontOpen: true);
        if (parcel.Kind is not (ParcelKind.Visit or ParcelKind.Draft))
            return new(Note: await notes.TakeAsync(parcel, fields, sender.Actor, cancel));
        var form = FormFields.Bind(fields);
        if (form.Id != parcel.Id)
            return new(WontOpen: true);
        if (parcel.Kind == ParcelKind.Draft)
            return new(Held: await HoldAsync());
        form.SentAt = parcel.SentAt;
        var (answer, errors) = await RecordAsync(form, parcel.ShopId, sender.Actor, by, cancel);
        if (answer?.Receipt is not null)
            foreach (var waiting in new[] { parcel.Id, form.Held }.OfType<Guid>())
                await held.DropAsync(waiting, sender.UserName, cancel);
        if (answer?.Receipt?.Badge is not null)
            await log.BeforeAnswerAsync();
        return answer is { Kind: not VisitAnswerKind.Refused } ? new(Answer: answer) : new(Answer: answer, Errors: errors, Held: await HoldAsync());

        Task<Guid> HoldAsync() => held.KeepOnceAsync(parcel.Id, sender.UserName, parcel.ShopId, VisitForms.Write(form), cancel);
    }

    /// <summary>Reads and records the form as the page does; what can't be read is a refusal of the row in which it stands.</summary>
    private async Task<(VisitAnswer? Answer, IReadOnlyList<FieldRefusal> Errors)> RecordAsync(VisitForm form, Guid shop, Actor visitor, Actor by, CancellationToken cancel)
    {
        var list = form.ChecklistVersion is { } number ? await ChecklistBook.FindAsync(db, number, cancel) : null;
        // A day without a year is of the year in which it was typed, not of that in which it arrives.
        var typed = VisitReading.Read(form, list, shop, clock.Today, clock.Now).Visit;
        var reading = VisitReading.Read(form, list, shop, clock.DayOf(new VisitTimes(typed.StartedAt, typed.FinishedAt, typed.SentAt, clock.Now).VisitedAt), clock.Now);
        if (reading.Errors.Count > 0)
            return (null, [.. reading.Errors]);
        var answer = await recording.RecordAsync(reading.Visit, by, visitor, cancel);
        return (answer, [.. (answer.Errors ?? []).Select(e => e with { Field = reading.FieldOf(e.Field) })]);
    }

    private FormCollection? Open(SealedParcel parcel, Guid user)
    {
        if ((box.Open(parcel.Box, parcel.PlaceOf(user)) ?? box.Open(parcel.Box, parcel.OlderPlaceOf(user))) is not { } fields)
            return null;
        try
        {
            using var reader = new FormReader(Encoding.UTF8.GetString(fields)) { ValueCountLimit = VisitForms.ValueLimit };
            return new FormCollection(reader.ReadForm());
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
