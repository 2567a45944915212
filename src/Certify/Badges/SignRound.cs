using Certify.Accounts;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges;

/// <summary>What becomes of the printed signs: 待打印, 已打印, 已张贴, 待摘除, 已摘除.</summary>
public sealed class SignRound(IDbContextFactory<CertifyDb> databases, CertifyClock clock)
{
    /// <summary>
    /// Says of several signs at once that they were printed, put up or taken down. Those for which it can't be (somebody was faster, the badge no
    /// longer holds) stay as they are. The answer is how many were moved.
    /// </summary>
    public Task<int> MoveAsync(IReadOnlyCollection<Guid> badgeIds, SignState to, Actor actor, CancellationToken cancel = default) =>
        databases.RunAsync(async db =>
        {
            var now = clock.Now;
            var moved = (await db.Badges.Where(b => badgeIds.Contains(b.Id)).ToListAsync(cancel)).Where(b => b.CanMoveSign(to, now)).ToList();
            foreach (var badge in moved)
            {
                badge.MoveSign(to, now);
                db.Audit.Add(new AuditRow(actor, Action(to), "badge", badge.Id, badge.Number, null, now));
            }
            await db.SaveChangesAsync(cancel);
            return moved.Count;
        }, cancel);

    private static string Action(SignState to) => to switch
    {
        SignState.ToPrint => "badge.sign_toprint",
        SignState.Printed => "badge.sign_printed",
        SignState.Posted => "badge.sign_posted",
        SignState.TakenDown => "badge.sign_takendown",
        _ => throw new ArgumentOutOfRangeException(nameof(to), to, "nobody says this of a sign"),
    };
}
