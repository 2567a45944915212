using System.Text.RegularExpressions;
using Certify.Tests.Support;
using Certify.Web.Text;

namespace Certify.Tests.Rules;

/// <summary>One file of sentences a language: the same keys, the same values in them, and a sentence for every code that the source speaks of.</summary>
public sealed partial class TextTests
{
    private static readonly IReadOnlyDictionary<string, string> Zh = Words.Of(Words.Chinese), En = Words.Of(Words.English);

    [Fact]
    public void Languages_have_the_same_keys() =>
        Assert.Equal(Zh.Keys.Order(StringComparer.Ordinal), En.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Sentences_name_the_same_values_in_both_languages() =>
        SourceTree.Nothing(Zh.Where(z => En.TryGetValue(z.Key, out var en) && !Values(z.Value).SequenceEqual(Values(en))).Select(z => $"{z.Key}: {z.Value} | {En[z.Key]}"));

    [Fact]
    public void Sentences_are_not_empty() =>
        SourceTree.Nothing(Zh.Concat(En).Where(t => string.IsNullOrWhiteSpace(t.Value)).Select(t => t.Key));

    [Fact]
    public void Keys_stand_in_order()
    {
        foreach (var language in new[] { Words.Chinese, Words.English })
        {
            var keys = Key().Matches(new SourceFile($"src/Certify.Web/Text/{language}.json").Text).Select(m => m.Groups["key"].Value).ToList();
            Assert.Equal(keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), keys);
        }
    }

    [Fact]
    public void Every_key_in_the_source_has_a_sentence()
    {
        var groups = Zh.Keys.Select(k => k.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        var wrong = from file in SourceTree.Files("src", ".cs", ".cshtml")
                    from Match literal in Literal().Matches(file.Text)
                    let key = literal.Groups[1].Value
                    where groups.Contains(key.Split('.')[0]) && !Spoken(key)
                    select $"{file.Path}: {key}";

        SourceTree.Nothing(wrong);
    }

    [Fact]
    public void Every_sentence_that_is_asked_for_is_there()
    {
        var wrong = from file in SourceTree.Files("src", ".cs", ".cshtml")
                    from Match asked in Asked().Matches(file.Text)
                    let key = asked.Groups["key"].Value
                    where !Spoken(key)
                    select $"{file.Path}: {key}";

        SourceTree.Nothing(wrong);
    }

    [Fact]
    public void Every_audit_action_has_a_sentence()
    {
        var wrong = from file in SourceTree.Files("src", ".cs")
                    from Match row in AuditRow().Matches(file.Text)
                    let action = row.Groups["action"].Value
                    where !Zh.ContainsKey("audit." + action)
                    select $"{file.Path}: audit.{action}";

        SourceTree.Nothing(wrong);
    }

    /// <summary>A whole key, or the beginning of one that the source completes (<c>"roles." + role</c>).</summary>
    private static bool Spoken(string key) =>
        Zh.ContainsKey(key) || Zh.ContainsKey("audit." + key) || ((key.EndsWith('.') || key.EndsWith('_')) && Zh.Keys.Any(k => k.StartsWith(key, StringComparison.Ordinal)));

    private static IEnumerable<string> Values(string sentence) =>
        Value().Matches(sentence).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    [GeneratedRegex("^  \"(?<key>[^\"]+)\":", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Key();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Value();

    [GeneratedRegex("(?<![=\\w$])\"([a-z]+(?:\\.[a-z][a-z0-9_]*)+[._]?)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("""(?:\bT|[wW]ords)\["(?<key>[^"{]+)"|(?:new Refusal|Refused|new Word|Say)\("(?<key>[^"{]+)"|ErrorMessage = "(?<key>[a-z]+\.[a-z._]+)["]""")]
    private static partial Regex Asked();

    [GeneratedRegex("""new AuditRow\([^,"]+,\s*"(?<action>[^"]+)"|new\((?:actor|by|Actor\.System),\s*"(?<action>[a-z]+\.[a-z_]+)["]""")]
    private static partial Regex AuditRow();
}
