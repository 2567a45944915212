using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Certify.Badges;
using Certify.Data;
using Certify.Photos;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tips;

/// <summary>A tip as it was typed.</summary>
public sealed record TipDraft
{
    /// <summary>Made with the form: the same one sent twice is one tip.</summary>
    public required Guid Id { get; init; }
    public required TipKind Kind { get; init; }
    public string? Place { get; init; }
    public string? Text { get; init; }

    /// <summary>A picture file as it came; empty: none.</summary>
    public ReadOnlyMemory<byte> Photo { get; init; }

    /// <summary>The scanned text, where it is no badge of ours.</summary>
    public string? Code { get; init; }

    /// <summary>One about the same badge came from the same place today.</summary>
    public bool Repeats { get; init; }
}

/// <summary>Takes tips from the public: what each is about, whether it says enough, and what is kept of it.</summary>
public sealed class TipInbox(IDbContextFactory<CertifyDb> databases, BadgeVerifier verifier, PhotoIntake photos, TableSeal seal, MasterKey master, CertifyOptions options, CertifyClock clock)
{
    /// <summary>Days in which the same words about the same shop are one voice.</summary>
    private const int SameWordsDays = ToldShops.Days;

    private readonly byte[] hashing = master.Derive("tips/words");

    /// <summary>What a scanned text or a typed number is. A badge that can't be looked up now is none that a tip could be kept about.</summary>
    public async Task<TipAbout> AboutAsync(string? code, string? number, CancellationToken cancel = default)
    {
        var byNumber = !string.IsNullOrWhiteSpace(number);
        var status = (byNumber ? await verifier.FindAsync(number) : await verifier.ScanAsync(code)).Status;
        if (status is ScanStatus.Unreadable or ScanStatus.Forged or ScanStatus.Unknown)
            return new TipAbout(status);
        var (exact, hash) = (byNumber && BadgeNumber.TryParse(number, out var parsed) ? parsed.ToString() : null, byNumber ? null : BadgeToken.Hash(BadgeToken.Extract(code)));
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            // Looked up here, not taken from the answer: one that can't be confirmed yet can be told about all the same.
            return await db.Badges.Where(b => exact == null ? b.TokenHash == hash : b.Number == exact)
                .Select(b => new TipAbout(status, b.Number, b.SignboardName, b.Address, b.ShopId, b.Id)).SingleOrDefaultAsync(cancel) ?? new TipAbout(status);
        }
        catch (Exception failure) when (failure.IsUnreachable())
        {
            return new TipAbout(ScanStatus.Unconfirmed);
        }
    }

    /// <summary>Whether it says enough to go by, field by field: where a badge hangs that doesn't belong there, or what is wrong.</summary>
    public static IReadOnlyList<FieldRefusal> Check(TipDraft draft, TipAbout about)
    {
        var wrong = new List<FieldRefusal>();
        if (about.IsBadge == (draft.Kind == TipKind.Suspect))
            wrong.Add(new("Kind", new Refusal("tips.kind_missing")));
        if (draft.Kind == TipKind.Wrong ? string.IsNullOrWhiteSpace(draft.Text) : string.IsNullOrWhiteSpace(draft.Place))
            wrong.Add(draft.Kind == TipKind.Wrong ? new("Text", new Refusal("tips.text_missing")) : new("Place", new Refusal("tips.place_missing")));
        if (draft.Text?.Length > Tip.TextLimit)
            wrong.Add(new("Text", new Refusal("tips.text_long", Tip.TextLimit)));
        if (draft.Place?.Length > Tip.PlaceLimit)
            wrong.Add(new("Place", new Refusal("tips.text_long", Tip.PlaceLimit)));
        return wrong;
    }

    /// <summary>Keeps a checked tip. Refused if its photo will not do; what was typed can be sent without it.</summary>
    public async Task<Result> ReceiveAsync(TipDraft draft, TipAbout about, CancellationToken cancel = default)
    {
        byte[]? photo = null;
        if (draft.Photo is { Length: > 0 } upload)
        {
            var cleaned = await photos.CleanAsync(upload, cancel);
            if (cleaned.Refusal is { } refused)
                return refused;
            photo = cleaned.Value;
        }
        var words = WordsOf(draft, about);
        var hash = HMACSHA256.HashData(hashing, Encoding.UTF8.GetBytes($"{draft.Kind}|{words.Place}|{words.Text}"));
        return await databases.RunAsync<Result>(async db =>
        {
            if (await db.Tips.AnyAsync(t => t.Id == draft.Id, cancel))
                return Result.Done;
            if (photo is not null && await db.TipPhotos.SumAsync(p => (long)p.Bytes, cancel) + photo.Length > (long)options.TipPhotosMegabytes << 20)
                return new Refusal("tips.photo_full");
            var since = clock.Now.AddDays(-SameWordsDays);
            var said = about.ShopId is { } shop && await db.Tips.AnyAsync(t => t.ShopId == shop && t.ReceivedAt > since && t.ContentHash == hash, cancel);
            var tip = new Tip(draft.Id, draft.Kind, about, hash, draft.Repeats || said, clock.Now);
            tip.Keep(seal.Seal("Tips", "Words", tip.Id, JsonSerializer.SerializeToUtf8Bytes(words)), photo is not null);
            db.Tips.Add(tip);
            if (photo is not null)
                db.TipPhotos.Add(new TipPhoto(tip.Id, seal.Seal("TipPhotos", "Photo", tip.Id, photo)));
            await db.SaveChangesAsync(cancel);
            return Result.Done;
        }, cancel);
    }

    private static TipWords WordsOf(TipDraft draft, TipAbout about)
    {
        var (place, text) = (Trim(draft.Place), Trim(draft.Text));
        if (about.IsBadge || string.IsNullOrWhiteSpace(draft.Code))
            return new(place, text);
        // What a forged token claims is worth knowing, as a claim: whose sign was copied.
        var code = BadgeToken.Extract(draft.Code);
        var claims = code.Length <= BadgeToken.MaxCharacters ? BadgeToken.Claims(code) : null;
        return new(place, text, code.Length > BadgeToken.MaxCharacters ? code[..BadgeToken.MaxCharacters] : code, claims?.Name, claims?.Address);
    }

    private static string? Trim(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
