using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Shops.Import;

/// <summary>How many rows of a file were judged how.</summary>
/// <param name="Verdicts">Rows of each verdict that there was.</param>
/// <param name="Warned">Good rows with a warning.</param>
public sealed record ImportCounts(IReadOnlyDictionary<RowVerdict, int> Verdicts, int Warned)
{
    public int Of(RowVerdict verdict) => Verdicts.GetValueOrDefault(verdict);

    /// <summary>Counts the rows that are kept now.</summary>
    public static async Task<ImportCounts> ReadAsync(CertifyDb db, Guid batchId, CancellationToken cancel) => new(
        await db.ImportRows.Where(row => row.BatchId == batchId).GroupBy(row => row.Verdict).Select(same => new { same.Key, Count = same.Count() }).ToDictionaryAsync(same => same.Key, same => same.Count, cancel),
        await db.ImportRows.CountAsync(row => row.BatchId == batchId && row.Warned, cancel));
}
