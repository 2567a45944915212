namespace Certify.Tests.Support;

internal static class Folders
{
    /// <summary>The folder's files, with the folders that they lie in.</summary>
    public static void Copy(string from, string to, Func<string, bool>? wanted = null)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(wanted ?? (_ => true)))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
