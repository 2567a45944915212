using Certify.Data;
using Certify.Rounds;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk;

/// <summary>An inspector's day: how far the own grids are, and where to go next.</summary>
/// <param name="Grids"></param>
/// <param name="Next">The stops that are shown: the next one first.</param>
/// <param name="Stops">How many there are in all.</param>
/// <param name="VisitedToday"></param>
/// <param name="NotVisitedToday">Own attempts of today that stand.</param>
/// <param name="Unfinished">Visits that wait for their inspector to go on.</param>
public sealed record RoundView(IReadOnlyList<RoundView.GridRow> Grids, IReadOnlyList<Stop> Next, int Stops, int VisitedToday, int NotVisitedToday, IReadOnlyList<RoundView.Form> Unfinished)
{
    /// <summary>Stops on the page until all are asked for.</summary>
    public const int Shown = 12;

    public sealed record GridRow(Guid Id, string Name, Progress Progress);

    public sealed record Form(string Shop, string Address, DateTimeOffset At);

    public static async Task<RoundView> LoadAsync(CertifyDb db, RoundBook rounds, Guid inspector, string userName, bool whole, CertifyClock clock, CancellationToken cancel)
    {
        var start = clock.StartOf(clock.Today);
        var progress = await rounds.ProgressAsync(inspector, cancel);
        var held = await db.Grids.AsNoTracking().Where(g => db.GridHolders.Any(h => h.UserId == inspector && h.GridId == g.Id)).ToListAsync(cancel);
        var stops = await rounds.OrderedRoundAsync(inspector, cancel);
        return new RoundView(
            [.. held.Select(g => new GridRow(g.Id, g.Name, progress.GetValueOrDefault(g.Id) ?? new(0, 0, 0))).OrderBy(g => g.Name, StringComparer.Ordinal)],
            [.. stops.Take(whole ? RoundBook.Today : Shown)], stops.Count,
            await db.Visits.Where(v => v.VisitedAt >= start && v.InspectorId == inspector).Select(v => v.ShopId).Distinct().CountAsync(cancel),
            await db.Attempts.CountAsync(a => a.ReceivedAt >= start && a.InspectorId == inspector && a.UndoneAt == null, cancel),
            await UnfinishedAsync(db, userName.ToUpperInvariant(), cancel));
    }

    private static async Task<IReadOnlyList<Form>> UnfinishedAsync(CertifyDb db, string name, CancellationToken cancel)
    {
        var held = await db.HeldForms.AsNoTracking().Where(f => f.UserName == name).OrderByDescending(f => f.HeldAt)
            .Join(db.Shops, f => f.ShopId, s => s.Id, (f, s) => new { f.Id, f.ShopId, f.HeldAt, Name = s.OwnSignboardName ?? s.RegisteredName }).ToListAsync(cancel);
        return [.. held.Select(f => new Form(f.Name, $"/desk/visits/new?shop={f.ShopId}&heldForm={f.Id}", f.HeldAt))];
    }
}
