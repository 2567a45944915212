using Certify.Accounts;
using Certify.Data;
using Certify.Staff;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// The staff list as the owner keeps it. What an owner enters counts against the badge at once and for it only when an officer has seen the proof;
/// who left counts no more, and is listed for the next visit.
/// </summary>
public sealed class OwnerRoster(PiiVault vault, ShopReview review, IDbContextFactory<CertifyDb> dbs, CertifyClock clock)
{
    /// <summary>Adds a person, or takes one back who had left. Answers field by field what is wrong; empty when done.</summary>
    public async Task<IReadOnlyList<FieldRefusal>> AddAsync(Guid shopId, SubmittedStaff entry, Actor actor, CancellationToken cancel = default)
    {
        entry = VisitText.Normalise(entry with { StaffId = null, Status = StaffStatus.Working });
        var wrong = VisitChecks.CheckPerson(entry, clock.Today);
        if (wrong.Count > 0)
            return wrong;
        return await dbs.RunAsync(async db =>
        {
            var (now, hash) = (clock.Now, entry.IdNumber is null ? null : vault.HashOf(entry.IdType ?? IdType.ResidentId, entry.IdNumber));
            var person = hash is null ? null : await db.Persons.FirstOrDefaultAsync(p => p.IdHash == hash, cancel);
            var staff = person is null ? null : await db.Staff.FirstOrDefaultAsync(s => s.ShopId == shopId && s.PersonId == person.Id, cancel);
            if (staff?.WorksOn(clock.Today) == true)
                return (IReadOnlyList<FieldRefusal>)[new("idNumber", new Refusal("owner.already_listed"))];
            if (person is null)
                db.Persons.Add(person = vault.NewPerson(hash));
            if (staff is null)
            {
                db.Staff.Add(staff = new StaffMember(shopId, person, StaffSource.Owner, clock.Today, now));
                vault.SealHealth(person, staff, HealthRecord.Empty);
            }
            else
                staff.Return(now);
            vault.SealProfile(person, staff, new Profile(entry.Name ?? "", entry.IdType ?? IdType.ResidentId, entry.IdNumber ?? "", entry.Phone ?? ""));
            staff.Place(entry.Position ?? "");
            staff.Claim(StaffSource.Owner, now);
            await FinishAsync(db, staff, actor, "staff.added", cancel);
            return [];
        }, cancel);
    }

    /// <summary>Another position; says nothing about doses and so unconfirms nothing.</summary>
    public Task<Result?> PlaceAsync(Guid shopId, Guid staffId, string position, Actor actor, CancellationToken cancel = default) =>
        ChangeAsync(shopId, staffId, actor, "staff.placed", staff =>
        {
            if (position.Length > StaffMember.PositionLimit)
                return new Refusal("form.too_long");
            staff.Place(position.Trim());
            return Result.Done;
        }, cancel);

    /// <summary>Left on a day not after today: from that day on the person counts no more.</summary>
    public Task<Result?> LeaveAsync(Guid shopId, Guid staffId, DateOnly on, Actor actor, CancellationToken cancel = default) =>
        ChangeAsync(shopId, staffId, actor, "staff.left", staff =>
        {
            if (on > clock.Today)
                return new Refusal("visits.left_in_future", on);
            if (on < staff.Since)
                return new Refusal("owner.left_before_start", on, staff.Since);
            staff.Leave(on, clock.Now);
            return Result.Done;
        }, cancel);

    /// <summary>Takes "left" back: a slip of the finger is undone as if it had not been.</summary>
    public Task<Result?> ReturnAsync(Guid shopId, Guid staffId, Actor actor, CancellationToken cancel = default) =>
        ChangeAsync(shopId, staffId, actor, "staff.returned", staff =>
        {
            staff.Return(clock.Now);
            return Result.Done;
        }, cancel);

    private Task<Result?> ChangeAsync(Guid shopId, Guid staffId, Actor actor, string action, Func<StaffMember, Result> change, CancellationToken cancel) =>
        dbs.RunAsync(async db =>
        {
            if (await db.Staff.FirstOrDefaultAsync(s => s.Id == staffId && s.ShopId == shopId, cancel) is not { } staff)
                return null;
            var result = change(staff);
            if (result.Ok)
                await FinishAsync(db, staff, actor, action, cancel);
            return (Result?)result;
        }, cancel);

    private async Task FinishAsync(CertifyDb db, StaffMember staff, Actor actor, string action, CancellationToken cancel)
    {
        var shop = await db.Shops.Where(s => s.Id == staff.ShopId).Select(s => s.OwnSignboardName ?? s.RegisteredName).FirstAsync(cancel);
        db.Audit.Add(new AuditRow(actor, action, "staff", staff.Id, shop, null, clock.Now));
        await review.ReviewAsync(db, staff.ShopId, actor, cancel: cancel);
        await db.SaveChangesAsync(cancel);
    }
}
