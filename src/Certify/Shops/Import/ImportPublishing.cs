using Certify.Accounts;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Shops.Import;

/// <summary>Writes the good rows of a staged batch in one transaction, with the audit row; all or nothing, and a second time changes nothing.</summary>
public sealed class ImportPublishing(IDbContextFactory<CertifyDb> dbs, IEnumerable<RowImport> kinds, TableSeal seal, CertifyClock clock)
{
    private const int ChunkRows = 1000;

    /// <summary>True when the batch has been published by this call.</summary>
    public async Task<bool> PublishAsync(Guid id, CancellationToken cancel = default)
    {
        try
        {
            return await WriteAsync(id, cancel);
        }
        catch (DbUpdateException conflict) when (conflict is DbUpdateConcurrencyException || conflict.IsUniqueViolation())
        {
            // Someone added or changed one of these shops in the same moment: nothing is written, and pressing again will see the change.
            await using var db = await dbs.CreateDbContextAsync(cancel);
            if (await db.ImportBatches.FindAsync([id], cancel) is not { State: ImportState.Publishing } batch) return false;
            batch.Move(ImportState.Staged);
            await db.SaveChangesAsync(cancel);
            return false;
        }
    }

    private async Task<bool> WriteAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.ImportBatches.AsNoTracking().FirstOrDefaultAsync(batch => batch.Id == id, cancel) is not { State: ImportState.Publishing } known) return false;
        var rules = kinds.First(rules => rules.Kind == known.Kind);
        var actor = known.Publisher;
        var written = 0;
        for (var after = 0; ;)
        {
            var rows = await db.ImportRows.AsNoTracking()
                .Where(row => row.BatchId == id && row.RowNumber > after && (row.Verdict == RowVerdict.New || row.Verdict == RowVerdict.Changed))
                .OrderBy(row => row.RowNumber).Take(ChunkRows).ToListAsync(cancel);
            if (rows.Count == 0) break;
            after = rows[^1].RowNumber;
            await rules.WriteAsync(db, actor, [.. rows.Select(row => StagedRow.FromJson(seal.Open("ImportRows", "Sealed", row.Id, row.Sealed)))], clock.Now, cancel);
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            written += rows.Count;
        }
        var batch = await db.ImportBatches.FirstAsync(batch => batch.Id == id, cancel);
        batch.Publish(await ImportCounts.ReadAsync(db, id, cancel), clock.Now);
        db.Add(new AuditRow(actor, "import.published", "import", id, batch.FileName, written.ToString(System.Globalization.CultureInfo.InvariantCulture), clock.Now));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }
}
