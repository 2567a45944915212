using System.ComponentModel.DataAnnotations;
using Certify.Appeals;
using Certify.Badges;
using Certify.Data;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Owner;

/// <summary>The owner's appeals against what was decided about the own badge: to file one, to withdraw it, to read both texts.</summary>
[ResponseCache(NoStore = true)]
public sealed class OwnerAppealsModel(CertifyDb db, AppealBook book, CertifyClock clock, Words words) : PageModel
{
    private const int Shown = 20;

    [FromRoute]
    public Guid Shop { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public string ShopName { get; private set; } = "";

    /// <summary>The newest badge, if it is suspended or revoked and that can still be appealed against.</summary>
    public Badge? Badge { get; private set; }
    public IReadOnlyList<(Appeal Appeal, AppealTexts Texts)> Appeals { get; private set; } = [];

    public sealed class Form
    {
        [Required(ErrorMessage = "appeals.text_missing"), StringLength(Appeal.TextLimit, ErrorMessage = "form.too_long")]
        public string Text { get; set; } = "";
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync([FromForm] string? number, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        if (!ModelState.IsValid)
            return Page();
        var result = await book.FileAsync(Shop, number ?? "", Input.Text, User.Actor(), cancel);
        return result is null ? NotFound() : Answer(result.Refusal, "owner.appeal_filed");
    }

    public async Task<IActionResult> OnPostWithdrawAsync([FromForm] Guid appeal, CancellationToken cancel)
    {
        ModelState.Clear();
        if (!await LoadAsync(cancel))
            return NotFound();
        var result = await book.WithdrawAsync(Shop, appeal, User.Actor(), cancel);
        return result is null ? NotFound() : Answer(result.Refusal, "owner.appeal_withdrawn");
    }

    private IActionResult Answer(Refusal? refusal, string done)
    {
        if (refusal is not null)
        {
            ModelState.AddModelError("", words[refusal]);
            return Page();
        }
        TempData["Flash"] = words[done];
        return LocalRedirect($"/desk/owner/{Shop}/appeals");
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.ShopsOf(User).Where(s => s.Id == Shop).Select(s => s.OwnSignboardName ?? s.RegisteredName).FirstOrDefaultAsync(cancel) is not { } name)
            return false;
        ShopName = name;
        if ((await ToldView.LoadAsync(db, [Shop], clock.Now, cancel))[Shop].MayAppeal)
            Badge = await db.Badges.AsNoTracking().Where(b => b.ShopId == Shop).OrderByDescending(b => b.IssuedAt).FirstAsync(cancel);
        var appeals = await db.Appeals.AsNoTracking().Where(a => a.ShopId == Shop).OrderByDescending(a => a.FiledAt).Take(Shown).ToListAsync(cancel);
        var opened = new List<(Appeal, AppealTexts)>();
        foreach (var appeal in appeals)
            opened.Add((appeal, await book.OpenAsync(appeal, User.Actor(), cancel)));
        Appeals = opened;
        return true;
    }
}
