using Certify.Badges;

namespace Certify.Tips;

/// <summary>What a tip says: the badge hangs at another place (标识与场所不符), something is wrong (情况有误), or a sign that is no badge of ours was found (可疑标识).</summary>
public enum TipKind { Misplaced, Wrong, Suspect }

/// <summary>What came of a tip: nothing amiss, a visit ordered, the badge suspended or revoked, nothing to go by, or left lying until its days were over.</summary>
public enum TipResult { Fine, VisitOrdered, BadgeDecided, Unclear, Lapsed }

/// <summary>
/// 反映: what somebody outside told us. Nothing is kept of who it was. What was typed may name persons, so it lies sealed
/// (<see cref="TipWords"/>, table key, column <c>Words</c>), and goes when its days are over; that there was a tip and what came of it stays.
/// </summary>
public sealed class Tip
{
    public const int TextLimit = 500, PlaceLimit = 120, NoteLimit = 300, ReplyLimit = 500;

    /// <summary>Days after closing after which words and photo are erased.</summary>
    public const int KeptDays = 90;

    /// <summary>Days after which a tip that nobody closed lapses, and its words and photo are erased.</summary>
    public const int OpenDays = 180;

    private Tip() { }

    public Tip(Guid id, TipKind kind, TipAbout about, byte[] contentHash, bool repeats, DateTimeOffset now)
    {
        (Id, Kind, ReceivedAt, ContentHash, Repeats) = (id, kind, now, contentHash, repeats);
        (Answer, ShopId, BadgeId, BadgeNumber) = (about.Answer, about.ShopId, about.BadgeId, about.Number);
    }

    public Guid Id { get; private set; }
    public TipKind Kind { get; private set; }

    /// <summary>What a scan said at that moment.</summary>
    public ScanStatus Answer { get; private set; }

    /// <summary>The badge's shop. Null for what is no badge of ours, until a supervisor says whose door it hangs at.</summary>
    public Guid? ShopId { get; private set; }
    public Guid? BadgeId { get; private set; }
    public string? BadgeNumber { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }
    public byte[]? Words { get; private set; }
    public bool HasPhoto { get; private set; }

    /// <summary>HMAC of kind, place and text, by which the same words are known again; empty once they are erased.</summary>
    public byte[] ContentHash { get; private set; } = [];

    /// <summary>Says again what was said before, or comes the same day from where one came already: doesn't count towards a visit.</summary>
    public bool Repeats { get; private set; }

    /// <summary>What the owner is asked, in an officer's neutral words. The reporter's own are never shown to the owner.</summary>
    public string? Asked { get; private set; }
    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>The owner's answer, sealed (column <c>Reply</c>).</summary>
    public byte[]? Reply { get; private set; }
    public DateTimeOffset? RepliedAt { get; private set; }

    public TipResult? Result { get; private set; }
    public string? Note { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public string? ClosedBy { get; private set; }
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>Set by the application at each change; a stale write is refused.</summary>
    public int Version { get; private set; }

    public bool IsOpen => ClosedAt is null;

    /// <summary>What the owner may be asked and answer.</summary>
    public bool IsPut => AskedAt is not null;

    public void Keep(byte[] sealedWords, bool hasPhoto) => (Words, HasPhoto) = (sealedWords, hasPhoto);

    public Result Ask(string question, DateTimeOffset now)
    {
        if (ErasedAt is not null)
            return new Refusal("tips.erased_no_question");
        if (ShopId is null)
            return new Refusal("tips.no_shop");
        if (IsPut)
            return new Refusal("tips.asked_already");
        (Asked, AskedAt) = (question, now);
        Version++;
        return Certify.Result.Done;
    }

    /// <summary>One answer, which stands. None once the tip is erased: nothing would erase it again.</summary>
    public Result Answered(byte[] sealedReply, DateTimeOffset now)
    {
        if (ErasedAt is not null)
            return new Refusal("tips.erased_no_reply");
        if (RepliedAt is not null)
            return new Refusal("tips.replied_already");
        (Reply, RepliedAt) = (sealedReply, now);
        Version++;
        return Certify.Result.Done;
    }

    public Result Close(TipResult result, string? note, string by, DateTimeOffset now)
    {
        if (!IsOpen)
            return new Refusal("tips.closed_already");
        (Result, Note, ClosedBy, ClosedAt) = (result, note, by, now);
        Version++;
        return Certify.Result.Done;
    }

    /// <summary>The shop at whose door it was, where the badge doesn't tell.</summary>
    public void Place(Guid shopId)
    {
        ShopId = shopId;
        Version++;
    }

    public void Erase(DateTimeOffset now)
    {
        (Words, Reply, HasPhoto, ContentHash, ErasedAt) = (null, null, false, [], now);
        Version++;
    }
}

/// <summary>A tip's photo: a JPEG without metadata, sealed (table <c>TipPhotos</c>, column <c>Photo</c>). A row of its own, so that lists don't carry it.</summary>
public sealed class TipPhoto
{
    private TipPhoto() { }

    public TipPhoto(Guid tipId, byte[] photo) => (TipId, Photo, Bytes) = (tipId, photo, photo.Length);

    public Guid TipId { get; private set; }
    public byte[] Photo { get; private set; } = [];

    /// <summary>Length of <see cref="Photo"/>, so that a sum needs no photo read.</summary>
    public int Bytes { get; private set; }
}

/// <summary>What a tip is about: a badge of ours, or a text that is none.</summary>
/// <param name="Answer"></param>
/// <param name="Number"></param>
/// <param name="Name">Signboard name as the badge has it.</param>
/// <param name="Address"></param>
/// <param name="ShopId"></param>
/// <param name="BadgeId"></param>
public sealed record TipAbout(ScanStatus Answer, string? Number = null, string? Name = null, string? Address = null, Guid? ShopId = null, Guid? BadgeId = null)
{
    public bool IsBadge => BadgeId is not null;
}

/// <summary>What lies sealed in a tip.</summary>
/// <param name="Place">Where it was seen.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Code">The scanned text or typed number, where it is no badge of ours.</param>
/// <param name="SaidName">The name that such a text claims; unproven.</param>
/// <param name="SaidAddress">The address that it claims.</param>
public sealed record TipWords(string? Place, string? Text, string? Code = null, string? SaidName = null, string? SaidAddress = null);
