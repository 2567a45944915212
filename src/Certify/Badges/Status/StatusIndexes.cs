using System.Security.Cryptography;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges.Status;

/// <summary>
/// Draws the status index of a new badge: a random free one of the newest list, so that an index tells nothing about when, where or after whom
/// a badge was issued. The unique index decides between two who draw the same; who lost draws again.
/// </summary>
internal static class StatusIndexes
{
    /// <summary>Indices drawn at once and looked up together.</summary>
    private const int Draws = 32;

    /// <summary>So many of the drawn ones taken: the list is about half full, and the next one begins. Among fewer badges a draw would find no free place at once.</summary>
    private const int TakenAtMost = 23;

    public static async Task<int> DrawAsync(CertifyDb db, CancellationToken cancel)
    {
        for (var list = StatusBits.ListOf(await db.Badges.MaxAsync(b => (int?)b.StatusIndex, cancel) ?? 0); ; list++)
        {
            var drawn = Draw(list);
            // The list is one parameter on either database: else the query would be put together anew each time.
            var taken = await db.Badges.Where(b => EF.Parameter(drawn).Contains(b.StatusIndex)).Select(b => b.StatusIndex).ToListAsync(cancel);
            if (Choose(drawn, taken) is { } free)
                return free;
        }
    }

    internal static int[] Draw(int list) =>
        [.. Enumerable.Range(0, Draws).Select(_ => checked(list * StatusBits.Entries) + RandomNumberGenerator.GetInt32(StatusBits.Entries))];

    /// <summary>The first of the drawn that is free; null when so many are taken that the list counts as full.</summary>
    internal static int? Choose(int[] drawn, ICollection<int> taken)
    {
        var free = drawn.Where(index => !taken.Contains(index)).ToList();
        return free.Count < Draws - TakenAtMost ? null : free[0];
    }
}
