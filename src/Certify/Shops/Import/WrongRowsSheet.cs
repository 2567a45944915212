using Certify.Data;
using Certify.Tables;
using Microsoft.EntityFrameworkCore;

namespace Certify.Shops.Import;

/// <summary>The rows that were not taken, as a workbook: the original columns, then the row's number and what is wrong. Mended, it is loaded again as it is.</summary>
public sealed class WrongRowsSheet(IDbContextFactory<CertifyDb> dbs, TableSeal seal)
{
    /// <param name="batch">The import.</param>
    /// <param name="file">Where the workbook goes; stays open.</param>
    /// <param name="words">Names of the sheet and the two added columns, and the sentence of a note, in the reader's language.</param>
    /// <param name="cancel">Stops the writing.</param>
    public async Task WriteAsync(ImportBatch batch, Stream file, WrongRowsWords words, CancellationToken cancel = default)
    {
        var headings = ImportSettings.FromJson(batch.Mapping).Headings;
        using var book = new Spreadsheet(file);
        book.Sheet(words.Sheet, [.. headings, words.RowNumber, words.Reason]);
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var rows = db.ImportRows.AsNoTracking().Where(row => row.BatchId == batch.Id && row.Verdict == RowVerdict.Wrong).OrderBy(row => row.RowNumber);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var staged = StagedRow.FromJson(seal.Open("ImportRows", "Sealed", row.Id, row.Sealed));
            var cells = staged.Cells.Concat(Enumerable.Repeat("", Math.Max(0, headings.Count - staged.Cells.Count))).Take(headings.Count);
            var reasons = staged.Notes.Where(note => note.Level == NoteLevel.Wrong).Select(words.Sentence);
            book.Row([.. cells, staged.Number, string.Join('\n', reasons)]);
        }
    }
}

public sealed record WrongRowsWords(string Sheet, string RowNumber, string Reason, Func<RowNote, string> Sentence);
