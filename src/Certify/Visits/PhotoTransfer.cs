using System.Security.Cryptography;
using Certify.Accounts;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Visits;

/// <summary>How far a photo has come.</summary>
/// <param name="Offset">Bytes that are here; the next piece begins there.</param>
/// <param name="Size">Bytes in all.</param>
/// <param name="Done">It is among the visit's photos.</param>
/// <param name="IsNew">This call began it.</param>
public sealed record PhotoProgress(int Offset, int Size, bool Done, bool IsNew = false);

/// <summary>
/// Photos in pieces, over a network that breaks off: whoever sends asks how much is here and goes on from there. The last piece makes it a photo of the visit.
/// Null: there is no such visit of this inspector, or nothing of that photo.
/// </summary>
public sealed class PhotoTransfer(IDbContextFactory<CertifyDb> databases, PhotoBook photos, VisitBox box, TableSeal seal, CertifyClock clock)
{
    /// <summary>Begins a photo, or says how far it has come.</summary>
    public Task<Result<PhotoProgress>?> BeginAsync(Guid visitId, Guid id, PhotoClaim claim, Actor actor, CancellationToken cancel = default) => databases.RunAsync<Result<PhotoProgress>?>(async db =>
    {
        if (!await IsOwnAsync(db, visitId, actor, cancel))
            return null;
        if (await db.VisitPhotos.Where(p => p.Id == id).Select(p => new { p.VisitId, p.Hash }).FirstOrDefaultAsync(cancel) is { } photo)
            return photo.VisitId == visitId && photo.Hash.AsSpan().SequenceEqual(claim.Hash) ? new PhotoProgress(claim.Size, claim.Size, Done: true) : new Refusal("photos.conflict");
        if (await db.PhotoUploads.AsNoTracking().FirstOrDefaultAsync(u => u.Id == id, cancel) is { } begun)
            return begun.IsOf(visitId, claim) ? new PhotoProgress(begun.Received, begun.Size, Done: false) : new Refusal("photos.conflict");
        // Twice as many may be on their way: one that is never finished must not stand in the way of the others.
        if (await db.VisitPhotos.CountAsync(p => p.VisitId == visitId && p.RemovedAt == null, cancel) >= VisitPhoto.PerVisit
            || await db.PhotoUploads.CountAsync(u => u.VisitId == visitId, cancel) >= 2 * VisitPhoto.PerVisit)
            return new Refusal("photos.many", VisitPhoto.PerVisit);
        db.PhotoUploads.Add(new PhotoUpload(id, visitId, claim, clock.Now));
        await db.SaveChangesAsync(cancel);
        return new PhotoProgress(0, claim.Size, Done: false, IsNew: true);
    }, cancel);

    public async Task<PhotoProgress?> ProgressAsync(Guid visitId, Guid id, Actor actor, CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await IsOwnAsync(db, visitId, actor, cancel))
            return null;
        if (await db.PhotoUploads.AsNoTracking().Where(u => u.Id == id && u.VisitId == visitId).Select(u => new PhotoProgress(u.Received, u.Size, false, false)).FirstOrDefaultAsync(cancel) is { } begun)
            return begun;
        return await db.VisitPhotos.Where(p => p.Id == id && p.VisitId == visitId).Select(p => new PhotoProgress(p.Bytes, p.Bytes, true, false)).FirstOrDefaultAsync(cancel);
    }

    /// <summary>
    /// Puts a piece where the last one ended. A photo whose bytes are not those that were announced, that won't open or is no picture is refused as a whole,
    /// and may be begun anew.
    /// </summary>
    public async Task<Result<PhotoProgress>?> AppendAsync(Guid visitId, Guid id, long offset, byte[] piece, Actor actor, CancellationToken cancel = default)
    {
        var grown = await databases.RunAsync<Result<PhotoProgress>?>(async db =>
        {
            if (!await IsOwnAsync(db, visitId, actor, cancel))
                return null;
            if (await db.PhotoUploads.FirstOrDefaultAsync(u => u.Id == id && u.VisitId == visitId, cancel) is not { } upload)
                return null;
            if (offset != upload.Received)
                return new Refusal("photos.offset", upload.Received);
            if (piece.Length > upload.Size - upload.Received)
                return new Refusal("photos.long", upload.Size);
            byte[] whole = [.. PartOf(upload), .. piece];
            upload.Grow(seal.Seal("PhotoUploads", "Part", id, whole), whole.Length, clock.Now);
            await db.SaveChangesAsync(cancel);
            return new PhotoProgress(upload.Received, upload.Size, Done: false);
        }, cancel);
        return grown?.Value is { } progress && progress.Offset == progress.Size ? await FinishAsync(visitId, id, actor, cancel) : grown;
    }

    private async Task<Result<PhotoProgress>?> FinishAsync(Guid visitId, Guid id, Actor actor, CancellationToken cancel)
    {
        PhotoUpload? upload;
        await using (var db = await databases.CreateDbContextAsync(cancel))
            upload = await db.PhotoUploads.AsNoTracking().FirstOrDefaultAsync(u => u.Id == id, cancel);
        // Another request finished it a moment ago.
        if (upload is null)
            return await ProgressAsync(visitId, id, actor, cancel) is { } there ? new Result<PhotoProgress>(there) : null;
        var opened = Opened(upload, PartOf(upload), actor);
        var result = opened.Value is { } file ? await photos.AddAsync(visitId, new(id, upload.Subject, upload.TakenAt, upload.Hash, file), actor, cancel) : new Result(opened.Refusal);
        if (result is null)
            return null;
        if (result.Refusal is not { } refused)
            return new PhotoProgress(upload.Size, upload.Size, Done: true);
        await DropAsync(id, cancel);
        return refused;
    }

    private Result<byte[]> Opened(PhotoUpload upload, byte[] bytes, Actor actor)
    {
        if (!SHA256.HashData(bytes).AsSpan().SequenceEqual(upload.Hash))
            return new Refusal("photos.hash");
        if (!upload.IsSealed)
            return bytes;
        return box.Open(bytes, $"photo:{upload.Id:D}:{actor.UserId:D}") is { } file ? new Result<byte[]>(file) : new Refusal("photos.wont_open");
    }

    private Task<bool> DropAsync(Guid id, CancellationToken cancel) => databases.RunAsync(async db =>
    {
        db.PhotoUploads.RemoveRange(await db.PhotoUploads.Where(u => u.Id == id).ToListAsync(cancel));
        await db.SaveChangesAsync(cancel);
        return true;
    }, cancel);

    private byte[] PartOf(PhotoUpload upload) => upload.Part is null ? [] : seal.Open("PhotoUploads", "Part", upload.Id, upload.Part);

    private static Task<bool> IsOwnAsync(CertifyDb db, Guid visitId, Actor actor, CancellationToken cancel) =>
        db.Visits.AnyAsync(v => v.Id == visitId && v.InspectorId == actor.UserId, cancel);
}
