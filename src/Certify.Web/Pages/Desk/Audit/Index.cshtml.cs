using Certify.Accounts;
using Certify.Data;
using Certify.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Audit;

/// <summary>Who did what, when, on what. Read only: there is no way to change a row.</summary>
public sealed class AuditModel(CertifyDb db, CertifyClock clock) : PageModel
{
    private const int PageSize = 50;

    [FromQuery]
    public string? Q { get; set; }

    [FromQuery]
    public string? Subject { get; set; }

    [FromQuery]
    public DateOnly? From { get; set; }

    [FromQuery]
    public DateOnly? To { get; set; }

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<AuditRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = Pager.None;
    public IReadOnlyList<string> Subjects { get; } = ["badge", "checklist", "import", "key", "person", "policy", "shop", "staff", "user", "visit"];

    public async Task OnGetAsync()
    {
        var rows = db.Audit.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(Q))
            rows = rows.Where(r => r.Label.Contains(Q.Trim()) || r.ActorName.Contains(Q.Trim()));
        if (!string.IsNullOrEmpty(Subject))
            rows = rows.Where(r => r.Subject == Subject);
        if (From is { } from)
        {
            var start = clock.StartOf(from);
            rows = rows.Where(r => r.At >= start);
        }
        if (To is { } to)
        {
            var end = clock.EndOf(to);
            rows = rows.Where(r => r.At < end);
        }
        Pager = new Pager(PageNumber, PageSize, await rows.CountAsync());
        Rows = await rows.OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Skip(Pager.Skip).Take(PageSize).ToListAsync();
    }

    /// <summary>Where a reader finds the thing itself, if this reader may.</summary>
    public string? LinkOf(AuditRow row) => row switch
    {
        { Subject: "badge", Label.Length: > 0 } when Opens(Roles.Supervisor, Roles.Auditor) => $"/desk/badges/{row.Label}",
        { Subject: "shop", SubjectId: { } id } when Opens(Roles.Supervisor, Roles.Auditor) => $"/desk/shops/{id}",
        { Subject: "staff", SubjectId: { } id } when Opens(Roles.Supervisor, Roles.Auditor) => $"/desk/staff/{id}",
        { Subject: "tip", SubjectId: { } id } when Opens(Roles.Supervisor) => $"/desk/tips/{id}",
        { Subject: "appeal", SubjectId: { } id } when Opens(Roles.Supervisor) => $"/desk/appeals/{id}",
        { Subject: "user", SubjectId: { } id } when Opens(Roles.Admin) => $"/desk/users/{id}",
        _ => null,
    };

    private bool Opens(params string[] roles) => roles.Any(User.IsInRole);
}
