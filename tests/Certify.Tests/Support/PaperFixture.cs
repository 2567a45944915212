using System.Diagnostics;
using Certify.Badges;
using Certify.Badges.Paper;

namespace Certify.Tests.Support;

/// <summary>The press with the fonts and templates of the build, a badge to print, and the programs that read paper back.</summary>
public sealed class PaperFixture : IDisposable
{
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Vectors", "badge_token.json");

    public PaperFixture()
    {
        Fonts = new FontShelf(Path.Combine(AppContext.BaseDirectory, "fonts"), ["/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"]);
        Press = new BadgePress(Fonts, TemplateFile.ReadAll(Path.Combine(AppContext.BaseDirectory, "templates")));
    }

    public FontShelf Fonts { get; }
    public BadgePress Press { get; }
    public string Folder { get; } = Directory.CreateTempSubdirectory("certify-paper-").FullName;

    public static string QrText { get; } = BadgeToken.Address(new Uri("https://certify.example"),
        System.Text.Json.JsonDocument.Parse(File.ReadAllText(Vectors)).RootElement.GetProperty("valid").GetString()!);

    public static BadgeFace Face(string name = "湘味土菜馆", string address = "衡阳市高新区解放大道18号") => new(
        "HYGX-2021-000531-7K3Q", name, address, new DateOnly(2021, 8, 9), new DateOnly(2021, 11, 7), "衡阳市市场监督管理局园区分局", "certify.example", QrText);

    public byte[] Pdf(string template, BadgeFace? face = null) => Press.Pdf(Press.Templates[template], face ?? Face());

    /// <summary>Runs a program on some bytes and gives what it prints; any failure is the test's.</summary>
    public string Run(string program, byte[] input, string ending, params string[] arguments)
    {
        var path = Path.Combine(Folder, $"{Guid.CreateVersion7():N}{ending}");
        File.WriteAllBytes(path, input);
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        foreach (var argument in arguments) start.ArgumentList.Add(argument.Replace("INPUT", path, StringComparison.Ordinal));
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: {error.Result}");
    }

    public string Text(byte[] pdf) => Run("pdftotext", pdf, ".pdf", "-layout", "INPUT", "-");

    /// <summary>What a camera reads from the page at so many dots an inch.</summary>
    public string Scan(byte[] pdf, int dpi)
    {
        Run("pdftoppm", pdf, ".pdf", "-r", $"{dpi}", "-png", "-singlefile", "INPUT", Path.Combine(Folder, "page"));
        return ScanPicture(File.ReadAllBytes(Path.Combine(Folder, "page.png")));
    }

    public string ScanPicture(byte[] png) => Run("zbarimg", png, ".png", "-q", "--raw", "INPUT").Trim();

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
