using System.Diagnostics;
using Certify.Accounts;
using Certify.Data;
using Certify.Tables;
using Microsoft.EntityFrameworkCore;

namespace Certify.Shops.Import;

/// <summary>
/// The steps of an import that a person takes: upload, say what the columns are, stop, go on, publish, discard.
/// The long ones only move the batch's state; <see cref="ImportStaging"/> and <see cref="ImportPublishing"/> do the work.
/// </summary>
public sealed class ImportService(IDbContextFactory<CertifyDb> dbs, UploadStore uploads, IEnumerable<RowImport> kinds, CertifyClock clock)
{
    /// <summary>Keeps the file sealed and looks for its headings. Refused, with nothing kept: what is no table.</summary>
    public async Task<Result<Guid>> UploadAsync(ImportKind kind, string fileName, Stream content, Actor actor, CancellationToken cancel = default)
    {
        var batch = new ImportBatch(kind, Path.GetFileName(fileName), actor.UserId, actor.Name, clock.Now);
        try
        {
            await uploads.KeepAsync(batch.Id, content, cancel);
            batch.Propose(Find(batch.Id, Rules(kind)));
        }
        catch (TableException unreadable)
        {
            uploads.Remove(batch.Id);
            return unreadable.Refusal;
        }
        await using var db = await dbs.CreateDbContextAsync(cancel);
        db.Add(batch);
        await db.SaveChangesAsync(cancel);
        return batch.Id;
    }

    /// <summary>The first rows of a sheet, for choosing the header row and the columns.</summary>
    public IReadOnlyList<TableRow> FirstRows(ImportBatch batch, int sheet, int count, out IReadOnlyList<string> sheets)
    {
        using var file = uploads.Open(batch.Id);
        using var table = Table.Open(file);
        sheets = table.Sheets;
        return [.. table.Rows(Math.Clamp(sheet, 0, sheets.Count - 1)).Take(count)];
    }

    /// <summary>Staging begins, or begins anew, under these settings. Null: no such import.</summary>
    public async Task<Result?> BeginAsync(Guid id, ImportSettings settings, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        if (await db.ImportBatches.FindAsync([id], cancel) is not { } batch) return null;
        if (!batch.IsOpen) return Result.Refused("import.already_published");
        if (!uploads.Has(id)) return Result.Refused("import.file_gone");
        foreach (var column in Rules(batch.Kind).Columns)
            if (column.Required && !settings.Places.ContainsKey(column.Key)) return Result.Refused("import.column_missing", ColumnName(column.Key));
        if (settings.Places.GroupBy(place => place.Value).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return Result.Refused("import.column_twice", ColumnName(twice.First().Key), ColumnName(twice.Last().Key));
        batch.Begin(settings);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var saved = await SaveAsync(db, cancel);
        if (!saved.Ok) return saved;
        await db.ImportRows.Where(row => row.BatchId == id).ExecuteDeleteAsync(cancel);
        await transaction.CommitAsync(cancel);
        return saved;
    }

    public Task<Result?> StopAsync(Guid id, CancellationToken cancel = default) => MoveAsync(id, ImportState.Staging, ImportState.Stopped, batch => batch.Move(ImportState.Stopped), cancel);

    public Task<Result?> ResumeAsync(Guid id, CancellationToken cancel = default) => MoveAsync(id, ImportState.Stopped, ImportState.Staging, batch => batch.Move(ImportState.Staging), cancel);

    /// <summary>Asks for the good rows to be written. What has been staged is written; the database is looked at once more then.</summary>
    public Task<Result?> PublishAsync(Guid id, Actor actor, CancellationToken cancel = default) => MoveAsync(id, ImportState.Staged, ImportState.Publishing, batch => batch.AskToPublish(actor), cancel);

    /// <summary>Forgets an import that has not been published: its rows and its file.</summary>
    public async Task<Result?> DiscardAsync(Guid id, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        if (await db.ImportBatches.FindAsync([id], cancel) is not { } batch) return null;
        if (!batch.IsOpen) return Result.Refused("import.already_published");
        db.Remove(batch);
        var saved = await SaveAsync(db, cancel);
        if (saved.Ok) uploads.Remove(id);
        return saved;
    }

    /// <summary>Imports older than this are forgotten: their rows hold personal data that has long been published or given up.</summary>
    public const int KeptDays = 30;

    /// <summary>Clears away the files of what has been published, and everything that is too old.</summary>
    public async Task TidyAsync(CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var limit = clock.Now.AddDays(-KeptDays);
        await db.ImportRows.Where(row => db.ImportBatches.Any(batch => batch.Id == row.BatchId && batch.CreatedAt < limit)).ExecuteDeleteAsync(cancel);
        await db.ImportBatches.Where(batch => batch.CreatedAt < limit && batch.PublishedAt == null).ExecuteDeleteAsync(cancel);
        var wanted = await db.ImportBatches.Where(batch => batch.PublishedAt == null).Select(batch => batch.Id).ToListAsync(cancel);
        uploads.KeepOnly(wanted, limit);
    }

    private async Task<Result?> MoveAsync(Guid id, ImportState from, ImportState to, Action<ImportBatch> move, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        if (await db.ImportBatches.FindAsync([id], cancel) is not { } batch) return null;
        if (batch.State != from) return batch.State == to ? Result.Done : Result.Refused("import.moved_on");
        move(batch);
        return await SaveAsync(db, cancel);
    }

    private static async Task<Result> SaveAsync(CertifyDb db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return Result.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Result.Refused("import.moved_on");
        }
    }

    /// <summary>The first sheet in which headings are found; without any, the first sheet that isn't empty, to be mapped by hand.</summary>
    private ImportSettings Find(Guid id, RowImport rules)
    {
        using var file = uploads.Open(id);
        using var table = Table.Open(file);
        for (var sheet = 0; sheet < Math.Min(table.Sheets.Count, 20); sheet++)
        {
            var rows = table.Rows(sheet).Take(60).ToList();
            if (ColumnMap.Find(rows, rules.Columns) is { } map)
                return new ImportSettings(sheet, map.HeaderRow, rows.First(row => row.Number == map.HeaderRow).Cells, map.Places);
        }
        return table.Rows().Any(row => !row.IsBlank) ? new ImportSettings(0, 0, [], new Dictionary<string, int>(StringComparer.Ordinal)) : throw new TableException("table.empty");
    }

    public IReadOnlyList<ImportColumn> ColumnsOf(ImportKind kind) => Rules(kind).Columns;

    /// <summary>The rows of a file in clear leave the house: who took them is on record before they do.</summary>
    public async Task RecordDownloadAsync(ImportBatch batch, Actor actor, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        db.Add(new AuditRow(actor, "import.downloaded", "import", batch.Id, batch.FileName, null, clock.Now));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>A column's name as the value of a sentence.</summary>
    public static Refusal ColumnName(string column) => new("import.column_" + column);

    private RowImport Rules(ImportKind kind) => kinds.FirstOrDefault(rules => rules.Kind == kind) ?? throw new UnreachableException();
}
