using Certify.Accounts;
using Certify.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Account;

/// <summary>The desk's language switch: the choice is kept with the account.</summary>
public sealed class LanguageModel(OwnAccount account, SignInManager<AppUser> signIn) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/account");

    public async Task<IActionResult> OnPostAsync([FromForm] string? language, [FromForm(Name = "return")] string? back)
    {
        await account.ChooseLanguageAsync(User.Id(), language);
        await signIn.RefreshSignInAsync((await signIn.UserManager.GetUserAsync(User))!);
        return LocalRedirect(Url.IsLocalUrl(back) ? back : "/desk");
    }
}
