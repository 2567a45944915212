using Certify.Tests.Support;

namespace Certify.Tests.Rules;

public sealed class CookieKeyTests
{
    [Fact]
    public async Task Cookie_keys_on_disk_are_sealed()
    {
        await using var app = new CertifyApp();
        await app.Anonymous().OpenAsync("/account/sign-in");

        var file = Assert.Single(Directory.GetFiles(Path.Combine(app.DataDirectory, "keys", "cookies")));

        var xml = await File.ReadAllTextAsync(file);
        Assert.Contains("<sealed", xml);
        Assert.DoesNotContain("masterKey", xml);
    }
}
