using Certify.Badges;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Support;

public sealed partial class Given
{
    /// <summary>An address under <c>/V/</c> that is answered so: 湘味土菜馆's badge in that state, or a text that is none.</summary>
    public async Task<string> AScanOf(ScanStatus status, string number = "HYGX-2021-000531-7K3Q")
    {
        switch (status)
        {
            case ScanStatus.Unreadable:
                return "/V/2KCE3IQB";
            case ScanStatus.Forged:
                return "/V/" + TestFile.Vector("badge_token.json", "valid");
        }
        var shop = await AShop("衡阳高新区湘味土菜馆", address: number.EndsWith("7K3Q", StringComparison.Ordinal) ? "衡阳市高新区解放大道18号" : "衡阳市高新区解放大道20号");
        await NameSignboard(shop, "湘味土菜馆");
        var badge = await ABadge(shop, number, issuedAt: status == ScanStatus.Expired ? CertifyApp.Start.AddDays(-100) : null);
        switch (status)
        {
            case ScanStatus.Unknown:
                await app.ReadAsync(db => db.Badges.ExecuteDeleteAsync());
                break;
            case ScanStatus.Revoked:
                await Change(badge, b => b.Revoke("冒用标识", CertifyApp.Start));
                break;
            case ScanStatus.Suspended:
                await Change(badge, b => b.Suspend(SuspensionCause.Coverage, "一人未接种", CertifyApp.Start));
                break;
            case ScanStatus.Superseded:
                await Change(badge, b => b.Supersede(b.Id, CertifyApp.Start));
                var newer = await ABadge(shop, "HYGX-2021-000602-9B4T");
                await app.ReadAsync(db => db.Badges.Where(b => b.Id == badge.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.SupersededById, newer.Id)));
                break;
            case ScanStatus.Unconfirmed:
                app.LoseDatabase();
                break;
        }
        return "/V/" + badge.Token;
    }

    private async Task NameSignboard(Shops.Shop shop, string name)
    {
        shop.NameSignboard(name, app.Time.GetUtcNow());
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Data.CertifyDb>();
        var kept = await db.Shops.SingleAsync(s => s.Id == shop.Id);
        kept.NameSignboard(name, app.Time.GetUtcNow());
        await db.SaveChangesAsync();
    }
}
