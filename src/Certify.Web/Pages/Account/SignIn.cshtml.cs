using System.ComponentModel.DataAnnotations;
using Certify.Accounts;
using Certify.Web.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Account;

public sealed class SignInModel(SignInManager<AppUser> signIn, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    [FromQuery(Name = "return")]
    public string? Return { get; set; }

    public sealed class Form
    {
        [Required(ErrorMessage = "form.required"), StringLength(100, ErrorMessage = "form.too_long")]
        public string UserName { get; set; } = "";

        [Required(ErrorMessage = "form.required"), StringLength(200, ErrorMessage = "form.too_long")]
        public string Password { get; set; } = "";
    }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
            return Page();
        var result = await signIn.PasswordSignInAsync(Input.UserName.Trim(), Input.Password, isPersistent: false, lockoutOnFailure: true);
        if (result.Succeeded)
            return LocalRedirect(Url.IsLocalUrl(Return) ? Return : "/desk");
        ModelState.AddModelError("", words[result.IsLockedOut ? "account.locked" : "account.sign_in_failed"]);
        return Page();
    }
}
