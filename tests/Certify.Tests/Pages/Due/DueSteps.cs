using Certify.Shops;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Due;

/// <summary>What a test of the lists does and reads.</summary>
internal static class DueSteps
{
    internal static async Task Move(CertifyApp app, Shop shop)
    {
        var version = await app.ReadAsync(db => db.Shops.Where(s => s.Id == shop.Id).Select(s => s.Version).SingleAsync());
        Assert.True((await app.WithAsync<ShopService, Result?>(s => s.MoveAsync(shop.Id, version, "衡阳市高新区华新大道1号", "华兴街道", "华兴社区", false, Given.AnOfficer)))!.Ok);
    }
}
