using Certify.Data;
using Certify.Tables;
using Microsoft.EntityFrameworkCore;

namespace Certify.Shops.Import;

/// <summary>
/// Reads an uploaded file row by row and stages what it finds, a chunk a transaction. Stopped by moving the batch out of its state,
/// by a signal or by a crash, it goes on from the last chunk that was kept.
/// </summary>
public sealed class ImportStaging(IDbContextFactory<CertifyDb> dbs, UploadStore uploads, IEnumerable<RowImport> kinds, TableSeal seal)
{
    public const int ChunkRows = 500;

    /// <summary>Stages the batch to its end; returns at once if it isn't in the state for it.</summary>
    public async Task StageAsync(Guid id, CancellationToken cancel = default)
    {
        var batch = await LoadAsync(id, cancel);
        if (batch is not { State: ImportState.Staging }) return;
        try
        {
            if (batch.TotalRows is null)
            {
                var last = CountRows(batch, cancel);
                if (!await UpdateAsync(batch, (_, kept) => kept.Count(last), cancel)) return;
            }
            await StageRowsAsync(batch, cancel);
        }
        catch (TableException unreadable)
        {
            await UpdateAsync(batch, (_, kept) => kept.Fail(unreadable.Refusal), cancel);
        }
        catch (FileNotFoundException)
        {
            await UpdateAsync(batch, (_, kept) => kept.Fail(new Refusal("import.file_gone")), cancel);
        }
    }

    private async Task StageRowsAsync(ImportBatch batch, CancellationToken cancel)
    {
        var settings = ImportSettings.FromJson(batch.Mapping);
        var rules = kinds.First(rules => rules.Kind == batch.Kind);
        var findings = ImportFindings.FromJson(batch.Findings);
        var seen = new SeenRows();
        using var file = uploads.Open(batch.Id);
        using var table = Table.Open(file);
        var chunk = new List<TableRow>(ChunkRows);
        var skipped = 0;
        foreach (var row in table.Rows(settings.Sheet).Where(row => row.Number > settings.HeaderRow))
        {
            var skip = SkippedRows.Skips(row, settings.Headings);
            if (skip && row.Number > batch.StagedTo) skipped++;
            if (!skip) chunk.Add(row);
            if (chunk.Count < ChunkRows) continue;
            if (!await StageChunkAsync()) return;
        }
        if (chunk.Count > 0 && !await StageChunkAsync()) return;
        await UpdateAsync(batch, (_, kept) =>
        {
            findings.Skipped += skipped;
            kept.Advance(kept.TotalRows ?? kept.StagedTo, findings);
            kept.Move(ImportState.Staged);
        }, cancel);

        // Rows that were staged before a stop are judged again, for what they tell of doubles, but not kept again.
        async Task<bool> StageChunkAsync()
        {
            cancel.ThrowIfCancellationRequested();
            await using var db = await dbs.CreateDbContextAsync(cancel);
            var judged = await rules.JudgeAsync(db, batch.Uploader, settings, seen, chunk, cancel);
            var fresh = judged.Where(row => row.Number > batch.StagedTo).ToList();
            chunk.Clear();
            if (fresh.Count == 0) return true;
            fresh.ForEach(findings.Add);
            findings.Skipped += skipped;
            skipped = 0;
            return await UpdateAsync(batch, (within, kept) =>
            {
                within.AddRange(fresh.Select(row => new ImportRow(batch.Id, row.Number, row.Verdict, row.Notes, rowId => seal.Seal("ImportRows", "Sealed", rowId, row.ToJson()))));
                kept.Advance(fresh[^1].Number, findings);
            }, cancel);
        }
    }

    private int CountRows(ImportBatch batch, CancellationToken cancel)
    {
        using var file = uploads.Open(batch.Id);
        using var table = Table.Open(file);
        var last = 0;
        foreach (var row in table.Rows(ImportSettings.FromJson(batch.Mapping).Sheet))
        {
            if (row.Number % 4096 == 0) cancel.ThrowIfCancellationRequested();
            last = row.Number;
        }
        return last;
    }

    private async Task<ImportBatch?> LoadAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        return await db.ImportBatches.AsNoTracking().FirstOrDefaultAsync(batch => batch.Id == id, cancel);
    }

    /// <summary>One transaction that moves the batch on; false if somebody stopped, remapped or discarded it meanwhile.</summary>
    private async Task<bool> UpdateAsync(ImportBatch run, Action<CertifyDb, ImportBatch> change, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        if (await db.ImportBatches.FindAsync([run.Id], cancel) is not { State: ImportState.Staging } batch || batch.Run != run.Run) return false;
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        change(db, batch);
        db.ChangeTracker.DetectChanges();
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }
}
