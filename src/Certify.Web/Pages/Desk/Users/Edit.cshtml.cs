using System.ComponentModel.DataAnnotations;
using Certify.Accounts;
using Certify.Data;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Certify.Web.Pages.Desk.Users;

public sealed class EditUserModel(UserAccounts accounts, SignInManager<AppUser> signIn, CertifyDb db, TimeProvider time, IOptions<CertifyOptions> options, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    [FromRoute]
    public Guid Id { get; set; }

    public AppUser Known { get; private set; } = null!;
    public IReadOnlyList<string> Roles { get; private set; } = [];
    public IReadOnlyList<GridChoice> Grids { get; private set; } = [];
    public IReadOnlyList<string> Shops { get; private set; } = [];

    /// <summary>A new one-time link's address; shown once, right after it was made.</summary>
    public string? Link { get; private set; }

    public string State => Known.DeactivatedAt is not null ? "deactivated" : Known.LockoutEnd > time.GetUtcNow() ? "locked" : Known.PasswordHash is null ? "waiting" : "active";

    public sealed record GridChoice(Guid Id, string Subdistrict, string Community, bool Held, string Others);

    public sealed class Form
    {
        [Required(ErrorMessage = "form.required"), StringLength(AppUser.NameLimit, ErrorMessage = "form.too_long")]
        public string DisplayName { get; set; } = "";

        public IList<string> Roles { get; set; } = [];
    }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadAsync())
            return NotFound();
        Input = new Form { DisplayName = Known.DisplayName, Roles = [.. Roles] };
        if (TempData["Code"] is string code)
            Link = $"{options.Value.PublicUrl.TrimEnd('/')}/account/link/{code}";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync())
            return NotFound();
        if (!ModelState.IsValid)
            return Page();
        return await AnswerAsync(await accounts.ChangeAsync(Id, Input.DisplayName.Trim(), [.. Input.Roles], User.Actor()), "users.saved");
    }

    public async Task<IActionResult> OnPostGridsAsync([FromForm] Guid[] grids) =>
        await AnswerAsync(await accounts.AssignGridsAsync(Id, grids, User.Actor()), "users.grids_saved");

    public async Task<IActionResult> OnPostUnlockAsync() => await AnswerAsync(await accounts.UnlockAsync(Id, User.Actor()), "users.unlocked");

    public async Task<IActionResult> OnPostDeactivateAsync() => await AnswerAsync(await accounts.DeactivateAsync(Id, User.Actor()), "users.deactivated");

    public async Task<IActionResult> OnPostReactivateAsync() => await AnswerAsync(await accounts.ReactivateAsync(Id, User.Actor()), "users.reactivated");

    public async Task<IActionResult> OnPostLinkAsync()
    {
        var made = await accounts.PasswordLinkAsync(Id, User.Actor());
        if (made?.Ok == true)
            TempData["Code"] = made.Value;
        return await AnswerAsync(made is null ? null : new Result(made.Refusal), "users.link_made");
    }

    private async Task<IActionResult> AnswerAsync(Result? result, string done)
    {
        if (result is null)
            return NotFound();
        if (!result.Ok)
        {
            ModelState.Clear();
            ModelState.AddModelError("", words[result.Refusal!]);
            await OnGetAsync();
            return Page();
        }
        if (Id == User.Id() && await signIn.UserManager.GetUserAsync(User) is { DeactivatedAt: null } self)
            await signIn.RefreshSignInAsync(self);
        TempData["Flash"] = words[done];
        return LocalRedirect($"/desk/users/{Id}");
    }

    private async Task<bool> LoadAsync()
    {
        if (await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == Id) is not { } user)
            return false;
        Known = user;
        Roles = await (from h in db.UserRoles join r in db.Roles on h.RoleId equals r.Id where h.UserId == Id select r.Name!).ToListAsync();
        Shops = await (from o in db.ShopOwners join s in db.Shops on o.ShopId equals s.Id where o.UserId == Id select s.OwnSignboardName ?? s.RegisteredName).ToListAsync();
        var holders = (await (from h in db.GridHolders join u in db.Users on h.UserId equals u.Id select new { h.GridId, u.Id, u.DisplayName }).ToListAsync()).ToLookup(h => h.GridId);
        Grids = [.. (await db.Grids.AsNoTracking().OrderBy(g => g.Subdistrict).ThenBy(g => g.Community).ToListAsync())
            .Select(g => new GridChoice(g.Id, g.Subdistrict, g.Community, holders[g.Id].Any(h => h.Id == Id), string.Join(words["app.list_comma"], holders[g.Id].Where(h => h.Id != Id).Select(h => h.DisplayName))))];
        return true;
    }
}
