using System.ComponentModel.DataAnnotations;
using Certify.Data;
using Certify.Tips;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Owner;

/// <summary>What the office asks the owner because of a tip: its kind and an officer's question, never who told, in which words, or a photo.</summary>
[ResponseCache(NoStore = true)]
public sealed class OwnerTipsModel(CertifyDb db, TipDesk desk, Words words) : PageModel
{
    private const int Shown = 50;

    [FromRoute]
    public Guid Shop { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public string ShopName { get; private set; } = "";
    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public IReadOnlyDictionary<Guid, string> Replies { get; private set; } = new Dictionary<Guid, string>();

    public sealed record Line(Guid Id, TipKind Kind, string Asked, DateTimeOffset AskedAt, DateTimeOffset? RepliedAt, TipResult? Result, bool Erased);

    public sealed class Form
    {
        public Guid TipId { get; set; }

        [Required(ErrorMessage = "tips.reply_missing"), StringLength(Tip.ReplyLimit, ErrorMessage = "form.too_long")]
        public string Reply { get; set; } = "";
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        if (!ModelState.IsValid)
            return Page();
        var result = await desk.ReplyAsync(Shop, Input.TipId, Input.Reply, User.Actor(), cancel);
        if (result is null)
            return NotFound();
        if (result.Refusal is { } refusal)
        {
            ModelState.AddModelError("", words[refusal]);
            return Page();
        }
        TempData["Flash"] = words["owner.tips_replied"];
        return LocalRedirect($"/desk/owner/{Shop}/tips");
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.ShopsOf(User).Where(s => s.Id == Shop).Select(s => s.OwnSignboardName ?? s.RegisteredName).FirstOrDefaultAsync(cancel) is not { } name)
            return false;
        ShopName = name;
        Lines = await db.Tips.AsNoTracking().Where(t => t.ShopId == Shop && t.AskedAt != null).OrderBy(t => t.RepliedAt != null).ThenByDescending(t => t.AskedAt).Take(Shown)
            .Select(t => new Line(t.Id, t.Kind, t.Asked!, t.AskedAt!.Value, t.RepliedAt, t.Result, t.ErasedAt != null)).ToListAsync(cancel);
        Replies = await desk.RepliesAsync([.. Lines.Select(l => l.Id)], User.Actor(), cancel);
        return true;
    }
}
