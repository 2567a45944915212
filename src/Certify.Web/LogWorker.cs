using Certify.Badges;
using Certify.Certification;
using Certify.Log;
using Certify.Web.Text;

namespace Certify.Web;

/// <summary>
/// Publishes what no request has waited for: what a crash left unpublished, what the command line committed, what another process could not publish. Looks every
/// two seconds by the machine's own clock; with nothing to do that is one look-up by primary key.
/// </summary>
public sealed partial class LogWorker(LogPublisher publisher, LateRevocations late, Words words, ILogger<LogWorker> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    /// <summary>Keys that the command line made or marked are looked for less often: it logs them itself, and revokes what they take with them.</summary>
    private const int CatchUpTicks = 15;

    private string? _said;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick);
        var ticks = 0;
        do
            await OnceAsync(ticks++ % CatchUpTicks == 0, stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Publishes once, and says what stands against it when that has changed.</summary>
    public async Task OnceAsync(bool catchUp, CancellationToken cancel)
    {
        string? wrong;
        try
        {
            if (catchUp)
                await late.FollowKeysAsync(cancel);
            var result = await publisher.PublishAsync(cancel: cancel);
            wrong = result.Refusal is { } refusal ? words[refusal] : null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The message may quote a row; its kind is enough to look for.
            wrong = failure.GetType().Name;
        }
        if (wrong is not null && wrong != _said)
            Stands(wrong);
        _said = wrong;
    }

    [LoggerMessage(LogLevel.Error, "The public log is not published: {Why}")]
    private partial void Stands(string why);
}

public static class PublicLog
{
    public static void AddLog(this WebApplicationBuilder builder, CertifyOptions options)
    {
        var faults = FaultPoints.In(builder.Environment.EnvironmentName, builder.Configuration["Certify:FaultPoint"]);
        builder.Services.AddSingleton(faults)
            .AddSingleton(new LogFolder(Path.Combine(options.DataDirectory, "log")))
            .AddSingleton(s => new LogKeys(Path.Combine(options.DataDirectory, "keys", "log-key.json"), s.GetRequiredService<MasterKey>()))
            .AddSingleton<LogMarks>().AddSingleton<LogHistory>().AddSingleton<PublishedLog>().AddSingleton<LoggedBefore>()
            .AddSingleton<LogProofs>().AddSingleton<LogCheck>().AddSingleton<BadgeLogCheck>().AddSingleton<LogBook>().AddSingleton<LogPublisher>().AddHostedService<LogWorker>();
    }
}
