using System.Security.Cryptography;
using Certify.Accounts;
using Certify.Shops;
using Certify.Visits;

namespace Certify.Tests.Support;

public sealed partial class Given
{
    /// <summary>A photo of a recorded visit, as its inspector adds it through the service.</summary>
    public async Task<Guid> APhoto(Guid visit, byte[]? file = null, string inspector = Roles.Inspector)
    {
        var user = await AUser(inspector, Roles.Inspector);
        file ??= PhotoFiles.Png();
        var photo = new NewPhoto(Guid.CreateVersion7(), PhotoSubject.ShopFront, null, SHA256.HashData(file), file);
        var result = await app.WithAsync<PhotoBook, Result?>(b => b.AddAsync(visit, photo, new Actor(user.Id, inspector, Roles.Inspector)));
        Assert.True(result?.Ok, result?.Refusal?.Code ?? "no such visit");
        return photo.Id;
    }

    /// <summary>A visit that passed.</summary>
    public async Task<Guid> ARecordedVisit(Shop shop, string inspector = Roles.Inspector) => (await Recorded(AVisit(shop), inspector)).Receipt!.VisitId;
}
