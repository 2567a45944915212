using System.Globalization;
using Certify.Accounts;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Rounds;

/// <summary>Hands a grid's round to another inspector from a day on, and takes that back. Null: there is no such grid or hand-over.</summary>
public sealed class RoundHandover(IDbContextFactory<CertifyDb> dbs, CertifyClock clock)
{
    /// <summary>Days ahead for which a hand-over can be ordered.</summary>
    public const int FarthestDays = 60;

    /// <summary>From <paramref name="on"/> the inspector alone holds the grid; at once where that is today.</summary>
    public Task<Result?> HandOverAsync(Guid gridId, Guid toUserId, DateOnly on, Actor actor, CancellationToken cancel = default) => dbs.RunAsync<Result?>(async db =>
    {
        if (await db.Grids.FindAsync([gridId], cancel) is not { } grid)
            return null;
        if (on < clock.Today || on > clock.Today.AddDays(FarthestDays))
            return new Refusal("rounds.day_outside", FarthestDays);
        if (await Inspectors(db).FirstOrDefaultAsync(u => u.Id == toUserId, cancel) is not { } to)
            return new Refusal("rounds.no_inspector");
        if (on == clock.Today && await db.GridHolders.Where(h => h.GridId == gridId).Select(h => h.UserId).ToListAsync(cancel) is [var only] && only == toUserId)
            return new Refusal("rounds.holds_already", to.DisplayName);
        var handover = new Handover(gridId, toUserId, to.DisplayName, on, actor.Name, clock.Now);
        db.Handovers.Add(handover);
        db.Audit.Add(new AuditRow(actor, "grid.handed_over", "grid", gridId, grid.Name, $"{to.DisplayName} {on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", clock.Now));
        if (on <= clock.Today)
            await DoAsync(db, handover, cancel);
        await db.SaveChangesAsync(cancel);
        return Result.Done;
    }, cancel);

    /// <summary>Those who held the grid before hold it again; one whose day has not come does not happen. Only the latest of a grid can be taken back.</summary>
    public Task<Result?> UndoAsync(Guid gridId, Guid id, Actor actor, CancellationToken cancel = default) => dbs.RunAsync<Result?>(async db =>
    {
        if (await db.Handovers.FirstOrDefaultAsync(h => h.Id == id && h.GridId == gridId, cancel) is not { } handover)
            return null;
        if (!handover.IsOpen)
            return new Refusal("rounds.undone_already");
        if (handover.DoneAt is { } done)
        {
            if (await db.Handovers.AnyAsync(h => h.GridId == gridId && h.Id != id && h.UndoneAt == null && h.DoneAt >= done, cancel))
                return new Refusal("rounds.undo_latest");
            await HoldAsync(db, gridId, handover.HoldersBefore, cancel);
        }
        handover.Undo(clock.Now);
        var grid = (await db.Grids.FindAsync([gridId], cancel))!;
        db.Audit.Add(new AuditRow(actor, "grid.handover_undone", "grid", gridId, grid.Name, handover.ToName, clock.Now));
        await db.SaveChangesAsync(cancel);
        return Result.Done;
    }, cancel);

    /// <summary>Does those whose day has come; answers how many.</summary>
    public Task<int> ApplyDueAsync(CancellationToken cancel = default) => dbs.RunAsync(async db =>
    {
        var today = clock.Today;
        var due = await db.Handovers.Where(h => h.DoneAt == null && h.UndoneAt == null && h.On <= today).OrderBy(h => h.On).ThenBy(h => h.OrderedAt).ToListAsync(cancel);
        foreach (var handover in due)
        {
            await DoAsync(db, handover, cancel);
            var grid = (await db.Grids.FindAsync([handover.GridId], cancel))!;
            db.Audit.Add(new AuditRow(Actor.System, "grid.handover_begun", "grid", grid.Id, grid.Name, handover.ToName, clock.Now));
        }
        if (due.Count > 0)
            await db.SaveChangesAsync(cancel);
        return due.Count;
    }, cancel);

    /// <summary>Who can hold a grid: inspectors whose account is open.</summary>
    public static IQueryable<AppUser> Inspectors(CertifyDb db) =>
        from user in db.Users
        where user.DeactivatedAt == null && db.UserRoles.Any(r => r.UserId == user.Id && db.Roles.Any(role => role.Id == r.RoleId && role.Name == Roles.Inspector))
        select user;

    private async Task DoAsync(CertifyDb db, Handover handover, CancellationToken cancel)
    {
        var held = await HoldAsync(db, handover.GridId, [handover.ToUserId], cancel);
        handover.Do(held, clock.Now);
    }

    /// <summary>These hold the grid from now on; answers who did.</summary>
    private static async Task<IReadOnlyList<Guid>> HoldAsync(CertifyDb db, Guid gridId, IReadOnlyList<Guid> holders, CancellationToken cancel)
    {
        await db.GridHolders.Where(h => h.GridId == gridId).LoadAsync(cancel);
        var held = db.GridHolders.Local.Where(h => h.GridId == gridId).ToList();
        db.GridHolders.RemoveRange(held.Where(h => !holders.Contains(h.UserId)));
        // An account may have been closed, or have lost its role, since.
        var able = await Inspectors(db).Where(u => holders.Contains(u.Id)).Select(u => u.Id).ToListAsync(cancel);
        db.GridHolders.AddRange(able.Where(id => held.TrueForAll(h => h.UserId != id)).Select(id => new GridHolder(id, gridId)));
        return [.. held.Select(h => h.UserId)];
    }
}
