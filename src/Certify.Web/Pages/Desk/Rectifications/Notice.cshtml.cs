using System.Globalization;
using Certify.Data;
using Certify.Shops;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Rectifications;

/// <summary>《疫情防控整改告知书》 for the shop: what is to be put right, and by when. Informs; it is no legal instrument, and names no person.</summary>
public sealed class NoticeModel(CertifyDb db, CertifyOptions options, CertifyClock clock) : PageModel
{
    public Shop Shop { get; private set; } = null!;
    public IReadOnlyList<Rectification> Orders { get; private set; } = [];
    public CertifyOptions Site => options;
    public DateOnly Today => clock.Today;

    /// <summary>The last of the days.</summary>
    public DateOnly Until => Orders.Max(o => o.DueOn);

    public async Task<IActionResult> OnGetAsync(Guid shop, CancellationToken cancel)
    {
        if (await db.ShopsOf(User).FirstOrDefaultAsync(s => s.Id == shop, cancel) is not { } found)
            return NotFound();
        Shop = found;
        Orders = await db.Rectifications.AsNoTracking().Where(r => r.ShopId == shop && r.DoneAt == null).OrderBy(r => r.DueOn).ThenBy(r => r.Id).ToListAsync(cancel);
        return Page();
    }

    public string Say(string language, string key, params object[] args) => string.Format(CultureInfo.InvariantCulture, Words.Of(language)[key], args);

    public string Day(string language, DateOnly day) => language == Words.English
        ? day.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB")) : day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);
}
