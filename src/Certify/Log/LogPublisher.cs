using System.Text;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Log;

/// <summary>
/// Publishes what is committed: tiles and bundles first, then the checkpoint that covers them, all flushed to disk. One at a time over all processes on the data
/// folder; who waits meanwhile finds that the first has published for all. Never signs a tree that isn't the published one with entries added to it.
/// </summary>
public sealed class LogPublisher(IDbContextFactory<CertifyDb> dbs, LogFolder folder, LogKeys keys, PublishedLog published, LogHistory history, FaultPoints faults, CertifyOptions options, CertifyClock clock) : IDisposable
{
    /// <summary>Longer than this nobody waits for an answer to what is committed already.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim one = new(1);

    /// <summary>What a crash may have left half done has been put right since this process began.</summary>
    private bool settled;

    /// <summary>
    /// The published size, which covers all that was committed when this was called. Refusals: <c>log.behind</c> (published, in the database),
    /// <c>log.differs</c> (index), <c>log.gap</c> (index), <c>log.damaged</c> (file), <c>log.key_missing</c>.
    /// </summary>
    /// <param name="begin">Publish an empty log too.</param>
    /// <param name="cancel"></param>
    public async Task<Result<long>> PublishAsync(bool begin = false, CancellationToken cancel = default)
    {
        await one.WaitAsync(cancel);
        try
        {
            await using var db = await dbs.CreateDbContextAsync(cancel);
            // Before the question: another instance may commit and publish after it.
            var floor = published.Size;
            var committed = await CommittedAsync(db, cancel);
            if (committed == 0 && !begin && folder.ReadCheckpoint() is null)
                return 0;
            if (settled && committed <= published.Size && (committed > 0 || !begin || published.Look() is not null))
                return committed < floor ? new Refusal("log.behind", floor, committed) : published.Size;
            await using var held = await folder.LockAsync(cancel);
            var result = await PublishLockedAsync(db, cancel);
            if (result.Ok && !settled)
                folder.Settle(result.Value);
            settled |= result.Ok;
            return result;
        }
        catch (InvalidDataException wrong)
        {
            return new Refusal("log.damaged", wrong.Message);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>
    /// Publishes before an answer is given, so that the first scan finds the badge in the log. Whatever hinders it doesn't touch the answer: what is committed stays
    /// so, and is published by the next one or by the worker.
    /// </summary>
    public async Task BeforeAnswerAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await PublishAsync(cancel: limit.Token);
        }
        catch (Exception hindered) when (hindered is OperationCanceledException or System.Data.Common.DbException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // The worker tries again and says what is wrong.
        }
    }

    public void Dispose() => one.Dispose();

    private static async Task<long> CommittedAsync(CertifyDb db, CancellationToken cancel) => (await db.LogLeaves.MaxAsync(l => (long?)l.Index, cancel) ?? -1) + 1;

    private async Task<Result<long>> PublishLockedAsync(CertifyDb db, CancellationToken cancel)
    {
        var note = folder.ReadCheckpoint();
        if (note is not null && keys.Find() is null)
            return new Refusal("log.key_missing");
        var key = keys.FindOrMake(options.Host + "/log");
        var last = note is null ? null : Checkpoint.Open(note, key.Verifier);
        if (note is not null && last is null)
            return new Refusal("log.damaged", LogFolder.CheckpointName);
        if (last is not null)
        {
            published.Advance(last, note!);
            history.Keep(last, note!, clock.Now);
        }
        var size = last?.Size ?? 0;
        var committed = await CommittedAsync(db, cancel);
        if (committed < size)
            return new Refusal("log.behind", size, committed);
        if (committed == size && last is not null)
            return size;
        if (LogTree.Load(folder, size) is not { } tree || (last is not null && !tree.Root().AsSpan().SequenceEqual(last.Root)))
            return new Refusal("log.damaged", "tile/");
        var written = new List<Tile>();
        if (await GrowAsync(db, tree, size, committed, written, cancel) is { } refused)
            return refused;
        Put(tree, size, key, written);
        return tree.Size;
    }

    /// <summary>Reads what is committed behind the published tree and appends it; the open bundle is read too, to see that both tell the same.</summary>
    private async Task<Refusal?> GrowAsync(CertifyDb db, LogTree tree, long size, long committed, List<Tile> written, CancellationToken cancel)
    {
        var (open, next) = (tree.Open.ToList(), size - tree.Open.Count);
        var from = next;
        await foreach (var leaf in db.LogLeaves.AsNoTracking().Where(l => l.Index >= from && l.Index < committed).OrderBy(l => l.Index).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (leaf.Index != next)
                return new Refusal("log.gap", next);
            var entry = Encoding.UTF8.GetBytes(leaf.Json);
            if (next < size)
            {
                if (!open[(int)(next - from)].AsSpan().SequenceEqual(entry))
                    return new Refusal("log.differs", next);
            }
            else
                foreach (var (tile, content) in tree.Append(entry))
                {
                    folder.Write(tile, content, size);
                    written.Add(tile);
                }
            next++;
        }
        return next == committed ? null : new Refusal("log.gap", next);
    }

    private void Put(LogTree tree, long size, LogKey key, List<Tile> written)
    {
        foreach (var (tile, content) in tree.Edge())
        {
            folder.Write(tile, content, size);
            written.Add(tile);
        }
        faults.Reach(FaultPoints.TilesWritten);
        var checkpoint = new Checkpoint(key.Verifier.Name, tree.Size, tree.Root());
        var note = checkpoint.Sign(key);
        folder.WriteCheckpoint(note, () => faults.Reach(FaultPoints.BeforeCheckpoint));
        faults.Reach(FaultPoints.AfterCheckpoint);
        published.Advance(checkpoint, note);
        history.Keep(checkpoint, note, clock.Now);
        foreach (var tile in written)
            folder.Prune(tile);
    }
}
