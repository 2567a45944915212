using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Checklists;

/// <summary>The lists as they stand: which one a category uses, and its version in force.</summary>
public static class ChecklistBook
{
    /// <summary>A laptop may carry the list that a category used up to a day before the visit.</summary>
    private static readonly TimeSpan Carried = TimeSpan.FromDays(1);

    /// <summary>Null: there is no such version.</summary>
    public static Task<ChecklistVersion?> FindAsync(CertifyDb db, int number, CancellationToken cancel = default) =>
        db.ChecklistVersions.AsNoTracking().FirstOrDefaultAsync(v => v.Number == number, cancel);

    /// <summary>The version with which a shop of this category is visited now.</summary>
    public static async Task<ChecklistVersion> InForceAsync(CertifyDb db, string category, CancellationToken cancel = default) =>
        await LatestAsync(db, await UsedAsync(db, category, cancel), cancel);

    /// <summary>Key of the list that a category uses now.</summary>
    public static async Task<string> UsedAsync(CertifyDb db, string category, CancellationToken cancel = default) =>
        await ChosenAsync(db, category, cancel) ?? Checklist.DefaultOf(category);

    /// <summary>Null: no supervisor has chosen one, and the category uses what came with the program.</summary>
    public static Task<string?> ChosenAsync(CertifyDb db, string category, CancellationToken cancel = default) =>
        db.ChecklistUses.Where(u => u.Category == category).OrderByDescending(u => u.Id).Select(u => (string?)u.Checklist).FirstOrDefaultAsync(cancel);

    public static Task<ChecklistVersion> LatestAsync(CertifyDb db, string checklist, CancellationToken cancel = default) =>
        db.ChecklistVersions.AsNoTracking().Where(v => v.Checklist == checklist).OrderByDescending(v => v.Number).FirstAsync(cancel);

    /// <summary>The version in force of each of these categories.</summary>
    public static async Task<IReadOnlyDictionary<string, ChecklistVersion>> InForceAsync(CertifyDb db, IEnumerable<string> categories, CancellationToken cancel = default)
    {
        var versions = (await db.ChecklistVersions.AsNoTracking().ToListAsync(cancel)).GroupBy(v => v.Checklist, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.MaxBy(v => v.Number)!, StringComparer.Ordinal);
        var uses = (await db.ChecklistUses.AsNoTracking().OrderBy(u => u.Id).ToListAsync(cancel)).ToLookup(u => u.Category, StringComparer.Ordinal);
        return categories.Distinct(StringComparer.Ordinal).ToDictionary(c => c, c => versions[uses[c].LastOrDefault()?.Checklist ?? Checklist.DefaultOf(c)], StringComparer.Ordinal);
    }

    /// <summary>
    /// The list by which a visit that names none was made: the category's, or, where it answers for exactly that one's items, the general one, which is all that
    /// programs know that were written before places had lists of their own.
    /// </summary>
    public static async Task<ChecklistVersion> MeantAsync(CertifyDb db, string category, IReadOnlyCollection<string> measures, CancellationToken cancel = default)
    {
        var own = await InForceAsync(db, category, cancel);
        if (own.Checklist == Checklist.Shop || own.Names(measures)) return own;
        var general = await LatestAsync(db, Checklist.Shop, cancel);
        return general.Names(measures) ? general : own;
    }

    /// <summary>
    /// The list was the category's at some time between a day before the visit and now. Any version of it will do: a laptop without a network knows no newer one.
    /// The general list fits as well until a supervisor has chosen one for the category. Null where it fits; else the list that the category uses.
    /// </summary>
    public static async Task<Checklist?> MisfitAsync(CertifyDb db, ChecklistVersion version, string category, DateTimeOffset visited, CancellationToken cancel = default)
    {
        var uses = await db.ChecklistUses.AsNoTracking().Where(u => u.Category == category).OrderBy(u => u.Id).ToListAsync(cancel);
        var fits = version.Checklist == Checklist.DefaultOf(category) && (uses.Count == 0 || uses[0].From > visited - Carried);
        fits |= version.Checklist == Checklist.Shop && uses.Count == 0;
        for (var i = 0; i < uses.Count && !fits; i++)
            fits = uses[i].Checklist == version.Checklist && (i == uses.Count - 1 || uses[i + 1].From > visited - Carried);
        return fits ? null : Checklist.Find(uses.LastOrDefault()?.Checklist ?? Checklist.DefaultOf(category));
    }
}
