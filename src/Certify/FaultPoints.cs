namespace Certify;

/// <summary>
/// Places at which a test kills the program: between two steps that must leave nothing half done. One of them can be armed by <c>Certify__FaultPoint</c>, in
/// Development and Testing alone; whoever comes there says so on the console and stands still until killed. Everywhere else nothing here does anything.
/// </summary>
public sealed class FaultPoints
{
    /// <summary>All rows of a visit and its badge, of a decision about a badge, or of changed keys are written; the transaction is not committed.</summary>
    public const string BeforeCommit = "before-commit";

    /// <summary>They are committed with their leaves; nothing is published, nobody has got an answer.</summary>
    public const string AfterCommit = "after-commit";

    /// <summary>Tiles and entries of a larger tree are on disk; the checkpoint is still the old one.</summary>
    public const string TilesWritten = "tiles-written";

    /// <summary>The new checkpoint lies beside the old one, flushed, and has not taken its place.</summary>
    public const string BeforeCheckpoint = "before-checkpoint";

    /// <summary>The new checkpoint is in place; the history of checkpoints doesn't know it yet.</summary>
    public const string AfterCheckpoint = "after-checkpoint";

    public static readonly IReadOnlyList<string> All = [BeforeCommit, AfterCommit, TilesWritten, BeforeCheckpoint, AfterCheckpoint];

    public static readonly FaultPoints None = new(null);

    private readonly string? armed;

    private FaultPoints(string? armed) => this.armed = armed;

    /// <param name="environment">Name of the host's environment; any but Development and Testing gets <see cref="None"/>, whatever is set.</param>
    /// <param name="armed"></param>
    public static FaultPoints In(string environment, string? armed) =>
        environment is "Development" or "Testing" && !string.IsNullOrEmpty(armed) ? new(armed) : None;

    public void Reach(string point)
    {
        if (armed != point)
            return;
        Console.WriteLine("fault point: " + point);
        Thread.Sleep(Timeout.Infinite);
    }
}
