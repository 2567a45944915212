using Certify.Accounts;
using Certify.Data;
using Certify.Photos;
using Microsoft.EntityFrameworkCore;

namespace Certify.Visits;

/// <summary>A photo that has arrived whole.</summary>
/// <param name="Id"></param>
/// <param name="Subject"></param>
/// <param name="TakenAt"></param>
/// <param name="Hash">SHA-256 of the bytes as they came, which may have been a sealed box.</param>
/// <param name="File">The picture file: JPEG, PNG or WebP, with whatever its camera wrote into it.</param>
public sealed record NewPhoto(Guid Id, PhotoSubject Subject, DateTimeOffset? TakenAt, byte[] Hash, byte[] File);

/// <summary>A photo in a visit's list. <paramref name="Small"/> is a JPEG; null: its kept days are over.</summary>
public sealed record AlbumPhoto(Guid Id, int Number, PhotoSubject Subject, DateTimeOffset? TakenAt, DateTimeOffset ReceivedAt, string ByName, int Bytes, byte[]? Small);

/// <summary>
/// The photos of visits: taken in without their metadata, sealed, and opened here alone, for the visit's inspector and for supervisors, after the access row
/// that says who opened them is committed. Null: there is no such visit or photo for whoever asks.
/// </summary>
public sealed class PhotoBook(IDbContextFactory<CertifyDb> databases, PhotoIntake intake, TableSeal seal, CertifyOptions options, CertifyClock clock)
{
    /// <summary>Only the visit's own inspector adds. The same photo again, by its id or by its content, is the one that is there.</summary>
    public async Task<Result?> AddAsync(Guid visitId, NewPhoto photo, Actor actor, CancellationToken cancel = default)
    {
        await using (var db = await databases.CreateDbContextAsync(cancel))
            if (!await Of(db, visitId, actor, office: false).AnyAsync(cancel))
                return null;
        var cleaned = await intake.CleanAsync(photo.File, cancel);
        if (cleaned.Refusal is { } refused)
            return refused;
        var picture = cleaned.Value!;
        var (content, small) = (seal.Seal("VisitPhotos", "Content", photo.Id, picture), seal.Seal("VisitPhotos", "Small", photo.Id, await intake.SmallAsync(picture, cancel)));
        return await databases.RunAsync<Result?>(async db =>
        {
            db.PhotoUploads.RemoveRange(await db.PhotoUploads.Where(u => u.Id == photo.Id).ToListAsync(cancel));
            var there = await db.VisitPhotos.Where(p => p.Id == photo.Id || p.VisitId == visitId).Select(p => new { p.Id, p.VisitId, p.Hash, p.Number, p.RemovedAt }).ToListAsync(cancel);
            if (there.Find(p => p.Id == photo.Id) is { } known && (known.VisitId != visitId || !known.Hash.AsSpan().SequenceEqual(photo.Hash)))
                return new Refusal("photos.conflict");
            var isNew = there.TrueForAll(p => p.Id != photo.Id && (p.RemovedAt is not null || !p.Hash.AsSpan().SequenceEqual(photo.Hash)));
            if (isNew && there.Count(p => p.RemovedAt is null) >= VisitPhoto.PerVisit)
                return new Refusal("photos.many", VisitPhoto.PerVisit);
            if (isNew)
            {
                var added = new VisitPhoto(photo.Id, visitId, there.Select(p => p.Number).DefaultIfEmpty().Max() + 1, photo.Subject, photo.TakenAt, photo.Hash, actor.Name, clock.Now);
                added.Keep(content, small, picture.Length);
                db.VisitPhotos.Add(added);
                db.Audit.Add(await AuditAsync(db, visitId, actor, "visit.photo_added", "photos.subject_" + photo.Subject.ToString().ToLowerInvariant(), cancel));
            }
            await db.SaveChangesAsync(cancel);
            return Result.Done;
        }, cancel);
    }

