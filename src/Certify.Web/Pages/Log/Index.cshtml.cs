using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Certify.Web.Pages.Shared;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Log;

/// <summary>The public log in plain words: what it is for, the latest entries, one badge's entry, and how to check all of it.</summary>
[EnableRateLimiting(PublicSide.NumberLimit)]
public sealed class IndexModel(CertifyDb db, PublishedLog log, Words words) : PageModel
{
    public const int PageSize = 20;

    /// <summary>Letters of a hash that are shown; enough to tell two shops on one page apart.</summary>
    private const int Shown = 12;

    [FromQuery(Name = "number")]
    public string? Number { get; set; }

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Entry> Entries { get; private set; } = [];
    public Pager Pager { get; private set; } = Pager.None;
    public long Size { get; private set; }

    /// <summary>The whole number of the badge that was asked for and found.</summary>
    public string? Found { get; private set; }
    public long? FoundAt { get; private set; }

    public sealed record Entry(long Index, string Sentence, DateTimeOffset At, string? Shop);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        log.Look();
        Size = log.Size;
        Pager = new Pager(PageNumber, PageSize, (int)Math.Min(Size, int.MaxValue));
        var to = Size - Pager.Skip;
        var leaves = await db.LogLeaves.AsNoTracking().Where(l => l.Index < to && l.Index >= to - PageSize).OrderByDescending(l => l.Index).ToListAsync(cancel);
        Entries = [.. leaves.Select(Told)];
        if (BadgeNumber.TryParse(Number, out var parsed))
            await FindAsync(parsed.ToString(), cancel);
    }

    private async Task FindAsync(string exact, CancellationToken cancel)
    {
        if (await db.Badges.AsNoTracking().Where(b => b.Number == exact).Select(b => new { b.LeafIndex, b.Token }).FirstOrDefaultAsync(cancel) is not { } badge)
            return;
        Found = exact;
        FoundAt = badge.LeafIndex is { } index && log.Holds(index, SHA256.HashData(BadgeToken.Payload(badge.Token))) ? index : null;
    }

    private Entry Told(LogLeaf leaf)
    {
        var says = LeafText.Read(Encoding.UTF8.GetBytes(leaf.Json))!;
        var sentence = says.Type switch
        {
            "issue" => words["log.entry_issue", Words.Day(DateOnly.ParseExact(says.ValidUntil!, "yyyy-MM-dd", CultureInfo.InvariantCulture))],
            "revoke" => words["log.entry_revoke"],
            _ when says.Change == "compromised" => words["log.entry_compromised", says.Kid, Moment(says.CompromisedSince!)],
            _ => words["log.entry_" + says.Change, says.Kid],
        };
        return new(leaf.Index, sentence, Moment(says.At), says.Shop?[..Shown]);
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
