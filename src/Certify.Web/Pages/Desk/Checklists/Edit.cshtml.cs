using System.Globalization;
using Certify.Accounts;
using Certify.Checklists;
using Certify.Data;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Checklists;

/// <summary>One list: its next version as it is typed, what would change, and the versions of before. Every button works without JavaScript.</summary>
public sealed class EditChecklistModel(CertifyDb db, ChecklistEditing editing, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public Checklist Kind { get; private set; } = null!;
    public ChecklistVersion InForce { get; private set; } = null!;
    public IReadOnlyList<ChecklistVersion> Versions { get; private set; } = [];

    /// <summary>An earlier version that is looked at.</summary>
    public ChecklistVersion? Old { get; private set; }

    /// <summary>What publishing would change; null: nobody has asked yet.</summary>
    public IReadOnlyList<Refusal>? Changes { get; private set; }

    /// <summary>The row that was added or moved: the keyboard goes on there.</summary>
    public int? Moved { get; private set; }
    public bool MovedUp { get; private set; }

    public sealed class Form
    {
        public int BasedOn { get; set; }
        public IList<Row> Rows { get; set; } = [];
    }

    public sealed class Row
    {
        public string? Key { get; set; }
        public string? Zh { get; set; }
        public string? En { get; set; }
        public bool Required { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(string key, int? version, CancellationToken cancel)
    {
        if (!await LoadAsync(key, cancel))
            return NotFound();
        if (version is { } number && number != InForce.Number && (Old = Versions.FirstOrDefault(v => v.Number == number)) is null)
            return NotFound();
        Input = new() { BasedOn = InForce.Number, Rows = [.. InForce.Items.Select(i => new Row { Key = i.Key, Zh = i.Zh, En = i.En, Required = i.Required })] };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string key, string? action, CancellationToken cancel)
    {
        if (!User.IsInRole(Roles.Supervisor) || !await LoadAsync(key, cancel))
            return NotFound();
        ModelState.Clear();
        if (action == "publish")
            return await PublishAsync([.. Input.Rows.Select(Draft)], Input.BasedOn, cancel);
        Do(action);
        if (action == "preview" && ChecklistEditing.Check([.. Input.Rows.Select(Draft)]) is { } wrong)
            ModelState.AddModelError("", words[wrong]);
        else if (action == "preview")
            Changes = ChecklistChanges.Of(InForce, Input.Rows);
        return Page();
    }

    /// <summary>An earlier version's content becomes a new version.</summary>
    public async Task<IActionResult> OnPostAgainAsync(string key, [FromForm] int version, [FromForm] int basedOn, CancellationToken cancel)
    {
        if (!User.IsInRole(Roles.Supervisor) || !await LoadAsync(key, cancel) || Versions.FirstOrDefault(v => v.Number == version) is not { } earlier)
            return NotFound();
        ModelState.Clear();
        Input.Rows = [.. earlier.Items.Select(i => new Row { Key = i.Key, Zh = i.Zh, En = i.En, Required = i.Required })];
        return await PublishAsync([.. Input.Rows.Select(Draft)], basedOn, cancel);
    }

    private async Task<IActionResult> PublishAsync(IReadOnlyList<ChecklistDraft> lines, int basedOn, CancellationToken cancel)
    {
        var result = (await editing.PublishAsync(Kind.Key, basedOn, lines, User.Actor(), cancel))!;
        if (result.Refusal is { } refusal)
        {
            ModelState.AddModelError("", words[refusal]);
            // What was typed stays; it is now looked at beside what has come since.
            await LoadAsync(Kind.Key, cancel);
            Input.BasedOn = InForce.Number;
            Changes = ChecklistEditing.Check(lines) is null ? ChecklistChanges.Of(InForce, Input.Rows) : null;
            return Page();
        }
        TempData["Flash"] = words["checklists.published", result.Value];
        return LocalRedirect($"/desk/checklists/{Kind.Key}");
    }

    /// <summary><c>add</c>, <c>up:2</c>, <c>down:2</c>, <c>remove:2</c>.</summary>
    private void Do(string? action)
    {
        var parts = (action ?? "").Split(':');
        var rows = Input.Rows;
        if (parts is ["add"] && rows.Count < ChecklistVersion.ItemsLimit)
        {
            rows.Add(new Row { Required = true });
            Moved = rows.Count - 1;
        }
        if (parts.Length != 2 || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var i) || i < 0 || i >= rows.Count)
            return;
        if (parts[0] == "remove")
            rows.RemoveAt(i);
        else if (parts[0] is "up" or "down" && (parts[0] == "up" ? i - 1 : i + 1) is var to && to >= 0 && to < rows.Count)
        {
            (rows[i], rows[to]) = (rows[to], rows[i]);
            (Moved, MovedUp) = (to, parts[0] == "up");
        }
    }

    private static ChecklistDraft Draft(Row row) => new(row.Key, row.Zh, row.En, row.Required);

    private async Task<bool> LoadAsync(string key, CancellationToken cancel)
    {
        if (Checklist.Find(key) is not { } kind)
            return false;
        Kind = kind;
        Versions = await db.ChecklistVersions.AsNoTracking().Where(v => v.Checklist == key).OrderByDescending(v => v.Number).ToListAsync(cancel);
        InForce = Versions[0];
        return true;
    }
}
