using System.Runtime.InteropServices;

namespace Certify;

/// <summary>Small files that must be whole or not there at all, whenever the power goes: written beside, flushed, renamed, and the folder flushed too.</summary>
public static partial class DurableFile
{
    /// <summary>Replaces the file; readable and writable by this user alone (mode 0600).</summary>
    /// <param name="path"></param>
    /// <param name="content"></param>
    /// <param name="flushed">Called when the new file is on disk beside the old one.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, Action? flushed = null)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var beside = $"{path}.{Guid.CreateVersion7():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new FileStream(beside, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            flushed?.Invoke();
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
        if (!OperatingSystem.IsWindows()) FlushFolder(folder);
    }

    /// <summary>Adds to the end of a file, which is made if it isn't there; on disk when this returns.</summary>
    public static void Append(string path, ReadOnlySpan<byte> content)
    {
        var isNew = !File.Exists(path);
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(path, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        if (isNew && !OperatingSystem.IsWindows()) FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Makes a folder that this user alone can open (mode 0700); its full path.</summary>
    public static string MakeFolder(string path) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path).FullName
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

    /// <summary>A rename lies in the folder: without this it can be forgotten although the file is on disk.</summary>
    private static void FlushFolder(string folder)
    {
        var handle = Open(folder, flags: 0);
        if (handle < 0) throw new IOException($"cannot open {folder}: errno {Marshal.GetLastPInvokeError()}");
        try
        {
            if (FSync(handle) != 0) throw new IOException($"cannot flush {folder}: errno {Marshal.GetLastPInvokeError()}");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
