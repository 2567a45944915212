using System.ComponentModel.DataAnnotations;
using Certify.Accounts;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Account;

public sealed class AccountModel(OwnAccount account, SignInManager<AppUser> signIn, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public sealed class Form
    {
        [Required(ErrorMessage = "form.required"), StringLength(200, ErrorMessage = "form.too_long")]
        public string Current { get; set; } = "";

        [Required(ErrorMessage = "form.required"), StringLength(200, ErrorMessage = "form.too_long")]
        public string Next { get; set; } = "";

        [Compare(nameof(Next), ErrorMessage = "account.password_differs")]
        public string Again { get; set; } = "";
    }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
            return Page();
        var result = await account.ChangePasswordAsync(User.Id(), Input.Current, Input.Next);
        if (!result.Ok)
        {
            ModelState.AddModelError(result.Refusal!.Code == "account.password_wrong" ? "Input.Current" : "Input.Next", words[result.Refusal!]);
            return Page();
        }
        await signIn.RefreshSignInAsync((await signIn.UserManager.GetUserAsync(User))!);
        TempData["Flash"] = words["account.password_changed"];
        return LocalRedirect("/account");
    }

    public async Task<IActionResult> OnPostEverywhereAsync()
    {
        await account.SignOutEverywhereAsync(User.Id());
        await signIn.SignOutAsync();
        TempData["Flash"] = words["account.signed_out_everywhere"];
        return LocalRedirect("/account/sign-in");
    }
}
