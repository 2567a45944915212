using System.ComponentModel.DataAnnotations;
using Certify.Accounts;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Account;

public sealed class LinkModel(OwnAccount account, LinkBook links, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    [FromRoute]
    public string Code { get; set; } = "";

    public bool Open { get; private set; }

    public sealed class Form
    {
        [Required(ErrorMessage = "form.required"), StringLength(200, ErrorMessage = "form.too_long")]
        public string Password { get; set; } = "";

        [Compare(nameof(Password), ErrorMessage = "account.password_differs")]
        public string Again { get; set; } = "";
    }

    public async Task OnGetAsync() => Open = await links.FindAsync(LinkPurpose.Password, Code) is not null;

    public async Task<IActionResult> OnPostAsync()
    {
        await OnGetAsync();
        if (!ModelState.IsValid || !Open)
            return Page();
        var done = await account.RedeemAsync(Code, Input.Password);
        if (done is null)
        {
            Open = false;
            return Page();
        }
        if (!done.Ok)
        {
            ModelState.AddModelError("Input.Password", words[done.Refusal!]);
            return Page();
        }
        TempData["Flash"] = words["account.password_chosen", done.Value];
        return LocalRedirect("/account/sign-in");
    }
}
