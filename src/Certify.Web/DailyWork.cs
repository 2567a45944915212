using Certify.Appeals;
using Certify.Badges.Open;
using Certify.Certification;
using Certify.Tips;
using Certify.Visits;

namespace Certify.Web;

/// <summary>What the clock does: the day's report at its hour, the day's open data, and the erasure of records whose kept days are over. Looks once a minute; each piece may run again.</summary>
public sealed partial class DailyWork(ReportBook reports, PersonErasure erasure, TipRetention tips, PhotoBook photos, AppealBook appeals, OpenSnapshots snapshots, CertifyClock clock, TimeProvider time, ILogger<DailyWork> log) : BackgroundService
{
    private DateOnly? _erasedOn;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await OnceAsync(stoppingToken);
    }

    private async Task OnceAsync(CancellationToken cancel)
    {
        try
        {
            if (await reports.KeepAsync(cancel))
                Kept(clock.Today);
            await snapshots.KeepAsync(cancel);
            if (_erasedOn == clock.Today)
                return;
            var erased = await erasure.ExpireAsync(cancel) + await tips.ExpireAsync(cancel) + await photos.ExpireAsync(cancel) + await appeals.ExpireAsync(cancel);
            _erasedOn = clock.Today;
            if (erased > 0)
                Erased(erased);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The next minute tries again; the message may quote a row, so only its kind is told.
            Failed(failure.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Information, "The report of {Day} has been kept.")]
    private partial void Kept(DateOnly day);

    [LoggerMessage(LogLevel.Information, "{Count} records were erased because their kept days are over.")]
    private partial void Erased(int count);

    [LoggerMessage(LogLevel.Error, "The daily work failed ({Kind}) and will be tried again.")]
    private partial void Failed(string kind);
}
