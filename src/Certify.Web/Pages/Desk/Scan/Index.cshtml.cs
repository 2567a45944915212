using Certify.Badges;
using Certify.Tips;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Desk.Scan;

/// <summary>A hanging badge, scanned or typed, opens its shop's page, whatever state it is in.</summary>
public sealed class IndexModel(TipInbox inbox) : PageModel
{
    public const int TextLimit = 4000;

    [FromQuery(Name = "text")]
    public string? Text { get; set; }

    /// <summary>What the text is, where it opens no shop.</summary>
    public ScanStatus? Answer { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Text))
            return Page();
        Text = Text.Trim();
        Text = Text.Length > TextLimit ? Text[..TextLimit] : Text;
        var about = BadgeNumber.TryParse(Text, out _) ? await inbox.AboutAsync(null, Text, cancel) : await inbox.AboutAsync(Text, null, cancel);
        if (about is { ShopId: { } shop, Number: { } number })
            return LocalRedirect($"/desk/shops/{shop}?badge={number}");
        Answer = about.Answer;
        return Page();
    }
}
