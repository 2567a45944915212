using Certify.Badges;
using Certify.Data;
using Certify.Shops;
using Certify.Staff;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Rules;

/// <summary>Rows put into a database by hand.</summary>
internal static class DatabaseRows
{
    private static readonly DateTimeOffset Now = CertifyApp.Start;
    private static int s_next;

    internal static async Task<bool> RefusedAsync(CertifyDb db, object entity)
    {
        db.Add(entity);
        try
        {
            await db.SaveChangesAsync();
            return false;
        }
        catch (DbUpdateException failure) when (failure.IsUniqueViolation())
        {
            db.Entry(entity).State = EntityState.Detached;
            return true;
        }
    }

    internal static async Task<Shop> AShopAsync(CertifyDb db, string name = "湘味土菜馆", string? uscc = null, string address = "衡阳市高新区解放大道1号")
    {
        var grid = new Grid("华兴街道", "华兴社区");
        var shop = new Shop(new ShopFacts(uscc, name, address, "catering"), grid.Id, Now);
        db.AddRange(grid, shop);
        await db.SaveChangesAsync();
        return shop;
    }

    internal static async Task<StaffMember> AStaffMemberAsync(CertifyDb db, Shop shop)
    {
        var person = new Person(Guid.CreateVersion7(), [1], [2]);
        var staff = new StaffMember(shop.Id, person, StaffSource.Visit, CertifyApp.Today, Now);
        db.AddRange(person, staff);
        await db.SaveChangesAsync();
        return staff;
    }

    internal static async Task<Visit> AVisitAsync(CertifyDb db, Shop shop)
    {
        var visit = NewVisit(shop, Guid.CreateVersion7());
        db.Add(visit);
        await db.SaveChangesAsync();
        return visit;
    }

    internal static async Task<Badge> ABadgeAsync(CertifyDb db, Shop shop)
    {
        var badge = NewBadge(shop, await AVisitAsync(db, shop));
        db.Add(badge);
        await db.SaveChangesAsync();
        return badge;
    }

    internal static Visit NewVisit(Shop shop, Guid id) => new(id, shop.Id, Guid.CreateVersion7(), "王强", new VisitTimes(Now, Now, Now, Now), [7]);

    internal static Badge NewBadge(Shop shop, Visit visit)
    {
        var n = Interlocked.Increment(ref s_next);
        return new(Guid.CreateVersion7(), shop.Id, visit.Id, $"HYGX-2021-{n:000000}-7K3Q", new BadgeText(shop.SignboardName, shop.RegisteredName, shop.Address),
            new BadgeTerm(Now, CertifyApp.Today, CertifyApp.Today.AddDays(90), Now.AddDays(91)), new SignedToken($"T{n}", BitConverter.GetBytes(n), BitConverter.GetBytes(n), [1], n), 1);
    }
}
