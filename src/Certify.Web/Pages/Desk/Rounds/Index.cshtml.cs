using Certify.Accounts;
using Certify.Data;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Desk.Rounds;

/// <summary>走访进度: the grids, who holds them, how far everybody is, and visits to ask about.</summary>
public sealed class IndexModel(CertifyDb db, CertifyClock clock) : PageModel
{
    public RoundsView View { get; private set; } = new([], [], []);
    public bool IsSupervisor => User.IsInRole(Roles.Supervisor);

    public async Task OnGetAsync(CancellationToken cancel) => View = await RoundsView.LoadAsync(db, clock, cancel);
}
