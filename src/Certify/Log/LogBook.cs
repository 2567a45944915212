using System.Text;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Log;

/// <summary>Appends to the log within the caller's transaction: what is logged and that it happened are committed together or not at all.</summary>
public sealed class LogBook(IDbContextFactory<CertifyDb> dbs, PublishedLog published)
{
    /// <summary>Adds a leaf to the context; the caller saves. Its place is decided by the primary key: run it in an <see cref="Intention"/>.</summary>
    /// <exception cref="InvalidOperationException">The database lacks entries that are published: the place is taken.</exception>
    public async Task<LogLeaf> AppendAsync(CertifyDb db, LeafText text, CancellationToken cancel = default)
    {
        // Before the question: what another instance commits and publishes after it is no reason to believe that this database is an older one.
        var floor = published.Size;
        var last = Math.Max(await db.LogLeaves.MaxAsync(l => (long?)l.Index, cancel) ?? -1, db.LogLeaves.Local.Select(l => l.Index).DefaultIfEmpty(-1).Max());
        if (last + 1 < floor)
            throw new InvalidOperationException($"{floor} entries are published and the database has {last + 1}: an older database was put in its place. Start the service again; it takes over what is missing.");
        var leaf = new LogLeaf(last + 1, text);
        db.LogLeaves.Add(leaf);
        return leaf;
    }

    /// <summary>
    /// Takes over published entries that the database lacks, after an older copy of it was brought back: they are facts, since others have them. How many; refused
    /// as <c>log.differs</c> (index) if the two tell different stories, and then nothing is taken over.
    /// </summary>
    public async Task<Result<long>> AdoptAsync(CancellationToken cancel = default)
    {
        if (published.Look() is not { Checkpoint.Size: var size })
            return 0;
        var adopted = 0L;
        while (true)
        {
            var step = await dbs.RunAsync(db => AdoptBundleAsync(db, size, cancel), cancel);
            if (!step.Ok)
                return step;
            if (step.Value == 0)
                return adopted;
            adopted += step.Value;
        }
    }

    private async Task<Result<long>> AdoptBundleAsync(CertifyDb db, long size, CancellationToken cancel)
    {
        var have = (await db.LogLeaves.MaxAsync(l => (long?)l.Index, cancel) ?? -1) + 1;
        if (have >= size)
            return 0;
        if (have > 0 && await db.LogLeaves.AsNoTracking().SingleAsync(l => l.Index == have - 1, cancel) is { } last && published.Entry(have - 1) is { } entry && Encoding.UTF8.GetString(entry) != last.Json)
            return new Refusal("log.differs", have - 1);
        var missing = published.Entries(have / Tile.FullWidth).Skip((int)(have % Tile.FullWidth)).ToList();
        if (missing.Count == 0)
            return new Refusal("log.damaged", new Tile(Tile.Entries, have / Tile.FullWidth, Tile.FullWidth).Path);
        for (var i = 0; i < missing.Count; i++)
            db.LogLeaves.Add(new LogLeaf(have + i, LeafText.Of(missing[i])));
        await db.SaveChangesAsync(cancel);
        return missing.Count;
    }
}
