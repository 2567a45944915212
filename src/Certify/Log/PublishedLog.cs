using System.Collections.Concurrent;

namespace Certify.Log;

/// <summary>
/// What is published, as everyone who answers a scan sees it: kept in memory, looked up on disk only when asked for something newer. A tree only grows, so what
/// was covered once stays so; another instance's checkpoint is seen by the first scan that needs it.
/// </summary>
public sealed class PublishedLog(LogFolder folder, LogKeys keys)
{
    private readonly ConcurrentDictionary<long, Marks> bundles = [];
    private volatile Head head = new(0, null, null);

    private sealed record Head(long Size, string? Note, Checkpoint? Checkpoint);

    /// <summary>First bytes of the payloads' hashes in one bundle; zeros where the entry is no issue.</summary>
    private sealed record Marks(int Width, byte[] Bytes);

    /// <summary>Entries covered by the checkpoint that was seen last.</summary>
    public long Size => head.Size;

    /// <summary>Entries covered by the checkpoint that is on disk now, whichever instance published it.</summary>
    public long SizeNow()
    {
        Look();
        return head.Size;
    }

    /// <summary>The checkpoint as it is on disk now; null before the first.</summary>
    public (Checkpoint Checkpoint, string Note)? Look()
    {
        var seen = head;
        if (folder.ReadCheckpoint() is not { } note)
            return null;
        if (note == seen.Note)
            return (seen.Checkpoint!, note);
        if (keys.Find() is not { } key || Checkpoint.Open(note, key.Verifier) is not { } checkpoint)
            return null;
        Advance(checkpoint, note);
        return (checkpoint, note);
    }

    public bool Covers(long index) => index >= 0 && (index < head.Size || (Look() is not null && index < head.Size));

    /// <summary>Whether the entry at that place is published and says that a token with this payload was issued. False too while that can't be read.</summary>
    public bool Holds(long index, ReadOnlySpan<byte> payloadHash)
    {
        try
        {
            return HoldsNow(index, payloadHash);
        }
        catch (Exception hindered) when (hindered is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool HoldsNow(long index, ReadOnlySpan<byte> payloadHash)
    {
        if (!Covers(index))
            return false;
        var (bundle, place) = (index / Tile.FullWidth, (int)(index % Tile.FullWidth));
        if (!bundles.TryGetValue(bundle, out var marks) || marks.Width <= place)
        {
            if (Load(bundle) is not { } loaded || loaded.Width <= place)
                return false;
            bundles[bundle] = marks = loaded;
        }
        return payloadHash[..LeafText.MarkBytes].SequenceEqual(marks.Bytes.AsSpan(place * LeafText.MarkBytes, LeafText.MarkBytes));
    }

    /// <summary>The published entries of one bundle.</summary>
    public IReadOnlyList<byte[]> Entries(long bundle)
    {
        var width = Tile.WidthIn(Tile.Entries, bundle, head.Size);
        return width > 0 && folder.Read(new(Tile.Entries, bundle, width)) is { } bytes && Bundle.Read(bytes) is { } entries ? entries : [];
    }

    public byte[]? Entry(long index) => Covers(index) ? Entries(index / Tile.FullWidth).ElementAtOrDefault((int)(index % Tile.FullWidth)) : null;

    internal void Advance(Checkpoint checkpoint, string note)
    {
        lock (bundles)
            if (head.Note is null || checkpoint.Size > head.Size)
                head = new(checkpoint.Size, note, checkpoint);
    }

    private Marks? Load(long bundle)
    {
        var entries = Entries(bundle);
        var marks = new byte[entries.Count * LeafText.MarkBytes];
        for (var i = 0; i < entries.Count; i++)
            if (LeafText.Read(entries[i])?.Payload is { } payload)
                Convert.FromHexString(payload.AsSpan(0, 2 * LeafText.MarkBytes), marks.AsSpan(i * LeafText.MarkBytes), out _, out _);
        return entries.Count == 0 ? null : new(entries.Count, marks);
    }
}
