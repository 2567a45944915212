using System.CommandLine;
using System.Diagnostics;
using Certify.Accounts;
using Certify.Data;
using Certify.Demo;
using Certify.Log;
using Certify.Web.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Certify.Web.Commands;

/// <summary><c>demo</c>, and the first start in Development: an empty database becomes the demo district. In Production none of it exists.</summary>
public static class DemoData
{
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
            return;
        builder.Services.AddSingleton<DemoTime>().AddScoped<DemoAccounts>().AddScoped<DemoAftermath>().AddScoped<DemoVoices>().AddScoped<DemoPhotos>().AddScoped<DemoDistrict>();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(s => s.GetRequiredService<DemoTime>()));
    }

    public static Command Command(Func<WebApplication> program)
    {
        var demo = new Command("demo", CommandLine.Say("cli.demo"));
        demo.SetAction(async (asked, cancel) =>
        {
            var app = program();
            var words = app.Services.GetRequiredService<Words>();
            if (app.Environment.IsDevelopment() && await FillIfEmptyAsync(app, cancel))
                return 0;
            await asked.InvocationConfiguration.Error.WriteLineAsync(words[app.Environment.IsDevelopment() ? "cli.demo_not_empty" : "cli.demo_production"]);
            return 1;
        });
        return demo;
    }

    /// <summary>True if the district was made now. A run that was interrupted left half a district: that one is thrown away first.</summary>
    public static async Task<bool> FillIfEmptyAsync(WebApplication app, CancellationToken cancel)
    {
        var unfinished = Path.Combine(app.Services.GetRequiredService<CertifyOptions>().DataDirectory, "demo.unfinished");
        if (File.Exists(unfinished))
            await DropAsync(app.Services, cancel);
        await Serve.PrepareAsync(app.Services, cancel);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CertifyDb>();
        if (await db.Shops.AnyAsync(cancel) || await db.Users.AnyAsync(cancel))
            return false;
        await File.WriteAllTextAsync(unfinished, "", cancel);
        var words = app.Services.GetRequiredService<Words>();
        Console.WriteLine(words["cli.demo_filling"]);
        var watch = Stopwatch.StartNew();
        var shown = 0;
        await scope.ServiceProvider.GetRequiredService<DemoDistrict>().FillAsync((done, of) =>
        {
            if (done * 10 / of == shown && done < of)
                return;
            shown = done * 10 / of;
            Console.WriteLine($"  {done * 100 / of} %");
        }, cancel);
        await app.Services.GetRequiredService<LogPublisher>().PublishAsync(cancel: cancel);
        File.Delete(unfinished);
        var certified = await db.Badges.CountAsync(b => b.State == Badges.BadgeState.Valid, cancel);
        Console.WriteLine(words["cli.demo_filled", await db.Shops.CountAsync(cancel), await db.Visits.CountAsync(cancel), certified, watch.Elapsed.TotalSeconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture)]);
        return true;
    }

    /// <summary>Said once the service listens.</summary>
    public static void Greet(WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
        Console.WriteLine(app.Services.GetRequiredService<Words>()["cli.demo_accounts", app.Services.GetRequiredService<CertifyOptions>().PublicUrl, string.Join(" ", Roles.All), DemoAccounts.Password]));

    private static async Task DropAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using (var db = await services.GetRequiredService<IDbContextFactory<CertifyDb>>().CreateDbContextAsync(cancel))
            await db.Database.EnsureDeletedAsync(cancel);
        var log = services.GetRequiredService<LogFolder>().Path;
        if (Directory.Exists(log))
            Directory.Delete(log, recursive: true);
        SqliteConnection.ClearAllPools();
    }
}
