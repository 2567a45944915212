using Certify.Accounts;
using Certify.Badges;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Browser;

/// <summary>Whose pages are walked.</summary>
public sealed record District(Guid Shop, Guid Short, Guid Visit, Guid ShortVisit, Guid Person, Guid User, string Number, string Suspended, Guid Tip, Guid Suspect, Guid Appeal, Guid Appealing, Guid Conflict, Guid Pair, Guid Grid, Guid Found, Guid Photo);

/// <summary>
/// One program for all the walks, which only look. Three shops with something on every page: one certified, one short of it, one whose badge is suspended
/// and whose sign hangs.
/// </summary>
public sealed class AxeDistrict : IAsyncLifetime
{
    public CertifyApp App { get; } = new(kestrel: true);

    public District Things { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App.StartServer();
        Things = await MakeAsync(App);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private static async Task<District> MakeAsync(CertifyApp app)
    {
        var shop = await app.Given.AShop();
        var shortOne = await app.Given.AShop("雁城饭店");
        await app.Given.AnOwner(Roles.Owner, shop);
        var visit = app.Given.AVisit(shop);
        await app.Given.Recorded(visit);
        await app.Given.Recorded(visit with { Note = "另一份", Staff = [visit.Staff[0], visit.Staff[1] with { Phone = "19000009999" }] });
        await app.Given.Recorded(app.Given.AVisit(shortOne, Given.Person("周敏"), Given.Person("赵小波", Doses.One)) with { Measures = Given.All.With("masks", false) });
        var photo = await app.Given.APhoto(visit.Id);
        var number = await app.ReadAsync(db => db.Badges.Select(b => b.Number).SingleAsync());
        var suspended = await app.Given.ABadge(await app.Given.AShop("华兴便利超市"), "HYGX-2021-000932-AAAA");
        await app.Given.Change(suspended, b => b.MoveSign(SignState.Posted, CertifyApp.Start));
        await app.Given.Change(suspended, b => b.Suspend(SuspensionCause.Coverage, "badges.reason_coverage", CertifyApp.Start));
        var posted = await app.Given.ABadge(await app.Given.AShop("衡山便利店"), "HYGX-2021-000933-AAAA");
        await app.Given.Change(posted, b => b.MoveSign(SignState.Posted, CertifyApp.Start));
        // Two inspectors in one shop on one day, who found different things.
        var twice = await app.Given.AShop("两人去过的店");
        await app.Given.Recorded(app.Given.AVisit(twice, Given.Person("何建国")));
        await app.Given.Recorded(app.Given.AVisit(twice, Given.Person("唐丽")) with { ForeignReason = "同事请假", Measures = Given.All.With("masks", false) }, "second-inspector");
        // What people told us: one put to the owner, one about no badge of ours; and an appeal.
        var (tip, suspect) = (await app.Given.ATip(await app.ReadAsync(db => db.Badges.SingleAsync(b => b.Number == number)), photo: PhotoFiles.Png()), await app.Given.ATip(null, code: "FORGED"));
        await app.WithAsync<Certify.Tips.TipDesk, Result?>(d => d.AskAsync(tip, "请说明贵店在岗人员情况", Actor.System));
        var appeal = await app.Given.AnAppeal(await app.Given.ADecidedBadge(await app.Given.AShop("申诉的店"), by: "second-supervisor"));
        // What inspectors met in the street: a shop that nobody knew, and one that seems to have gone.
        var inspector = await app.Given.AUser(Roles.Inspector, Roles.Inspector);
        var actor = new Actor(inspector.Id, Roles.Inspector, Roles.Inspector);
        var found = await app.WithAsync<Certify.Shops.FoundShops, Result<Guid>>(f => f.AddAsync(null, "雁城新饭店", "解放大道2号1楼", "catering", shop.GridId, actor));
        await app.WithAsync<Certify.Visits.AttemptBook, Certify.Visits.AttemptAnswer>(b => b.RecordAsync(new(Guid.CreateVersion7(), posted.ShopId, Certify.Visits.AttemptKind.Closed, CertifyApp.Today, null, "门上贴了转让", app.Clock.Now), actor));
        return await app.ReadAsync(async db => new District(
            shop.Id, shortOne.Id,
            await db.Visits.Where(v => v.ShopId == shop.Id).Select(v => v.Id).SingleAsync(),
            await db.Visits.Where(v => v.ShopId == shortOne.Id).Select(v => v.Id).SingleAsync(),
            await db.Staff.Where(s => s.ShopId == shop.Id).Select(s => s.Id).FirstAsync(),
            await db.Users.Select(u => u.Id).FirstAsync(), number, suspended.Number, tip, suspect, appeal.Id, appeal.ShopId, await db.VisitConflicts.Select(c => c.Id).SingleAsync(), await db.VisitPairs.Select(p => p.Id).SingleAsync(), shop.GridId, found.Value, photo));
    }
}
