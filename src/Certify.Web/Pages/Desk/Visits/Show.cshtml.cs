using Certify.Accounts;
using Certify.Badges;
using Certify.Checklists;
using Certify.Data;
using Certify.Shops;
using Certify.Visits;
using Certify.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>What a visit led to: the badge and its prints, or exactly what is still needed. Inspectors read their own, the office reads all.</summary>
[ResponseCache(NoStore = true)]
public sealed class ShowModel(CertifyDb db, VisitPeople people, PhotoBook photos, Invitations invitations, TableSeal seal, CertifyClock clock, CertifyOptions options) : PageModel
{
    public Visit Visit { get; private set; } = null!;
    public VisitReceipt Receipt { get; private set; } = null!;
    public Shop Shop { get; private set; } = null!;
    public Badge? Badge { get; private set; }
    public BadgeState? BadgeNow => Badge?.StateAt(clock.Now);
    public string? Note { get; private set; }
    public Visit? Corrects { get; private set; }
    public Visit? CorrectedBy { get; private set; }
    public IReadOnlyList<VisitConflict> Conflicts { get; private set; } = [];
    public IReadOnlyList<VisitPerson> People { get; private set; } = [];

    /// <summary>The checklist as it stood when the visit was made.</summary>
    public ChecklistVersion List { get; private set; } = null!;
    public IReadOnlyList<Rectification> Orders { get; private set; } = [];

    /// <summary>Null for who may not see the photos, but how many there are.</summary>
    public PhotoAlbum? Album { get; private set; }
    public int UnseenPhotos { get; private set; }

    /// <summary>The owner's one-time link, shown once after it was made.</summary>
    public string? InvitationUrl { get; private set; }
    public bool IsMine => Visit.InspectorId == User.Id();
    public bool CanInvite => User.IsInRole(Roles.Supervisor) || IsMine;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) =>
        await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostInviteAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || !CanInvite)
            return NotFound();
        if (await invitations.CreateAsync(Shop.Id, User.Actor(), cancel) is { } code)
            InvitationUrl = $"{options.PublicUrl.TrimEnd('/')}/invite/{code}";
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        var me = User.Id();
        var office = User.IsInRole(Roles.Supervisor) || User.IsInRole(Roles.Auditor);
        if (await db.Visits.AsNoTracking().FirstOrDefaultAsync(v => v.Id == id && (office || v.InspectorId == me), cancel) is not { } visit)
            return false;
        (Visit, Receipt) = (visit, VisitReceipt.Read(visit.Receipt));
        Shop = await db.Shops.AsNoTracking().SingleAsync(s => s.Id == visit.ShopId, cancel);
        Badge = visit.BadgeId is { } badge ? await db.Badges.AsNoTracking().FirstOrDefaultAsync(b => b.Id == badge, cancel) : null;
        Corrects = visit.SupersedesId is { } first ? await db.Visits.AsNoTracking().FirstOrDefaultAsync(v => v.Id == first, cancel) : null;
        CorrectedBy = await db.Visits.AsNoTracking().FirstOrDefaultAsync(v => v.SupersedesId == id, cancel);
        Conflicts = await db.VisitConflicts.AsNoTracking().Where(c => c.VisitId == id).OrderBy(c => c.ReceivedAt).ToListAsync(cancel);
        List = (await ChecklistBook.FindAsync(db, visit.ChecklistVersion, cancel))!;
        Orders = await db.Rectifications.AsNoTracking().Where(r => r.ShopId == visit.ShopId && (r.VisitId == id || r.DoneAt == null)).OrderBy(r => r.DueOn).ToListAsync(cancel);
        if (visit.Note is { } note && !User.IsInRole(Roles.Auditor))
            Note = seal.OpenText("Visits", "Note", visit.Id, note);
        People = await people.OpenAsync(visit, User.Actor(), named: IsMine && clock.DayOf(visit.VisitedAt) == clock.Today, cancel);
        if (await photos.OpenAsync(id, User.IsInRole(Roles.Supervisor), User.Actor(), cancel) is { } album)
            Album = new PhotoAlbum(visit, album, IsMine);
        else
            UnseenPhotos = await db.VisitPhotos.CountAsync(p => p.VisitId == id && p.RemovedAt == null, cancel);
        return true;
    }
}
