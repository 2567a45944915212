using System.ComponentModel.DataAnnotations;
using Certify.Accounts;
using Certify.Data;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Account;

public sealed class SignInModel(SignInDoor door, CertifyDb db, IHostEnvironment environment, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    [FromQuery(Name = "return")]
    public string? Return { get; set; }

    /// <summary>The demo district's accounts, one a role, named like it. Development alone has them.</summary>
    public IReadOnlyList<string> DemoAccounts { get; private set; } = [];

    public sealed class Form
    {
        [Required(ErrorMessage = "form.required"), StringLength(100, ErrorMessage = "form.too_long")]
        public string UserName { get; set; } = "";

        [Required(ErrorMessage = "form.required"), StringLength(200, ErrorMessage = "form.too_long")]
        public string Password { get; set; } = "";
    }

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        if (!ModelState.IsValid)
            return Page();
        var answer = await door.TryAsync(Input.UserName.Trim(), Input.Password);
        if (answer == SignInAnswer.Welcome)
            return LocalRedirect(Url.IsLocalUrl(Return) ? Return : "/desk");
        ModelState.AddModelError("", words[answer == SignInAnswer.Locked ? "account.locked" : "account.sign_in_failed"]);
        return Page();
    }

    private async Task LoadAsync()
    {
        if (!environment.IsDevelopment())
            return;
        var names = await db.Users.AsNoTracking().Where(u => u.DeactivatedAt == null && Roles.All.Contains(u.UserName!)).Select(u => u.UserName!).ToListAsync();
        DemoAccounts = [.. Roles.All.Where(names.Contains)];
    }
}
