using Certify.Accounts;
using Certify.Data;
using Certify.Visits;
using Certify.Web.Pages.Shared;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Attempts;

/// <summary>Attempts: an inspector's own ones, to take back; for the office those that somebody must look into, and all.</summary>
public sealed class IndexModel(CertifyDb db, AttemptBook attempts, CertifyClock clock, Words words) : PageModel
{
    public const int PageRows = 50;

    [BindProperty(SupportsGet = true, Name = "all")]
    public bool All { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public Pager Pager { get; private set; } = Pager.None;
    public bool IsSupervisor => User.IsInRole(Roles.Supervisor);
    public bool IsInspector => User.IsInRole(Roles.Inspector) && !IsSupervisor;

    public sealed record Line(Attempt Attempt, string Shop, string Address, bool IsTask);

    public async Task OnGetAsync([FromQuery(Name = "page")] int number, CancellationToken cancel)
    {
        All |= IsInspector;
        var me = User.Id();
        var shown = IsInspector ? db.Attempts.Where(a => a.InspectorId == me) : All ? db.Attempts : AttemptBook.Tasks(db);
        Pager = new Pager(number, PageRows, await shown.CountAsync(cancel));
        var tasks = AttemptBook.Tasks(db).Select(a => a.Id);
        Lines = [.. (await (from a in shown.AsNoTracking()
                            join s in db.Shops on a.ShopId equals s.Id
                            orderby a.ReceivedAt descending, a.Id
                            select new { a, Name = s.OwnSignboardName ?? s.RegisteredName, s.Address, IsTask = tasks.Contains(a.Id) }).Skip(Pager.Skip).Take(PageRows).ToListAsync(cancel))
            .Select(x => new Line(x.a, x.Name, x.Address, x.IsTask))];
    }

    public Task<IActionResult> OnPostUndoAsync(Guid id, CancellationToken cancel) => AnswerAsync(attempts.UndoAsync(id, User.Actor(), cancel), "attempts.undone_now");

    public async Task<IActionResult> OnPostDismissAsync(Guid id, CancellationToken cancel) =>
        IsSupervisor ? await AnswerAsync(attempts.DismissAsync(id, User.Actor(), cancel), "attempts.dismissed_now") : NotFound();

    /// <summary>Notes are for who wrote them and for the supervisor.</summary>
    public string? NoteOf(Attempt attempt) => IsSupervisor || attempt.InspectorId == User.Id() ? attempts.NoteOf(attempt) : null;

    public bool MayUndo(Attempt attempt) => attempt.InspectorId == User.Id() && attempt.UndoneAt is null && clock.DayOf(attempt.ReceivedAt) == clock.Today;

    private async Task<IActionResult> AnswerAsync(Task<Result?> work, string done)
    {
        if (await work is not { } result)
            return NotFound();
        TempData["Flash"] = result.Refusal is { } refusal ? words[refusal] : words[done];
        return RedirectToPage();
    }
}
