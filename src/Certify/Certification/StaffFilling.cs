using Certify.Accounts;
using Certify.Data;
using Certify.Shops;
using Certify.Staff;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// Before a visit the owner fills in the staff through a link, so that the inspector only checks each row against proof. What is filled in is a claim:
/// it counts against a badge at once, and for it only once an officer confirmed it. The link lasts until the next visit, seven days at most.
/// </summary>
public sealed class StaffFilling(IDbContextFactory<CertifyDb> dbs, PiiVault vault, ShopReview review, CertifyClock clock)
{
    private static readonly Actor Owner = new(null, "fill-link", Roles.Owner);

    /// <summary>A new link for the shop; an earlier open one ends. The code is shown once. Null where there is no such open shop.</summary>
    public Task<string?> InviteAsync(Guid shopId, Actor actor, CancellationToken cancel = default) => dbs.RunAsync(async db =>
    {
        if (await db.Shops.FirstOrDefaultAsync(s => s.Id == shopId && s.ClosedOn == null, cancel) is not { } shop)
            return null;
        var code = await new LinkBook(db, clock).MakeAsync(LinkPurpose.FillStaff, shopId, null, actor, LinkBook.FillStaffLife, cancel);
        db.Audit.Add(new AuditRow(actor, "staff.fill_invited", "shop", shopId, shop.SignboardName, null, clock.Now));
        await db.SaveChangesAsync(cancel);
        return code;
    }, cancel);

    /// <summary>The shop that a link opens, and how many people are listed there already; null when it is unknown, ended or too old.</summary>
    public async Task<(Shop Shop, DateTimeOffset ExpiresAt, int Listed)?> FindAsync(string code, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        if (await new LinkBook(db, clock).FindAsync(LinkPurpose.FillStaff, code, cancel) is not { ShopId: { } shopId } link)
            return null;
        var today = clock.Today;
        var listed = await db.Staff.CountAsync(s => s.ShopId == shopId && s.Since <= today && (s.LeftOn == null || s.LeftOn > today), cancel);
        return (await db.Shops.AsNoTracking().SingleAsync(s => s.Id == shopId, cancel), link.ExpiresAt, listed);
    }

    /// <summary>Enters people as claims. Whom an officer has confirmed already stays as confirmed.</summary>
    /// <returns>Refusals by field, none where all was kept; null when the link opens nothing any more.</returns>
    public async Task<IReadOnlyList<FieldRefusal>?> SubmitAsync(string code, IReadOnlyList<SubmittedStaff> typed, CancellationToken cancel = default)
    {
        var staff = typed.Select(VisitText.Normalise).ToList();
        var errors = VisitChecks.CheckStaff(staff, clock.Today).ToList();
        for (var i = 0; i < staff.Count; i++)
            if (staff[i].IdNumber is null)
                errors.Add(new($"staff[{i}].idNumber", new("form.required")));
        if (errors.Count > 0)
            return errors;
        return await dbs.RunAsync(async db =>
        {
            if (await new LinkBook(db, clock).FindAsync(LinkPurpose.FillStaff, code, cancel) is not { ShopId: { } shopId })
                return null;
            foreach (var person in staff)
                await ClaimAsync(db, shopId, person, cancel);
            await review.ReviewAsync(db, shopId, Owner, cancel: cancel);
            db.Audit.Add(new AuditRow(Owner, "staff.filled", "shop", shopId, await db.Shops.Where(s => s.Id == shopId).Select(s => s.OwnSignboardName ?? s.RegisteredName).SingleAsync(cancel), $"{staff.Count}", clock.Now));
            await db.SaveChangesAsync(cancel);
            return (IReadOnlyList<FieldRefusal>)[];
        }, cancel);
    }

    private async Task ClaimAsync(CertifyDb db, Guid shopId, SubmittedStaff typed, CancellationToken cancel)
    {
        var now = clock.Now;
        var type = typed.IdType ?? IdType.ResidentId;
        var hash = vault.HashOf(type, typed.IdNumber!)!;
        var person = db.Persons.Local.FirstOrDefault(p => p.IdHash?.AsSpan().SequenceEqual(hash) == true)
            ?? await db.Persons.FirstOrDefaultAsync(p => p.IdHash == hash, cancel);
        if (person is null)
            db.Persons.Add(person = vault.NewPerson(hash));
        var staff = db.Staff.Local.FirstOrDefault(s => s.ShopId == shopId && s.PersonId == person.Id)
            ?? await db.Staff.FirstOrDefaultAsync(s => s.ShopId == shopId && s.PersonId == person.Id, cancel);
        if (staff is { Confirmed: true, LeftOn: null })
            return;
        if (staff is null)
            db.Staff.Add(staff = new StaffMember(shopId, person, StaffSource.Owner, clock.Today, now));
        vault.SealProfile(person, staff, new Profile(typed.Name!, type, typed.IdNumber!, typed.Phone ?? ""));
        vault.SealHealth(person, staff, new HealthRecord([.. (typed.Doses ?? []).Select(d => new Dose(d.Vaccine, d.On, d.Proof, d.SiteName))]));
        staff.Place(typed.Position ?? "");
        staff.Return(now);
        staff.Claim(StaffSource.Owner, now);
    }
}
