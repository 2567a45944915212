namespace Certify.Shops.Import;

public enum ImportKind { Shops, Staff }

public enum ImportState { Uploaded, Staging, Staged, Publishing, Published, Stopped, Failed }

public enum RowVerdict { New, Changed, Unchanged, Wrong, Double }

/// <summary>One file on its way in: uploaded, mapped, staged in chunks, looked at, published in one transaction.</summary>
public sealed class ImportBatch
{
    private ImportBatch() { }

    public ImportBatch(ImportKind kind, string fileName, Guid? userId, string userName, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (Kind, FileName, UserId, UserName, CreatedAt) = (kind, fileName, userId, userName, now);
    }

    public Guid Id { get; private set; }
    public ImportKind Kind { get; private set; }
    public string FileName { get; private set; } = "";
    public Guid? UserId { get; private set; }
    public string UserName { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public ImportState State { get; set; }

    /// <summary>JSON of the chosen mapping: header row, column → field, datum, category words, swap of coordinates.</summary>
    public string Mapping { get; set; } = "{}";

    /// <summary>Last file row that has been staged: where staging goes on after a stop.</summary>
    public int StagedTo { get; set; }
    public int? TotalRows { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>Why staging failed, as a text key.</summary>
    public string? Failure { get; set; }
    public int Version { get; set; }
}

/// <summary>One row of the file as read, folded and judged. The content is sealed under the table key: rosters are personal data.</summary>
public sealed class ImportRow
{
    private ImportRow() { }

    public ImportRow(Guid batchId, int rowNumber, RowVerdict verdict, bool warned, Func<Guid, byte[]> seal)
    {
        Id = Guid.CreateVersion7();
        (BatchId, RowNumber, Verdict, Warned) = (batchId, rowNumber, verdict, warned);
        Sealed = seal(Id);
    }

    public Guid Id { get; private set; }
    public Guid BatchId { get; private set; }

    /// <summary>Number of the row in the file, as Excel counts (1-based).</summary>
    public int RowNumber { get; private set; }
    public RowVerdict Verdict { get; private set; }
    public bool Warned { get; private set; }

    /// <summary>JSON of the cells, the parsed values, faults, warnings and folds, sealed (table <c>ImportRows</c>, column <c>Sealed</c>).</summary>
    public byte[] Sealed { get; private set; } = [];
}
