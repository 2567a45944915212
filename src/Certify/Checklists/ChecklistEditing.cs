using System.Text;
using Certify.Accounts;
using Certify.Data;
using Certify.Shops;
using Microsoft.EntityFrameworkCore;

namespace Certify.Checklists;

/// <summary>A line of a list as a supervisor edits it. <paramref name="Key"/> is null of a new one.</summary>
public sealed record ChecklistDraft(string? Key, string? Zh, string? En, bool Required);

/// <summary>How lists change: a new version is published, never an old one edited; and a category is given another list.</summary>
public sealed class ChecklistEditing(IDbContextFactory<CertifyDb> dbs, CertifyClock clock)
{
    /// <summary>Publishes a list's next version. Null: there is no such list.</summary>
    /// <param name="checklist"></param>
    /// <param name="basedOn">The version that was looked at: where another has come since, the editor looks again.</param>
    /// <param name="lines"></param>
    /// <param name="actor"></param>
    /// <param name="cancel"></param>
    public async Task<Result<int>?> PublishAsync(string checklist, int basedOn, IReadOnlyList<ChecklistDraft> lines, Actor actor, CancellationToken cancel = default)
    {
        if (Checklist.Find(checklist) is not { } kind)
            return null;
        if (Check(lines) is { } wrong)
            return wrong;
        return await dbs.RunAsync<Result<int>?>(async db =>
        {
            var now = await ChecklistBook.LatestAsync(db, checklist, cancel);
            if (now.Number != basedOn)
                return new Refusal("checklists.changed_meanwhile", now.Number, now.PublishedBy, now.PublishedAt);
            var versions = await db.ChecklistVersions.AsNoTracking().ToListAsync(cancel);
            var items = Keyed(lines, versions.Where(v => v.Checklist == checklist).SelectMany(v => v.Items), versions.SelectMany(v => v.Items));
            if (items.SequenceEqual(now.Items))
                return new Refusal("checklists.same");
            var next = new ChecklistVersion(versions.Max(v => v.Number) + 1, checklist, items, actor.Name, clock.Now);
            db.ChecklistVersions.Add(next);
            db.Audit.Add(new AuditRow(actor, "checklist.published", "checklist", null, kind.NameZh, $"{basedOn} → {next.Number}", clock.Now));
            await db.SaveChangesAsync(cancel);
            return next.Number;
        }, cancel);
    }

    /// <summary>From now on shops of each category are inspected by its list. Answers how many categories got another one than before.</summary>
    public Task<Result<int>> UseAsync(IReadOnlyDictionary<string, string> lists, Actor actor, CancellationToken cancel = default) => dbs.RunAsync<Result<int>>(async db =>
    {
        var changed = 0;
        foreach (var (category, checklist) in lists)
        {
            if (Category.Find(category) is not { } known)
                return new Refusal("shops.category_unknown");
            if (Checklist.Find(checklist) is not { } kind)
                return new Refusal("checklists.unknown");
            // A list of its own that came with the program becomes binding once it is chosen here.
            var chosen = await ChecklistBook.ChosenAsync(db, category, cancel);
            if (chosen == checklist || (chosen is null && checklist == Checklist.Shop && Checklist.DefaultOf(category) == Checklist.Shop))
                continue;
            db.ChecklistUses.Add(new ChecklistUse(category, checklist, actor.Name, clock.Now));
            db.Audit.Add(new AuditRow(actor, "checklist.assigned", "checklist", null, known.NameZh, kind.NameZh, clock.Now));
            changed += (chosen ?? Checklist.DefaultOf(category)) == checklist ? 0 : 1;
        }
        await db.SaveChangesAsync(cancel);
        return changed;
    }, cancel);

    /// <summary>What is wrong with a draft, the first thing that is; null: nothing.</summary>
    public static Refusal? Check(IReadOnlyList<ChecklistDraft> lines)
    {
        if (lines.Count == 0)
            return new("checklists.empty");
        if (lines.Count > ChecklistVersion.ItemsLimit)
            return new("checklists.many", ChecklistVersion.ItemsLimit);
        for (var i = 0; i < lines.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i].Zh) || string.IsNullOrWhiteSpace(lines[i].En))
                return new("checklists.both_texts", i + 1);
            if (Folded(lines[i].Zh).Length > ChecklistItem.TextLimit || Folded(lines[i].En).Length > ChecklistItem.TextLimit)
                return new("checklists.text_long", i + 1, ChecklistItem.TextLimit);
            for (var j = 0; j < i; j++)
                if (Folded(lines[i].Zh) == Folded(lines[j].Zh) || string.Equals(Folded(lines[i].En), Folded(lines[j].En), StringComparison.OrdinalIgnoreCase))
                    return new("checklists.twice", j + 1, i + 1);
        }
        return null;
    }

    /// <summary>Who is known keeps the key; the others get one of their English text that no list has ever had.</summary>
    private static List<ChecklistItem> Keyed(IReadOnlyList<ChecklistDraft> lines, IEnumerable<ChecklistItem> own, IEnumerable<ChecklistItem> all)
    {
        var known = own.Select(i => i.Key).ToHashSet(StringComparer.Ordinal);
        var taken = all.Select(i => i.Key).ToHashSet(StringComparer.Ordinal);
        var given = new HashSet<string>(StringComparer.Ordinal);
        return [.. lines.Select(l => new ChecklistItem(l.Key is { } key && known.Contains(key) && given.Add(key) ? key : NewKey(Folded(l.En), taken), Folded(l.Zh), Folded(l.En), l.Required))];
    }

    private static string NewKey(string english, HashSet<string> taken)
    {
        var words = english.Split(' ').Select(w => new string([.. w.Where(char.IsAsciiLetter)]).ToLowerInvariant()).Where(w => w.Length > 0).Take(4).ToList();
        var stem = words.Count == 0 ? "item" : string.Concat(words.Select((w, i) => i == 0 ? w : char.ToUpperInvariant(w[0]) + w[1..]));
        stem = stem[..Math.Min(stem.Length, 36)];
        var key = stem;
        for (var n = 2; !taken.Add(key); n++)
            key = $"{stem}{n}";
        return key;
    }

    private static string Folded(string? text) => string.Join(' ', new string([.. (text ?? "").Select(c => char.IsControl(c) ? ' ' : c)]).Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
