using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages;

public sealed class IndexModel(CertifyDb db, PublishedLog log, CertifyClock clock, Words words) : PageModel
{
    public int Certified { get; private set; }
    public string At { get; private set; } = "";

    public async Task OnGetAsync()
    {
        var now = clock.Now;
        Certified = await db.Badges.Where(ValidBadges.ShownAt(now, log.SizeNow())).CountAsync(HttpContext.RequestAborted);
        At = words.Moment(now);
    }
}
