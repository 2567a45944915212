using Certify.Accounts;
using Certify.Tests.Support;

namespace Certify.Tests.Pages;

/// <summary>The whole program on the other database.</summary>
public sealed class PostgreSqlTests
{
    [Fact]
    public async Task Program_on_an_empty_PostgreSql_makes_its_tables_and_signs_in()
    {
        var connection = await (await Postgres.Running).NewDatabaseAsync();
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal) { ["Certify:Database:Provider"] = "PostgreSql", ["Certify:Database:ConnectionString"] = connection });
        var visitor = await app.SignInAsync(Roles.Supervisor);

        var page = await visitor.OpenAsync("/desk");

        Assert.Equal("/desk", page.Path);
        Assert.Contains("经营户", page.Text);
    }
}
