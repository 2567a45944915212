using Certify.Accounts;

namespace Certify.Shops.Import;

public enum ImportKind { Shops, Staff }

/// <summary>Uploaded: waits for its columns. Staging and Publishing are the worker's; Stopped goes on from the row where it stopped.</summary>
public enum ImportState { Uploaded, Staging, Staged, Publishing, Published, Stopped, Failed }

public enum RowVerdict { New, Changed, Unchanged, Wrong, Double }

/// <summary>One file on its way in: uploaded, mapped, staged in chunks, looked at, published in one transaction.</summary>
public sealed class ImportBatch
{
    public const int FileNameLimit = 200;

    private ImportBatch() { }

    public ImportBatch(ImportKind kind, string fileName, Guid? userId, string userName, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (Kind, FileName, UserId, UserName, CreatedAt) = (kind, fileName.Length > FileNameLimit ? fileName[^FileNameLimit..] : fileName, userId, userName, now);
    }

    public Guid Id { get; private set; }
    public ImportKind Kind { get; private set; }
    public string FileName { get; private set; } = "";
    public Guid? UserId { get; private set; }
    public string UserName { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public ImportState State { get; private set; }

    /// <summary>JSON of the <see cref="ImportSettings"/>: sheet, header row, columns, datum, category words, swap of coordinates.</summary>
    public string Mapping { get; private set; } = "{}";

    /// <summary>JSON of the <see cref="ImportFindings"/> so far.</summary>
    public string Findings { get; private set; } = "{}";

    /// <summary>Last file row that has been staged: where staging goes on after a stop.</summary>
    public int StagedTo { get; private set; }

    /// <summary>Number of the file's last row, once it has been counted.</summary>
    public int? TotalRows { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public Guid? PublisherId { get; private set; }
    public string? PublisherName { get; private set; }
    public string? PublisherRole { get; private set; }

    /// <summary>Why staging or publishing failed, as the key of its sentence.</summary>
    public string? Failure { get; private set; }
    public int Version { get; private set; }

    /// <summary>The worker's: it goes on by itself, also after a restart.</summary>
    public bool IsUnderWay => State is ImportState.Staging or ImportState.Publishing;

    /// <summary>Nothing has been written yet: columns and answers can still be changed.</summary>
    public bool IsOpen => State is not (ImportState.Publishing or ImportState.Published);

    /// <summary>Remembers what was found in the file, before anyone has looked at it.</summary>
    public void Propose(ImportSettings settings) => Mapping = settings.ToJson();

    /// <summary>Which staging this is: what an earlier one still finds is not kept.</summary>
    public int Run { get; private set; }

    /// <summary>Begins staging anew under these settings.</summary>
    public void Begin(ImportSettings settings)
    {
        (Mapping, Findings, StagedTo, TotalRows, Failure) = (settings.ToJson(), "{}", 0, null, null);
        Run++;
        Move(ImportState.Staging);
    }

    public void Count(int rows) => (TotalRows, Version) = (rows, Version + 1);

    public void Advance(int row, ImportFindings findings) => (StagedTo, Findings, Version) = (row, findings.ToJson(), Version + 1);

    public void Move(ImportState to) => (State, Version) = (to, Version + 1);

    public void AskToPublish(Actor by)
    {
        (PublisherId, PublisherName, PublisherRole) = (by.UserId, by.Name, by.Role);
        Move(ImportState.Publishing);
    }

    /// <summary>Who brought the file: a supervisor, or the command line.</summary>
    public Actor Uploader => UserId is { } id ? new(id, UserName, Roles.Supervisor) : Actor.System;

    public Actor Publisher => new(PublisherId, PublisherName ?? UserName, PublisherRole ?? "");

    /// <summary>The rows go after some days; what became of them stays.</summary>
    public void Publish(ImportCounts counts, DateTimeOffset now)
    {
        var findings = ImportFindings.FromJson(Findings);
        findings.Ended = counts;
        (Findings, PublishedAt) = (findings.ToJson(), now);
        Move(ImportState.Published);
    }

    /// <summary>The refusal is kept as its code and values, a line each.</summary>
    public void Fail(Refusal why)
    {
        Failure = string.Join('\n', why.Args.Prepend(why.Code));
        Move(ImportState.Failed);
    }

    public Refusal? FailedBecause => Failure?.Split('\n') is [var code, .. var args] ? new Refusal(code, [.. args]) : null;
}

/// <summary>One row of the file as read, folded and judged. The content is sealed under the table key: rosters are personal data.</summary>
public sealed class ImportRow
{
    private ImportRow() { }

    public ImportRow(Guid batchId, int rowNumber, RowVerdict verdict, IReadOnlyList<RowNote> notes, Func<Guid, byte[]> seal)
    {
        Id = Guid.CreateVersion7();
        (BatchId, RowNumber, Verdict) = (batchId, rowNumber, verdict);
        Warned = verdict is not (RowVerdict.Wrong or RowVerdict.Double) && notes.Any(note => note.Level == NoteLevel.Warning);
        Codes = string.Join(' ', notes.Where(note => note.Level != NoteLevel.Fold).Select(note => note.Code).Distinct(StringComparer.Ordinal).Select(code => $"[{code}]"));
        Sealed = seal(Id);
    }

    public Guid Id { get; private set; }
    public Guid BatchId { get; private set; }

    /// <summary>Number of the row in the file, as Excel counts (1-based).</summary>
    public int RowNumber { get; private set; }
    public RowVerdict Verdict { get; private set; }
    public bool Warned { get; private set; }

    /// <summary>Codes of warnings and faults, each in brackets: what the preview is filtered by.</summary>
    public string Codes { get; private set; } = "";

    /// <summary>JSON of the <see cref="StagedRow"/>, sealed (table <c>ImportRows</c>, column <c>Sealed</c>).</summary>
    public byte[] Sealed { get; private set; } = [];
}
