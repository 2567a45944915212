namespace Certify.Visits;

/// <summary>What a visit's photo shows: 门面, 防控措施, 其他.</summary>
public enum PhotoSubject { ShopFront, Measures, Other }

/// <summary>
/// 现场照片: evidence that goes with a visit. A JPEG without metadata and a small one for lists, both sealed (table <c>VisitPhotos</c>, columns
/// <c>Content</c> and <c>Small</c>). Who took it away, or that its days are over, stays written when the picture has gone.
/// </summary>
public sealed class VisitPhoto
{
    public const int PerVisit = 8;

    private VisitPhoto() { }

    /// <param name="id">Made by the client (UUIDv7): the same one with the same content is the same photo.</param>
    /// <param name="visitId"></param>
    /// <param name="number">Its place in the visit, from 1; never given twice.</param>
    /// <param name="subject"></param>
    /// <param name="takenAt">By the server's clock; null: the client did not say.</param>
    /// <param name="hash">SHA-256 of the bytes as they came.</param>
    /// <param name="by">Whose name stands beside it.</param>
    /// <param name="now"></param>
    public VisitPhoto(Guid id, Guid visitId, int number, PhotoSubject subject, DateTimeOffset? takenAt, byte[] hash, string by, DateTimeOffset now) =>
        (Id, VisitId, Number, Subject, TakenAt, Hash, ByName, ReceivedAt) = (id, visitId, number, subject, takenAt, hash, by, now);

    public Guid Id { get; private set; }
    public Guid VisitId { get; private set; }
    public int Number { get; private set; }
    public PhotoSubject Subject { get; private set; }
    public DateTimeOffset? TakenAt { get; private set; }
    public byte[] Hash { get; private set; } = [];
    public string ByName { get; private set; } = "";
    public DateTimeOffset ReceivedAt { get; private set; }
    public byte[]? Content { get; private set; }
    public byte[]? Small { get; private set; }

    /// <summary>Bytes of the picture as it is served.</summary>
    public int Bytes { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }
    public string? RemovedBy { get; private set; }

    public void Keep(byte[] content, byte[] small, int bytes) => (Content, Small, Bytes) = (content, small, bytes);

    /// <summary>A wrong picture is taken away: by its inspector on the day it came, by a supervisor at any time.</summary>
    public Result Remove(string by, bool isSupervisor, bool isSameDay, DateTimeOffset now)
    {
        if (!isSupervisor && !isSameDay)
            return new Refusal("photos.too_late");
        (Content, Small, RemovedAt, RemovedBy) = (null, null, now, by);
        return Result.Done;
    }

    /// <summary>Its kept days are over.</summary>
    public void Expire() => (Content, Small) = (null, null);
}

/// <summary>A photo that is arriving piece by piece. What has come lies sealed (table <c>PhotoUploads</c>, column <c>Part</c>).</summary>
public sealed class PhotoUpload
{
    /// <summary>Bytes of a photo that comes in pieces, and of one piece: browsers scale before they send.</summary>
    public const int SizeLimit = 1 << 20, PieceLimit = 256 << 10;

    /// <summary>Days after its last piece after which an unfinished one is thrown away.</summary>
    public const int KeptDays = 7;

    private PhotoUpload() { }

    public PhotoUpload(Guid id, Guid visitId, PhotoClaim claim, DateTimeOffset now)
    {
        (Id, VisitId, TouchedAt) = (id, visitId, now);
        (Subject, TakenAt, Size, Hash, IsSealed) = (claim.Subject, claim.TakenAt, claim.Size, claim.Hash, claim.IsSealed);
    }

    public Guid Id { get; private set; }
    public Guid VisitId { get; private set; }
    public PhotoSubject Subject { get; private set; }
    public DateTimeOffset? TakenAt { get; private set; }
    public int Size { get; private set; }
    public byte[] Hash { get; private set; } = [];
    public bool IsSealed { get; private set; }
    public byte[]? Part { get; private set; }
    public int Received { get; private set; }
    public DateTimeOffset TouchedAt { get; private set; }

    /// <summary>Set by the application at each change; a stale write is refused.</summary>
    public int Version { get; private set; }

    public bool IsComplete => Received == Size;

    public bool IsOf(Guid visitId, PhotoClaim claim) =>
        VisitId == visitId && Size == claim.Size && IsSealed == claim.IsSealed && Hash.AsSpan().SequenceEqual(claim.Hash);

    /// <summary>All that has come so far, sealed anew.</summary>
    public void Grow(byte[] sealedPart, int received, DateTimeOffset now)
    {
        (Part, Received, TouchedAt) = (sealedPart, received, now);
        Version++;
    }
}

/// <summary>What a client says of a photo before it sends it.</summary>
/// <param name="Subject"></param>
/// <param name="TakenAt"></param>
/// <param name="Size">Bytes.</param>
/// <param name="Hash">SHA-256.</param>
/// <param name="IsSealed">The bytes are a box that the server's key opens (<see cref="VisitBox"/>), else a picture file.</param>
public sealed record PhotoClaim(PhotoSubject Subject, DateTimeOffset? TakenAt, int Size, byte[] Hash, bool IsSealed);
