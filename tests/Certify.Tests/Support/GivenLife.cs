using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Shops;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Support;

public sealed partial class Given
{
    public static readonly Actor AnOfficer = new(null, "刘正华", Roles.Supervisor);

    /// <summary>A shop with a badge that a visit earned just now, and its two people.</summary>
    public async Task<(Shop Shop, Guid Badge)> ACertifiedShop(string name = "湘味土菜馆")
    {
        var shop = await AShop(name);
        var answer = await Recorded(AVisit(shop));
        return (shop, await app.ReadAsync(db => db.Badges.Where(b => b.Number == answer.Receipt!.Badge!.Number).Select(b => b.Id).SingleAsync()));
    }

    /// <summary>The owner enters somebody new, whom no officer has seen yet.</summary>
    public Task<IReadOnlyList<FieldRefusal>> Hired(Shop shop, string name = "赵小波") =>
        app.WithAsync<OwnerRoster, IReadOnlyList<FieldRefusal>>(roster => roster.AddAsync(shop.Id, Person(name), new Actor(null, "经营者", Roles.Owner)));

    /// <summary>Whoever is listed and not vaccinated leaves.</summary>
    public async Task Left(Shop shop)
    {
        foreach (var id in await app.ReadAsync(db => db.Staff.Where(s => s.ShopId == shop.Id && !s.Vaccinated && s.LeftOn == null).Select(s => s.Id).ToListAsync()))
            await app.WithAsync<OwnerRoster, Result?>(roster => roster.LeaveAsync(shop.Id, id, app.Clock.Today, new Actor(null, "经营者", Roles.Owner)));
    }

    /// <summary>A visit to the people who are listed, as an inspector confirms them.</summary>
    public async Task<VisitAnswer> Revisited(Shop shop)
    {
        var today = app.Clock.Today;
        var staff = await app.ReadAsync(db => db.Staff.Where(s => s.ShopId == shop.Id && (s.LeftOn == null || s.LeftOn > today)).Select(s => s.Id).ToListAsync());
        return await Recorded(AVisit(shop, [.. staff.Select(id => new SubmittedStaff { StaffId = id, Status = StaffStatus.Working })]));
    }

    /// <summary>Something about the shop is looked at again though nothing has changed.</summary>
    public Task<int> Reviewed(Shop shop) => app.ReadAsync(async db =>
    {
        await app.Services.GetRequiredService<ShopReview>().ReviewAsync(db, shop.Id, Actor.System);
        return await db.SaveChangesAsync();
    });

    public Task<DueRun> Due() => app.WithAsync<DueReviews, DueRun>(due => due.RunAsync());

    public Task<Badge> BadgeOf(Guid id) => app.ReadAsync(db => db.Badges.AsNoTracking().SingleAsync(b => b.Id == id));

    public Task<List<BadgeStep>> StepsOf(Shop shop) => app.ReadAsync(db => db.BadgeSteps.AsNoTracking().Where(s => s.ShopId == shop.Id).OrderBy(s => s.Line).ToListAsync());

    /// <summary>These terms, proposed by one supervisor and confirmed by another.</summary>
    public async Task InForce(PolicyTerms terms)
    {
        var (one, two) = (await AUser("zhang", Roles.Supervisor), await AUser("wu", Roles.Supervisor));
        await app.WithAsync<PolicyChanges, Result>(c => c.ProposeAsync(terms, new(one.Id, "zhang", Roles.Supervisor)));
        var version = await app.ReadAsync(db => db.Policies.MaxAsync(p => p.Version));
        Assert.True((await app.WithAsync<PolicyChanges, Result?>(c => c.ConfirmAsync(version, new(two.Id, "wu", Roles.Supervisor))))!.Ok);
    }

    /// <summary>What a scan of the badge is answered now.</summary>
    public async Task<ScanStatus> Scanned(Guid badge)
    {
        var token = (await BadgeOf(badge)).Token;
        return (await app.WithAsync<BadgeVerifier, ScanAnswer>(verifier => verifier.ScanAsync(token).AsTask())).Status;
    }
}
