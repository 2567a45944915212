using System.Net;
using Certify.Tests.Support;

namespace Certify.Tests.Pages;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Get_health_of_a_working_service_is_200_for_anyone(string address)
    {
        await using var app = new CertifyApp();

        var page = await app.Anonymous().OpenAsync(address);

        Assert.Equal(HttpStatusCode.OK, page.Status);
    }

    [Fact]
    public async Task Get_ready_without_a_database_names_it_and_live_still_answers()
    {
        await using var app = new CertifyApp();
        var visitor = app.Anonymous();
        await visitor.OpenAsync("/healthz/ready");
        await File.WriteAllTextAsync(Path.Combine(app.DataDirectory, "certify.db"), new string('x', 8192));

        var ready = await visitor.Client.GetAsync("/healthz/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("database: failed", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/healthz/live")).Status);
    }
}
