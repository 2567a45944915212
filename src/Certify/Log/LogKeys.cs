namespace Certify.Log;

/// <summary>Where the log's key lies. It is made with the log and never again: a log whose key is lost can't go on under another one.</summary>
public sealed class LogKeys(string file, MasterKey master)
{
    private readonly Lock reading = new();
    private LogKey? key;

    /// <summary>Null before the log is begun.</summary>
    /// <exception cref="InvalidDataException">The key cannot be opened under this master key.</exception>
    public LogKey? Find()
    {
        lock (reading)
            return key ??= File.Exists(file) ? LogKey.Read(file, master) : null;
    }

    /// <summary>The first time makes the key; the caller holds the log's lock.</summary>
    /// <param name="name">Of a new log: host and path under which it is published, without scheme.</param>
    public LogKey FindOrMake(string name)
    {
        if (Find() is { } known)
            return known;
        lock (reading)
            return key = LogKey.Make(file, name, master);
    }
}