    /// <summary>All of a visit's photos, small, in the order in which they came.</summary>
    public async Task<IReadOnlyList<AlbumPhoto>?> OpenAsync(Guid visitId, bool office, Actor actor, CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Of(db, visitId, actor, office).Select(v => (Guid?)v.ShopId).FirstOrDefaultAsync(cancel) is not { } shop)
            return null;
        var photos = await db.VisitPhotos.Where(p => p.VisitId == visitId && p.RemovedAt == null).OrderBy(p => p.Number)
            .Select(p => new AlbumPhoto(p.Id, p.Number, p.Subject, p.TakenAt, p.ReceivedAt, p.ByName, p.Bytes, p.Small)).ToListAsync(cancel);
        if (photos.Exists(p => p.Small is not null))
            await RecordAsync(db, actor, shop, cancel);
        return photos.ConvertAll(p => p with { Small = p.Small is null ? null : seal.Open("VisitPhotos", "Small", p.Id, p.Small) });
    }

    /// <summary>One photo, a JPEG.</summary>
    public async Task<byte[]?> PictureAsync(Guid visitId, Guid id, bool office, Actor actor, CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Of(db, visitId, actor, office).Join(db.VisitPhotos.Where(p => p.Id == id && p.Content != null), v => v.Id, p => p.VisitId, (v, p) => new { v.ShopId, p.Content }).FirstOrDefaultAsync(cancel) is not { } found)
            return null;
        await RecordAsync(db, actor, found.ShopId, cancel);
        return seal.Open("VisitPhotos", "Content", id, found.Content!);
    }

    /// <summary>Takes a wrong picture away: it is gone at once, that it was there stays written.</summary>
    public Task<Result?> RemoveAsync(Guid visitId, Guid id, bool office, Actor actor, CancellationToken cancel = default) => databases.RunAsync<Result?>(async db =>
    {
        if (!await Of(db, visitId, actor, office).AnyAsync(cancel)
            || await db.VisitPhotos.FirstOrDefaultAsync(p => p.Id == id && p.VisitId == visitId && p.RemovedAt == null, cancel) is not { } photo)
            return null;
        if (photo.Remove(actor.Name, office, clock.DayOf(photo.ReceivedAt) == clock.Today, clock.Now) is { Ok: false } refused)
            return refused;
        db.Audit.Add(await AuditAsync(db, visitId, actor, "visit.photo_removed", "photos.subject_" + photo.Subject.ToString().ToLowerInvariant(), cancel));
        await db.SaveChangesAsync(cancel);
        return Result.Done;
    }, cancel);

    /// <summary>
    /// Photos may show people, and go when the kept days of people's records have passed since they came; what came in pieces and was never finished goes after
    /// <see cref="PhotoUpload.KeptDays"/>. Answers how many photos went. May run again at any time.
    /// </summary>
    public async Task<int> ExpireAsync(CancellationToken cancel = default)
    {
        var (old, stale) = (clock.Now.AddDays(-options.RetentionDays), clock.Now.AddDays(-PhotoUpload.KeptDays));
        for (var erased = 0; ;)
        {
            var some = await databases.RunAsync(async db =>
            {
                var due = await db.VisitPhotos.Where(p => p.Content != null && p.ReceivedAt < old).OrderBy(p => p.Id).Take(100).ToListAsync(cancel);
                due.ForEach(p => p.Expire());
                foreach (var visit in due.Select(p => p.VisitId).Distinct())
                    db.Audit.Add(await AuditAsync(db, visit, Actor.System, "visit.photos_retention_over", null, cancel));
                db.PhotoUploads.RemoveRange(await db.PhotoUploads.Where(u => u.TouchedAt < stale).OrderBy(u => u.TouchedAt).Take(100).ToListAsync(cancel));
                await db.SaveChangesAsync(cancel);
                return due.Count;
            }, cancel);
            erased += some;
            if (some < 100)
                return erased;
        }
    }

    private static IQueryable<Visit> Of(CertifyDb db, Guid visitId, Actor actor, bool office) =>
        db.Visits.AsNoTracking().Where(v => v.Id == visitId && (office || v.InspectorId == actor.UserId));

    private async Task<AuditRow> AuditAsync(CertifyDb db, Guid visitId, Actor actor, string action, string? detail, CancellationToken cancel)
    {
        var shop = await db.Visits.Where(v => v.Id == visitId).Join(db.Shops, v => v.ShopId, s => s.Id, (_, s) => s.OwnSignboardName ?? s.RegisteredName).SingleAsync(cancel);
        return new AuditRow(actor, action, "visit", visitId, shop, detail, clock.Now);
    }

    private async Task RecordAsync(CertifyDb db, Actor actor, Guid shop, CancellationToken cancel)
    {
        db.Access.Add(new AccessRow(actor, "visit", "VisitPhoto", [], shop, clock.Now));
        await db.SaveChangesAsync(cancel);
    }
}
