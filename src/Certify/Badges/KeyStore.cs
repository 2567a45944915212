using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Certify.Badges;

/// <summary>
/// The signing keys: one file each in one folder, outside the database. The newest signs, and where that one is compromised a new one is made; all others stay, so
/// that badges which they signed still verify. Another process (the command line) may add or mark keys: who signs looks at the folder each time, who verifies every
/// few seconds. Safe for many threads.
/// </summary>
public sealed class KeyStore
{
    private const string Purpose = "signing-keys";
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly string folder;
    private readonly byte[] sealingKey;
    private readonly TimeProvider time;
    private readonly Lock writing = new();
    private volatile State state;

    private sealed record State(FrozenDictionary<ulong, SigningKey> ByKid, SigningKey? Active, string Stamp, long LookedAt);

    /// <exception cref="InvalidDataException">A key cannot be opened under this master key.</exception>
    public KeyStore(string folder, MasterKey master, TimeProvider time)
    {
        this.folder = folder;
        this.time = time;
        sealingKey = master.Derive(Purpose);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        state = Load();
    }

    /// <summary>Every key there is, newest first.</summary>
    public IReadOnlyList<SigningKey> All => [.. Current.ByKid.Values.OrderByDescending(k => k.CreatedAt).ThenBy(k => k.Thumbprint, StringComparer.Ordinal)];

    public bool HasAny => Current.ByKid.Count > 0;

    /// <summary>The key that signs now, whatever another process has done a moment ago. The very first one is made when it is asked for.</summary>
    public SigningKey Active => Look().Active ?? Locked(() => Load().Active ?? Make());

    /// <summary>Whether that key may have signed until now: it is there, and nobody has marked it.</summary>
    public bool MaySign(ReadOnlySpan<byte> kid) => Look().ByKid.GetValueOrDefault(Number(kid)) is { CompromisedSince: null };

    public SigningKey? Find(ReadOnlySpan<byte> kid) => kid.Length == CoseEnvelope.KidBytes ? Current.ByKid.GetValueOrDefault(Number(kid)) : null;

    /// <summary>Makes a new key that signs from now on; the old ones still verify.</summary>
    public SigningKey Rotate() => Locked(Make);

    /// <summary>
    /// Marks a key as compromised since then; a new one takes over if it was the active one, never an older one. False if there is no such key.
    /// The mark can be moved to an earlier time, never to a later one.
    /// </summary>
    public bool Revoke(string thumbprint, DateTimeOffset since) => Locked(() =>
    {
        // As the public log tells it, in milliseconds: what is read back from there is the same moment.
        since = new(since.UtcTicks - (since.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        var path = PathOf(thumbprint);
        if (!Load().ByKid.Values.Any(k => string.Equals(k.Thumbprint, thumbprint, StringComparison.Ordinal))) return false;
        var (key, privateKey) = KeyFile.Read(path, sealingKey);
        if (key.CompromisedSince is { } already && already <= since) return true;
        using var opened = ECDsa.Create();
        opened.ImportPkcs8PrivateKey(privateKey, out _);
        var marked = new SigningKey(opened.ExportParameters(includePrivateParameters: true), key.CreatedAt, since);
        DurableFile.Write(path, KeyFile.Write(marked, privateKey, sealingKey));
        state = Load();
        if (state.Active is null) Make();
        return true;
    });

    /// <summary>
    /// For a restore: adds to the keys that it brings those that are here, and of a key that is in both the one with the earlier mark. What was made known of a key
    /// is not taken back, and what a later key signed stays authentic. A file that can't be opened is left where it is.
    /// </summary>
    /// <param name="here">The folder of this machine's keys, which need not be there.</param>
    /// <param name="brought"></param>
    /// <param name="master">Of both.</param>
    public static void Keep(string here, string brought, MasterKey master)
    {
        var opening = master.Derive(Purpose);
        foreach (var path in Directory.Exists(here) ? Directory.EnumerateFiles(here, "*.json") : [])
        {
            var other = Path.Combine(DurableFile.MakeFolder(brought), Path.GetFileName(path));
            if (Read(path) is { } key && (Read(other) is not { } theirs || key.CompromisedSince < (theirs.CompromisedSince ?? DateTimeOffset.MaxValue)))
                DurableFile.Write(other, File.ReadAllBytes(path));
        }

        SigningKey? Read(string path)
        {
            try
            {
                return File.Exists(path) ? KeyFile.Read(path, opening).Key : null;
            }
            catch (InvalidDataException)
            {
                return null;
            }
        }
    }

    private State Current => time.GetElapsedTime(state.LookedAt) < LookAgain ? state : Look();

    /// <summary>The folder as it is now: its files are opened only where one has changed.</summary>
    private State Look()
    {
        var now = state;
        lock (writing)
        {
            if (ReferenceEquals(now, state)) state = string.Equals(Stamp(), now.Stamp, StringComparison.Ordinal) ? now with { LookedAt = time.GetTimestamp() } : Load();
            return state;
        }
    }

    private SigningKey Make()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var privateKey = made.ExportPkcs8PrivateKey();
        var before = Load().ByKid;
        // The newest signs, so it must be that one, even where the clock was set back.
        var now = before.Values.Select(k => k.CreatedAt.AddMilliseconds(1)).Append(time.GetUtcNow()).Max();
        var key = new SigningKey(made.ExportParameters(includePrivateParameters: true), now);
        // Eight bytes name a key in a token: one in 2^64 that two are alike, and then a badge would be checked with the wrong one.
        if (before.ContainsKey(Number(key.Kid))) throw new InvalidOperationException("the new key has the kid of another one; try again");
        DurableFile.Write(PathOf(key.Thumbprint), KeyFile.Write(key, privateKey, sealingKey));
        CryptographicOperations.ZeroMemory(privateKey);
        state = Load();
        return key;
    }

    private State Load()
    {
        var stamp = Stamp();
        var keys = new Dictionary<ulong, SigningKey>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.json"))
        {
            var (key, _) = KeyFile.Read(path, sealingKey);
            if (!keys.TryAdd(Number(key.Kid), key)) throw new InvalidDataException($"two signing keys have the kid {Convert.ToHexStringLower(key.Kid)}");
        }
        // One that was replaced comes never back: why it was, nobody here knows, and the log says that another one has taken over.
        var newest = keys.Values.OrderByDescending(k => k.CreatedAt).ThenBy(k => k.Thumbprint, StringComparer.Ordinal).FirstOrDefault();
        return new State(keys.ToFrozenDictionary(), newest?.CompromisedSince is null ? newest : null, stamp, time.GetTimestamp());
    }

    /// <summary>Changes whenever a key file is added or replaced.</summary>
    private string Stamp() => string.Join('|', new DirectoryInfo(folder).EnumerateFiles("*.json")
        .OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name} {f.Length} {f.LastWriteTimeUtc.Ticks}"));

    /// <summary>One writer at a time, in this process and in any other: two first starts must not make two first keys.</summary>
    private T Locked<T>(Func<T> change)
    {
        lock (writing)
        {
            using var file = OpenLock();
            return change();
        }
    }

    private FileStream OpenLock()
    {
        for (var wait = new SpinWait(); ; wait.SpinOnce())
        {
            try
            {
                return new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (wait.Count < 10_000)
            {
                // Held by the other process, for as long as one key takes to write.
            }
        }
    }

    private string PathOf(string thumbprint) => Path.Combine(folder, thumbprint + ".json");

    private static ulong Number(ReadOnlySpan<byte> kid) => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(kid);
}
