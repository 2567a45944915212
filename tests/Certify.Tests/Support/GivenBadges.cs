using System.Security.Cryptography;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Certify.Shops;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Support;

public sealed partial class Given
{
    /// <summary>A badge as a visit leaves it, issued today and valid for 90 days unless told otherwise. Its shop is 湘味土菜馆 unless given.</summary>
    public async Task<Badge> ABadge(Shop? shop = null, string number = "HYGX-2021-000531-7K3Q", DateTimeOffset? issuedAt = null, int days = 90)
    {
        shop ??= await AShop();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CertifyDb>();
        var (visit, badge) = NewBadge(scope.ServiceProvider, shop, number, issuedAt, days, await db.Badges.CountAsync());
        db.AddRange(visit, badge);
        await scope.ServiceProvider.GetRequiredService<BadgeLog>().IssuedAsync(db, badge, visit);
        await db.SaveChangesAsync();
        await scope.ServiceProvider.GetRequiredService<LogPublisher>().BeforeAnswerAsync();
        return badge;
    }

    /// <summary>A badge and its leaf, committed; nobody has published it yet.</summary>
    public async Task<Badge> AnUnpublishedBadge(int number = 1)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CertifyDb>();
        var (visit, badge) = NewBadge(scope.ServiceProvider, await AShop($"第{number}店"), $"HYGX-2021-{number:000000}-CCCC", null, 90, number + 10_000);
        db.AddRange(visit, badge);
        await scope.ServiceProvider.GetRequiredService<BadgeLog>().IssuedAsync(db, badge, visit);
        await db.SaveChangesAsync();
        return badge;
    }

    /// <summary>A badge as <c>BadgeMint</c> makes it, and the visit that earned it; in no database and no log yet.</summary>
    internal (Visit Visit, Badge Badge) NewBadge(IServiceProvider services, Shop shop, string number, DateTimeOffset? issuedAt, int days, int index, SigningKey? signing = null)
    {
        var clock = services.GetRequiredService<CertifyClock>();
        var now = issuedAt ?? clock.Now;
        var visit = new Visit(Guid.CreateVersion7(), shop.Id, Guid.CreateVersion7(), "检查员", new VisitTimes(now, now, now, now), [1]) { Staff = 2, Vaccinated = 2, ChecklistVersion = Certify.Checklists.ChecklistVersion.First };
        var until = clock.DayOf(now).AddDays(days);
        var key = signing ?? services.GetRequiredService<KeyStore>().Active;
        var claims = new TokenClaims(
            new Uri(app.PublicUrl).Authority, DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()), clock.EndOf(until), RandomNumberGenerator.GetBytes(TokenClaims.IdBytes),
            TokenClaims.Fit(shop.SignboardName, TokenClaims.MaxNameBytes), TokenClaims.Fit(shop.Address, TokenClaims.MaxAddressBytes), index);
        var token = BadgeToken.Sign(claims, key);
        var badge = new Badge(
            Guid.CreateVersion7(), shop.Id, visit.Id, number, new BadgeText(shop.SignboardName, shop.RegisteredName, shop.Address),
            new BadgeTerm(now, clock.DayOf(now), until, clock.EndOf(until)), new SignedToken(token, BadgeToken.Hash(token), claims.Id, key.Kid, index), policyVersion: 1);
        return (visit, badge);
    }

    /// <summary>Moves a badge on, e.g. <c>b => b.Revoke("…", now)</c>.</summary>
    public async Task Change(Badge badge, Action<Badge> change)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CertifyDb>();
        var kept = await db.Badges.SingleAsync(b => b.Id == badge.Id);
        change(kept);
        await db.SaveChangesAsync();
    }
}
