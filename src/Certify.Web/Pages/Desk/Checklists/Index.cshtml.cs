using Certify.Accounts;
using Certify.Checklists;
using Certify.Data;
using Certify.Shops;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Desk.Checklists;

/// <summary>The lists, each with its version in force, and which category uses which.</summary>
public sealed class ChecklistsModel(CertifyDb db, ChecklistEditing editing, Words words) : PageModel
{
    private IReadOnlyDictionary<string, string> _used = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>List by category, as chosen.</summary>
    [BindProperty]
    public IDictionary<string, string> Uses { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public sealed record Line(Checklist Kind, ChecklistVersion InForce, IReadOnlyList<string> Categories);

    public string Chosen(string category) => Uses.TryGetValue(category, out var chosen) ? chosen : _used[category];

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!User.IsInRole(Roles.Supervisor))
            return NotFound();
        var result = await editing.UseAsync(Uses.AsReadOnly(), User.Actor(), cancel);
        if (result.Refusal is { } refusal)
        {
            ModelState.Clear();
            ModelState.AddModelError("", words[refusal]);
            await LoadAsync(cancel);
            return Page();
        }
        TempData["Flash"] = result.Value == 0 ? words["checklists.used_same"] : words["checklists.used", result.Value];
        return LocalRedirect("/desk/checklists");
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        var lines = new List<Line>();
        _used = (await ChecklistBook.InForceAsync(db, Category.All.Select(c => c.Code), cancel)).ToDictionary(u => u.Key, u => u.Value.Checklist, StringComparer.Ordinal);
        foreach (var kind in Checklist.All)
            lines.Add(new(kind, await ChecklistBook.LatestAsync(db, kind.Key, cancel), [.. Category.All.Select(c => c.Code).Where(c => _used[c] == kind.Key)]));
        Lines = lines;
    }
}
