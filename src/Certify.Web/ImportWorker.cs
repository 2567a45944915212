using System.Collections.Concurrent;
using System.Threading.Channels;
using Certify.Data;
using Certify.Shops.Import;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web;

/// <summary>Wakes the worker, and lets a request wait a moment for work that takes no longer than that.</summary>
public sealed class ImportSignal
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiting = new();

    /// <summary>Wakes the worker; comes back when it is done with this import, or after a second and a half.</summary>
    public async Task RunAsync(Guid id, CancellationToken cancel)
    {
        var done = _waiting.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _wake.Writer.TryWrite(true);
        await Task.WhenAny(done.Task, Task.Delay(1500, cancel));
    }

    internal async Task WaitAsync(CancellationToken cancel) => await _wake.Reader.ReadAsync(cancel);

    internal void Finished(Guid id)
    {
        if (_waiting.TryRemove(id, out var done)) done.SetResult();
    }
}

/// <summary>Stages and publishes imports one after the other. What a restart has interrupted is found in the database and goes on.</summary>
public sealed partial class ImportWorker(ImportSignal signal, IDbContextFactory<CertifyDb> dbs, ImportService imports, ImportStaging staging, ImportPublishing publishing, UploadStore uploads, ILogger<ImportWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await NextAsync(stoppingToken) is not { } batch)
                {
                    await imports.TidyAsync(stoppingToken);
                    await signal.WaitAsync(stoppingToken);
                }
                else await WorkAsync(batch, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The database is away, most likely: nothing is lost, the batch stands where it stood.
                LogFailed(failure.GetType().Name);
                await Task.Delay(5000, stoppingToken);
            }
        }
    }

    private async Task<ImportBatch?> NextAsync(CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        return await db.ImportBatches.AsNoTracking().Where(batch => batch.State == ImportState.Staging || batch.State == ImportState.Publishing)
            .OrderBy(batch => batch.CreatedAt).FirstOrDefaultAsync(cancel);
    }

    private async Task WorkAsync(ImportBatch batch, CancellationToken cancel)
    {
        try
        {
            if (batch.State == ImportState.Staging) await staging.StageAsync(batch.Id, cancel);
            else if (await publishing.PublishAsync(batch.Id, cancel)) uploads.Remove(batch.Id);
        }
        catch (Exception failure) when (failure is IOException || !(failure is OperationCanceledException || failure.IsUnreachable()))
        {
            // The exception's message could quote a cell; its type is enough to look for.
            LogFailed(failure.GetType().Name);
            await using var db = await dbs.CreateDbContextAsync(cancel);
            if (await db.ImportBatches.FindAsync([batch.Id], cancel) is { IsUnderWay: true } broken)
            {
                broken.Fail(new Refusal("import.broke_off"));
                await db.SaveChangesAsync(cancel);
            }
        }
        finally
        {
            signal.Finished(batch.Id);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An import stopped: {Failure}")]
    private partial void LogFailed(string failure);
}

public static class Imports
{
    public static IServiceCollection AddImports(this IServiceCollection services, CertifyOptions options) => services
        .AddSingleton(s => new UploadStore(s.GetRequiredService<MasterKey>(), Path.Combine(options.DataDirectory, "imports")))
        .AddSingleton<RowImport, ShopImport>().AddSingleton<RowImport, Certification.RosterImport>()
        .AddSingleton<ImportService>().AddSingleton<ImportStaging>().AddSingleton<ImportPublishing>().AddSingleton<WrongRowsSheet>()
        .AddSingleton<ImportSignal>().AddHostedService<ImportWorker>();
}
