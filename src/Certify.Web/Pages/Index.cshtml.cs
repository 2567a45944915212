using Certify.Badges;
using Certify.Data;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages;

public sealed class IndexModel(CertifyDb db, CertifyClock clock, Words words) : PageModel
{
    public int Certified { get; private set; }
    public string At { get; private set; } = "";

    public async Task OnGetAsync()
    {
        var now = clock.Now;
        Certified = await db.Badges.Where(Badge.ValidAt(now)).CountAsync(HttpContext.RequestAborted);
        At = words.Moment(now);
    }
}
