using Certify.Certification;
using Certify.Rounds;

namespace Certify.Web;

/// <summary>
/// What time makes due: hands grids over on their day, reviews the shops whose moment has come, at that moment, and looks at least once a minute, since another instance may have
/// changed what is due. What was missed while nothing ran is caught up first.
/// </summary>
public sealed partial class DueWork(DueReviews reviews, RoundHandover handovers, DueSignal signal, CertifyClock clock, TimeProvider time, ILogger<DueWork> log) : BackgroundService
{
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(1), AtLeast = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
            await signal.WaitAsync(await OnceAsync(stoppingToken), time, stoppingToken);
    }

    /// <summary>Does what is due and answers how long to wait.</summary>
    private async Task<TimeSpan> OnceAsync(CancellationToken cancel)
    {
        try
        {
            await handovers.ApplyDueAsync(cancel);
            var run = await reviews.RunAsync(cancel);
            if (run.Reviewed > 0)
                Reviewed(run.Reviewed);
            if (run.Failed > 0)
                Failed(run.Failed, run.Failure!);
            var next = await reviews.NextAsync(cancel);
            return next is { } at && at - clock.Now < AtMost ? TimeSpan.FromTicks(Math.Max((at - clock.Now).Ticks, AtLeast.Ticks)) : AtMost;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The database is away, most likely. Nothing is lost: what is due stands there.
            Unreachable(failure.GetType().Name);
            return AtMost;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} shops were reviewed because their time had come.")]
    private partial void Reviewed(int count);

    [LoggerMessage(LogLevel.Error, "{Count} shops could not be reviewed ({Kind}) and stay due.")]
    private partial void Failed(int count, string kind);

    [LoggerMessage(LogLevel.Error, "What is due could not be looked up ({Kind}); the next minute tries again.")]
    private partial void Unreachable(string kind);
}
