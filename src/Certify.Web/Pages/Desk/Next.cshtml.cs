using Certify.Rounds;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Desk;

/// <summary>下一户: takes the inspector to the next stop of the round; where none is left, to the round that says so.</summary>
public sealed class NextModel(RoundBook rounds, Words words) : PageModel
{
    /// <param name="after">The shop where one stands.</param>
    /// <param name="cancel"></param>
    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "after")] Guid? after, CancellationToken cancel)
    {
        if (await rounds.NextAsync(User.Id(), after, cancel) is { } next)
            return LocalRedirect($"/desk/shops/{next.ShopId}");
        TempData["Flash"] = words["home.all_visited"];
        return LocalRedirect("/desk");
    }
}
