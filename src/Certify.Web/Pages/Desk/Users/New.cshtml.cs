using System.ComponentModel.DataAnnotations;
using Certify.Accounts;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Desk.Users;

public sealed class NewUserModel(UserAccounts accounts, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public sealed class Form
    {
        [Required(ErrorMessage = "form.required"), StringLength(AppUser.NameLimit, ErrorMessage = "form.too_long")]
        public string DisplayName { get; set; } = "";

        [Required(ErrorMessage = "form.required"), StringLength(UserAccounts.UserNameLimit, ErrorMessage = "form.too_long")]
        public string UserName { get; set; } = "";

        public IList<string> Roles { get; set; } = [];
    }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
            return Page();
        var added = await accounts.AddAsync(Input.UserName.Trim(), Input.DisplayName.Trim(), [.. Input.Roles], User.Actor());
        if (!added.Ok)
        {
            ModelState.AddModelError(added.Refusal!.Code.StartsWith("users.", StringComparison.Ordinal) ? "Input.Roles" : "Input.UserName", words[added.Refusal!]);
            return Page();
        }
        TempData["Flash"] = words["users.added", Input.DisplayName.Trim()];
        TempData["Code"] = added.Value!.Code;
        return LocalRedirect($"/desk/users/{added.Value.UserId}");
    }
}
