using Certify.Badges.Paper;

namespace Certify.Web;

/// <summary>Fonts and templates as they lie beside the program.</summary>
public static class Paper
{
    /// <summary>Reads the templates at once, so that a fault in one is told at start; the fonts when the first paper is made.</summary>
    /// <exception cref="InvalidDataException">A template breaks the schema; the message says which, on which line, and why.</exception>
    public static IServiceCollection AddPaper(this IServiceCollection services, CertifyOptions options)
    {
        var templates = TemplateFile.ReadAll(Path.Combine(AppContext.BaseDirectory, "templates"));
        return services
            .AddSingleton(_ => new FontShelf(Path.Combine(AppContext.BaseDirectory, "fonts"), options.FallbackFonts))
            .AddSingleton(s => new BadgePress(s.GetRequiredService<FontShelf>(), templates));
    }
}
