namespace Certify.Log;

/// <summary>Which of two copies of the log goes on after a restore.</summary>
public enum LogChoice
{
    /// <summary>The backup's: there is none in the data folder, or it is another log, or the beginning of the backup's.</summary>
    Brought,

    /// <summary>The one in the data folder: it goes further than the backup's, and others may have seen it.</summary>
    Kept,

    /// <summary>Both go on from the same beginning in different ways. Nobody but a person can say which one others have seen.</summary>
    Forked,
}

/// <summary>
/// A restore must not take a checkpoint back: of two copies of one log the further one goes on, wherever it was kept. Whose key opens the backup's checkpoint says
/// whether they are copies of one log.
/// </summary>
public static class LogCopies
{
    /// <param name="there">In the data folder: the machine's own, or a copy from a mirror that was put there before the restore.</param>
    /// <param name="brought">Out of the backup.</param>
    /// <param name="keys">The backup's.</param>
    public static LogChoice Choose(LogFolder there, LogFolder brought, LogKeys keys)
    {
        if (keys.Find() is not { } key || Open(there, key.Verifier) is not { } ours || Open(brought, key.Verifier) is not { } theirs)
            return keys.Find() is { } only && Open(there, only.Verifier) is not null ? LogChoice.Kept : LogChoice.Brought;
        var (smaller, larger, folder) = ours.Size > theirs.Size ? (theirs, ours, there) : (ours, theirs, brought);
        return !IsBeginning(smaller, larger, folder) ? LogChoice.Forked : ours.Size > theirs.Size ? LogChoice.Kept : LogChoice.Brought;
    }

    private static Checkpoint? Open(LogFolder folder, LogVerifier verifier) =>
        folder.ReadCheckpoint() is { } note ? Checkpoint.Open(note, verifier) : null;

    private static bool IsBeginning(Checkpoint smaller, Checkpoint larger, LogFolder folder)
    {
        try
        {
            return new TileReader(folder, larger.Size).Root(smaller.Size).AsSpan().SequenceEqual(smaller.Root);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
