using System.Reflection;
using System.Text.RegularExpressions;
using Certify.Data;
using Certify.Tests.Support;
using Certify.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests;

/// <summary>Who may import whom, and what has no place here (design, section 3). Each failure names the file and what it holds.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>The features' line: each may import those that stand lower, never one beside or above it.</summary>
    private static readonly Dictionary<string, int> Line = new(StringComparer.Ordinal)
    {
        ["Shops"] = 0,
        ["Checklists"] = 1,
        ["Staff"] = 1,
        ["Visits"] = 2,
        // Stands beside what it logs and below who logs it; it imports no feature.
        ["Log"] = 0,
        ["Badges"] = 3,
        ["Referrals"] = 3,
        ["Certification"] = 4,
        // What the public tells us asks what a badge is, and orders visits; it changes no badge, so that it stands beside Certification.
        ["Tips"] = 4,
        // An upheld appeal lifts a suspension: above what decides about badges.
        ["Appeals"] = 5,
        // What makes a shop the next one to visit: all of the above.
        ["Rounds"] = 5,
        // Leaves: they import no feature. The demo district stands above all, and nothing imports it.
        ["Accounts"] = -1,
        ["Photos"] = -1,
        ["Tables"] = -1,
        ["Demo"] = 9,
    };

    private static readonly Assembly Rules = typeof(CertifyDb).Assembly;
    private static readonly ILookup<string, string> TypesOf = Rules.GetTypes().Where(t => t.Namespace?.StartsWith("Certify.", StringComparison.Ordinal) == true && !t.IsNested)
        .ToLookup(t => t.Namespace!.Split('.')[1], t => t.Name.Split('`')[0], StringComparer.Ordinal);

    [Fact]
    public void Certify_references_no_web()
    {
        var web = Rules.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(a => a == "Certify.Web" || (a.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && a != "Microsoft.AspNetCore.Identity.EntityFrameworkCore"));

        SourceTree.Nothing(web);
        Assert.DoesNotContain("FrameworkReference", new SourceFile("src/Certify/Certify.csproj").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_import_only_what_stands_lower()
    {
        var wrong = from file in SourceTree.Files("src/Certify", ".cs")
                    let own = file.FolderUnder("src/Certify").Split('/')[0]
                    where Line.ContainsKey(own)
                    from imported in Imports(file, own)
                    where Line[imported] >= Line[own] && Line[own] != 9 && Line[imported] >= 0 || imported == "Demo"
                    select $"{file.Path} imports {imported}";

        SourceTree.Nothing(wrong);
    }

    [Fact]
    public void Nothing_but_the_composition_imports_the_demo_district()
    {
        var wrong = SourceTree.Files("src", ".cs", ".cshtml")
            .Where(f => !f.Path.StartsWith("src/Certify/Demo/", StringComparison.Ordinal) && !f.Path.StartsWith("src/Certify.Web/Commands/", StringComparison.Ordinal) && f.Path != "src/Certify.Web/Program.cs")
            .Where(f => f.Text.Contains("Certify.Demo", StringComparison.Ordinal)).Select(f => f.Path);

        SourceTree.Nothing(wrong);
    }

    [Fact]
    public void Entities_know_neither_EF_Core_nor_services()
    {
        using var db = new SqliteCertifyDb(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite("Data Source=:memory:").Options);
        var entities = db.Model.GetEntityTypes().Select(e => e.ClrType).Where(t => t.Assembly == Rules).Select(t => t.Name).ToList();
        var services = Services().ToList();
        var wrong = from file in SourceTree.Files("src/Certify", ".cs")
                    where !file.Path.StartsWith("src/Certify/Data/", StringComparison.Ordinal) && entities.Any(e => Regex.IsMatch(file.Text, $@"\b(class|record) {e}\b"))
                    from word in services.Append("EntityFrameworkCore").Append("Certify.Data")
                    where Regex.IsMatch(file.Text, $@"(?<!cref=""){Regex.Escape(word)}\b")
                    select $"{file.Path} declares an entity and knows {word}";

        Assert.NotEmpty(entities);
        SourceTree.Nothing(wrong);
    }

    [Fact]
    public void Data_imports_entities_only()
    {
        var services = Services().ToList();
        var wrong = from file in SourceTree.Files("src/Certify/Data", ".cs")
                    from service in services
                    where Regex.IsMatch(file.Text, $@"\b{service}\b(?!\s*=>)")
                    select $"{file.Path} knows {service}";

        Assert.NotEmpty(services);
        SourceTree.Nothing(wrong);
    }

    [Fact]
    public void Pages_only_read()
    {
        var wrong = from file in SourceTree.Files("src/Certify.Web/Pages", ".cs", ".cshtml")
                    from Match write in Write().Matches(file.Text)
                    select $"{file.Path}: {write.Value}";

        SourceTree.Nothing(wrong);
    }

    [Fact]
    public void Page_folders_import_only_the_shared_one()
    {
        var wrong = from file in SourceTree.Files("src/Certify.Web/Pages", ".cs", ".cshtml")
                    where !file.Path.EndsWith("_ViewImports.cshtml", StringComparison.Ordinal)
                    let own = file.FolderUnder("src/Certify.Web/Pages").Replace('/', '.')
                    from Match import in PageImport().Matches(file.Text)
                    let other = (import.Groups[1].Value + import.Groups[2].Value.Replace('/', '.')).Trim('.')
                    where other.Length > 0 && other != own && !own.StartsWith(other + ".", StringComparison.Ordinal) && !other.StartsWith("Shared", StringComparison.Ordinal)
                    select $"{file.Path} imports {import.Value}";

        SourceTree.Nothing(wrong);
    }

    [Fact]
    public void Names_say_what_a_thing_is()
    {
        var wrong = SourceTree.Files("src", ".cs", ".js", ".mjs").Concat(SourceTree.Files("tests", ".cs"))
            .Where(f => VagueName().IsMatch(Path.GetFileName(f.Path)) || VagueType().IsMatch(f.Text)).Select(f => f.Path);

        SourceTree.Nothing(wrong);
    }

    [Fact]
    public void Interfaces_have_two_implementations()
    {
        var types = Rules.GetTypes().Concat(typeof(Program).Assembly.GetTypes()).ToList();
        var wrong = types.Where(t => t.IsInterface && types.Count(c => !c.IsInterface && c.GetInterfaces().Any(i => i == t || (i.IsGenericType && i.GetGenericTypeDefinition() == t))) < 2)
            .Select(t => t.FullName);

        SourceTree.Nothing(wrong);
    }

    [Fact]
    public void Files_fit_a_room()
    {
        var wrong = SourceTree.Files("src", ".cs", ".cshtml", ".js", ".mjs").Concat(SourceTree.Files("tests", ".cs")).Concat(SourceTree.Files("bench", ".cs"))
            .Select(f => (f.Path, Lines: f.Text.Count(c => c == '\n'), Limit: f.Path.StartsWith("src/", StringComparison.Ordinal) ? 270 : 450))
            .Where(f => f.Lines > f.Limit).Select(f => $"{f.Path}: {f.Lines} lines");

        SourceTree.Nothing(wrong);
    }

    [Fact]
    public void Access_table_names_pages_that_exist()
    {
        var wrong = Access.Anonymous.Concat(Access.Desk.Select(d => d.Path))
            .Where(p => p.EndsWith('/') ? !Directory.Exists(Path.Combine(SourceTree.Root, "src/Certify.Web/Pages" + p)) : !File.Exists(Path.Combine(SourceTree.Root, $"src/Certify.Web/Pages{p}.cshtml")));

        SourceTree.Nothing(wrong);
    }

    private static IEnumerable<string> Imports(SourceFile file, string own) =>
        from feature in Line.Keys
        where feature != own && (Regex.IsMatch(file.Text, $@"\bCertify\.{feature}\b(?!\.csproj)")
            || Regex.Matches(file.Text, $@"(?<![.\w]){feature}\.([A-Z]\w*)").Any(m => TypesOf[feature].Contains(m.Groups[1].Value, StringComparer.Ordinal)))
        select feature;

    /// <summary>Classes that are given the database: what does things, as against what things are.</summary>
    private static IEnumerable<string> Services() => Rules.GetTypes()
        .Where(t => t.IsClass && t.Namespace != "Certify.Data" && t.GetConstructors().Any(c => c.GetParameters().Any(p => typeof(CertifyDb).IsAssignableFrom(p.ParameterType) || p.ParameterType == typeof(IDbContextFactory<CertifyDb>))))
        .Select(t => t.Name);

    [GeneratedRegex(@"SaveChanges\w*|ExecuteUpdate\w*|ExecuteDelete\w*|ExecuteSql\w*|\bdb\.(?:\w+\.)?(?:Add|AddRange|Update|Remove|RemoveRange|Attach)\w*\(|BeginTransaction\w*")]
    private static partial Regex Write();

    [GeneratedRegex(@"(?:@?using Certify\.Web\.Pages((?:\.\w+)*))|(?:""~?/Pages/([\w/]+)/_\w+(?:\.cshtml)?"")")]
    private static partial Regex PageImport();

    [GeneratedRegex(@"(?:Helpers?|Manager|Utils?|Common|Extensions|Repository|Mapper|Mediator|UnitOfWork)\.\w+$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\b(?:class|record|interface|struct)\s+\w*(?:Helpers?|Manager|Utils?|Extensions|Repository|Mediator|UnitOfWork)\b")]
    private static partial Regex VagueType();
}
