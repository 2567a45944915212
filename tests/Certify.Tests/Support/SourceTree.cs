namespace Certify.Tests.Support;

/// <summary>The repository's own files, as they lie in the source folder.</summary>
public static class SourceTree
{
    private static readonly string[] Made = ["bin", "obj", "node_modules", "dist", "Migrations"];

    public static readonly string Root = FindRoot();

    /// <summary>Files under a folder, with paths relative to the root and <c>/</c> between; what tools made is left out.</summary>
    public static IEnumerable<SourceFile> Files(string folder, params string[] endings) =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where endings.Any(e => relative.EndsWith(e, StringComparison.Ordinal)) && !relative.Split('/').Intersect(Made, StringComparer.Ordinal).Any()
        orderby relative
        select new SourceFile(relative);

    /// <summary>Fails with the whole list of what is wrong, one a line.</summary>
    public static void Nothing(IEnumerable<string?> wrong)
    {
        var list = wrong.Distinct(StringComparer.Ordinal).ToList();
        Assert.True(list.Count == 0, string.Join('\n', list));
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Certify.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException("Certify.sln is in no folder above the tests.");
    }
}

public sealed record SourceFile(string Path)
{
    private string? _text;

    public string Text => _text ??= File.ReadAllText(System.IO.Path.Combine(SourceTree.Root, Path));

    /// <summary>Folder below <paramref name="root"/>, e.g. <c>Shops/Import</c>; empty for a file that lies in it.</summary>
    public string FolderUnder(string root) => System.IO.Path.GetDirectoryName(Path[root.Length..].TrimStart('/'))!.Replace('\\', '/');
}
