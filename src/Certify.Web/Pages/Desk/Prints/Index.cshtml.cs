using Certify.Badges;
using Certify.Badges.Paper;
using Certify.Data;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Prints;

/// <summary>Where the printed signs are, in the order of the round; those to print come out as one PDF.</summary>
public sealed class IndexModel(CertifyDb db, SignRound round, BadgePress press, CertifyClock clock, CertifyOptions options, Words words) : PageModel
{
    /// <summary>More signs than this nobody carries in one bag.</summary>
    public const int Limit = 300;

    [FromQuery(Name = "sign")]
    public SignState Sign { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IReadOnlyDictionary<SignState, int> Counts { get; private set; } = new Dictionary<SignState, int>();
    public IReadOnlyList<PaperTemplate> Papers => press.Papers;
    public IReadOnlyList<string> Missing { get; private set; } = [];

    public sealed class Form
    {
        public IList<Guid> Ids { get; set; } = [];
        public string Template { get; set; } = "door-a5";
    }

    public sealed record Row(Guid Id, string Number, string Name, string Address, string Grid, BadgeState State, DateOnly ValidUntil);

    /// <summary>What can be said of the signs of this list.</summary>
    public IReadOnlyList<SignState> Moves => Sign switch
    {
        SignState.ToPrint => [SignState.Printed],
        SignState.Printed => [SignState.Posted, SignState.ToPrint, SignState.TakenDown],
        SignState.Posted => [SignState.TakenDown, SignState.ToPrint],
        SignState.ToTakeDown => [SignState.TakenDown],
        _ => [SignState.ToPrint],
    };

    public Task OnGetAsync() => ReadAsync();

    public async Task<IActionResult> OnPostMoveAsync(SignState to)
    {
        var mine = await db.BadgesOf(User).Where(b => Input.Ids.Contains(b.Id)).Select(b => b.Id).ToListAsync();
        if (mine.Count == 0)
            return await RefuseAsync("prints.choose");
        var moved = await round.MoveAsync(mine, to, User.Actor());
        TempData["Flash"] = words["prints.moved_" + to.ToString().ToLowerInvariant(), moved];
        return RedirectToPage(new { sign = Sign });
    }

    public async Task<IActionResult> OnPostPdfAsync()
    {
        if (press.Paper(Input.Template) is not { } paper)
            return NotFound();
        var badges = (await InOrder(Printable().Where(b => Input.Ids.Contains(b.Id))).ToListAsync()).ConvertAll(b => BadgeFace.Of(b, options));
        if (badges.Count == 0)
            return await RefuseAsync("prints.choose");
        var output = new MemoryStream();
        press.WritePdf(output, paper, badges);
        output.Position = 0;
        Response.Headers.CacheControl = "private, no-store";
        return File(output, "application/pdf", $"signs-{clock.Today:yyyy-MM-dd}-{badges.Count}.pdf");
    }

    private async Task<IActionResult> RefuseAsync(string code)
    {
        ModelState.AddModelError("", words[code]);
        await ReadAsync();
        return Page();
    }

    private async Task ReadAsync()
    {
        var now = clock.Now;
        Counts = await Listed().GroupBy(l => l.Sign).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
        var listed = Listed().Where(l => l.Sign == Sign).Select(l => l.Badge);
        var badges = await InOrder(listed).Take(Limit).ToListAsync();
        var ids = badges.ConvertAll(b => b.ShopId);
        var grids = await db.Shops.AsNoTracking().Where(s => ids.Contains(s.Id))
            .Join(db.Grids, s => s.GridId, g => g.Id, (s, g) => new { s.Id, Name = g.Subdistrict + g.Community }).ToDictionaryAsync(s => s.Id, s => s.Name);
        Rows = badges.ConvertAll(b => new Row(b.Id, b.Number, b.SignboardName, b.Address, grids.GetValueOrDefault(b.ShopId, ""), b.StateAt(now), b.ValidUntil));
        Missing = Sign == SignState.ToPrint ? press.Missing(badges.Select(b => BadgeFace.Of(b, options))) : [];
    }

    private sealed class Line
    {
        public required Badge Badge { get; init; }
        public required SignState Sign { get; init; }
    }

    /// <summary>Each badge and where its sign stands: one that is up has to come down as soon as its last day is over; one that no longer holds is not printed.</summary>
    private IQueryable<Line> Listed()
    {
        var now = clock.Now;
        return db.BadgesOf(User).Where(b => b.Sign != SignState.ToPrint || (b.State == BadgeState.Valid && b.ExpiresAt > now))
            .Select(b => new Line
            {
                Badge = b,
                Sign = b.ExpiresAt <= now && (b.Sign == SignState.Printed || b.Sign == SignState.Posted) ? SignState.ToTakeDown : b.Sign,
            });
    }

    private IQueryable<Badge> Printable()
    {
        var now = clock.Now;
        return db.BadgesOf(User).Where(ValidBadges.At(now));
    }

    /// <summary>As one walks: grid by grid, along the streets.</summary>
    private IQueryable<Badge> InOrder(IQueryable<Badge> badges) =>
        badges.Join(db.Shops, b => b.ShopId, s => s.Id, (b, s) => new { b, s.GridId })
            .Join(db.Grids, x => x.GridId, g => g.Id, (x, g) => new { x.b, g.Subdistrict, g.Community })
            .OrderBy(x => x.Subdistrict).ThenBy(x => x.Community).ThenBy(x => x.b.Address).ThenBy(x => x.b.Number).Select(x => x.b);
}
