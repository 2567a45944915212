using Certify.Checklists;

namespace Certify.Web.Pages.Desk.Checklists;

/// <summary>What a typed list changes in the one in force, a sentence each.</summary>
public static class ChecklistChanges
{
    public static IReadOnlyList<Refusal> Of(ChecklistVersion now, IList<EditChecklistModel.Row> rows)
    {
        var changes = new List<Refusal>();
        var kept = rows.Select(r => r.Key).OfType<string>().Where(key => now.Find(key) is not null).Distinct(StringComparer.Ordinal).ToList();
        foreach (var row in rows)
        {
            var text = new ChecklistText(row.Zh ?? "", row.En ?? "");
            if (row.Key is not { } key || now.Find(key) is not { } before)
                changes.Add(new("checklists.added", text));
            else
            {
                if (before.Zh != text.Zh)
                    changes.Add(new("checklists.reworded", before.Zh, text.Zh));
                if (before.En != text.En)
                    changes.Add(new("checklists.reworded", before.En, text.En));
                if (before.Required != row.Required)
                    changes.Add(new(row.Required ? "checklists.now_required" : "checklists.now_advice", text));
            }
        }
        changes.AddRange(now.Items.Where(i => !kept.Contains(i.Key, StringComparer.Ordinal)).Select(i => new Refusal("checklists.removed", i.Text)));
        if (!now.Items.Select(i => i.Key).Where(key => kept.Contains(key, StringComparer.Ordinal)).SequenceEqual(kept, StringComparer.Ordinal))
            changes.Add(new("checklists.moved"));
        return changes;
    }
}
