using Certify.Accounts;
using Certify.Certification;
using Certify.Data;
using Certify.Shops;
using Certify.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Support;

/// <summary>What a test starts from. Each line makes the least that the thing needs to exist; what a test is about it says itself.</summary>
public sealed partial class Given(CertifyApp app)
{
    private int _next;

    public async Task<AppUser> AUser(string userName, string role)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        if (await users.FindByNameAsync(userName) is { } known)
            return known;
        var user = new AppUser(userName, userName);
        Check(await users.CreateAsync(user, CertifyApp.Password));
        Check(await users.AddToRoleAsync(user, role));
        return user;
    }

    public async Task<Grid> AGrid(string subdistrict = "华兴街道", string community = "华兴社区", string? heldBy = null)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CertifyDb>();
        var grid = await db.Grids.FirstOrDefaultAsync(g => g.Subdistrict == subdistrict && g.Community == community);
        if (grid is null)
            db.Add(grid = new Grid(subdistrict, community));
        if (heldBy is not null)
        {
            var user = await AUser(heldBy, Roles.Inspector);
            if (!await db.GridHolders.AnyAsync(h => h.UserId == user.Id && h.GridId == grid.Id))
                db.Add(new GridHolder(user.Id, grid.Id));
        }
        await db.SaveChangesAsync();
        return grid;
    }

    /// <summary>A shop in the grid of the inspector <c>inspector</c>, unless another grid is given.</summary>
    public async Task<Shop> AShop(string name = "湘味土菜馆", string? uscc = null, string? address = null, Grid? grid = null, string category = "catering")
    {
        grid ??= await AGrid(heldBy: Roles.Inspector);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CertifyDb>();
        var shop = new Shop(new ShopFacts(uscc, name, address ?? $"衡阳市高新区解放大道{++_next}号", category), grid.Id, app.Time.GetUtcNow());
        db.Add(shop);
        await db.SaveChangesAsync();
        return shop;
    }

    /// <summary>A person on a shop's roster, confirmed by an officer unless a <paramref name="source"/> other than a visit entered them.</summary>
    public async Task<StaffMember> AStaffMember(Shop shop, string name = "陈桂英", string? idNumber = null, HealthRecord? health = null, StaffSource source = StaffSource.Visit)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CertifyDb>();
        var vault = scope.ServiceProvider.GetRequiredService<PiiVault>();
        var now = app.Time.GetUtcNow();
        idNumber ??= IdNumbers.Next();
        var person = vault.NewPerson(vault.HashOf(IdType.ResidentId, idNumber));
        var staff = new StaffMember(shop.Id, person, source, CertifyApp.Today.AddDays(-100), now);
        health ??= Doses.Full;
        vault.SealProfile(person, staff, new Profile(name, IdType.ResidentId, idNumber, "19000005423"));
        vault.SealHealth(person, staff, health);
        if (source == StaffSource.Visit)
            staff.Confirm(new PolicyTerms().Accepts(health, CertifyApp.Today), now);
        else
            staff.Claim(source, now);
        db.AddRange(person, staff);
        await db.SaveChangesAsync();
        return staff;
    }

    public async Task AnOwner(string userName, Shop shop)
    {
        var user = await AUser(userName, Roles.Owner);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CertifyDb>();
        db.Add(new ShopOwner(user.Id, shop.Id));
        await db.SaveChangesAsync();
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join("; ", result.Errors.Select(e => e.Description)));
    }
}

/// <summary>Vaccination records that tests speak of.</summary>
public static class Doses
{
    /// <summary>Two inactivated doses, 26 days apart.</summary>
    public static readonly HealthRecord Full = new([new("SINOVAC", new(2021, 5, 6), DoseProof.HealthCode), new("SINOVAC", new(2021, 6, 1), DoseProof.HealthCode)]);

    public static readonly HealthRecord One = new([new("SINOVAC", new(2021, 7, 20), DoseProof.HealthCode)]);

    public static readonly HealthRecord None = new([], Reason: "本人不便说明");
}

/// <summary>Well-formed ID numbers of nobody: region 430499 does not exist.</summary>
public static class IdNumbers
{
    private static int s_next;

    public static string Next()
    {
        var n = Interlocked.Increment(ref s_next);
        var body = $"430499{1960 + (n / 336 % 40)}{1 + (n / 28 % 12):00}{1 + (n % 28):00}{100 + (n % 900)}";
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return body + "10X98765432"[body.Select((c, i) => (c - '0') * weights[i]).Sum() % 11];
    }
}
