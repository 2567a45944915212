using System.Net;
using System.Security.Cryptography;
using System.Text;
using Certify.Accounts;
using Certify.Photos;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Visits;

/// <summary>Photos on a visit's pages: added without JavaScript, seen by their inspector and supervisors on record, taken away, gone when their days are over.</summary>
public sealed class VisitPhotoTests
{
    [Fact]
    public async Task Post_photos_shows_them_to_inspector_and_supervisor_without_metadata()
    {
        await using var app = new CertifyApp();
        var (inspector, visit) = await OpenAsync(app);
        Assert.Contains("还没有照片", (await inspector.OpenAsync($"/desk/visits/{visit}")).TextOf("#photos"));

        var page = await AddAsync(inspector, visit, ("IMG_1.jpg", PhotoFiles.FromAPhone()), ("二.png", PhotoFiles.Png()));

        Assert.Contains("已添加 2 张照片", page.Text);
        Assert.Equal(2, page.Document.QuerySelectorAll("#photos img[src^='data:image/jpeg']").Length);
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var one = await supervisor.OpenAsync((await supervisor.OpenAsync($"/desk/visits/{visit}")).Find("#photos li a")!.GetAttribute("href")!);
        using var picture = await supervisor.Client.GetAsync(one.Find("#photo img")!.GetAttribute("src"));
        Assert.Equal(("image/jpeg", true, "nosniff"), (picture.Content.Headers.ContentType?.MediaType, picture.Headers.CacheControl?.NoStore, picture.Headers.GetValues("X-Content-Type-Options").Single()));
        var bytes = await picture.Content.ReadAsByteArrayAsync();
        Assert.InRange(bytes.Length, 1, PhotoIntake.KeptBytes);
        Assert.All(new[] { PhotoFiles.Maker, "Exif" }, text => Assert.DoesNotContain(text, Encoding.Latin1.GetString(bytes)));
        Assert.Equal(3, await app.ReadAsync(db => db.Access.CountAsync(a => a.Columns == "VisitPhoto" && a.ActorRole == Roles.Supervisor)));
    }

    [Fact]
    public async Task Photo_is_not_there_for_anybody_else()
    {
        await using var app = new CertifyApp();
        var (_, visit) = await OpenAsync(app);
        var photo = await app.Given.APhoto(visit);
        var others = new List<Visitor> { await app.SignInAsync(Roles.Inspector, "other-inspector") };
        foreach (var role in Roles.All.Where(r => r is not Roles.Inspector and not Roles.Supervisor))
            others.Add(await app.SignInAsync(role));

        foreach (var other in others)
            foreach (var address in new[] { $"/desk/visits/{visit}/photos", $"/desk/visits/{visit}/photos/{photo}", $"/desk/visits/{visit}/photos/{photo}?handler=Picture" })
                Assert.Equal(HttpStatusCode.NotFound, (await other.OpenAsync(address)).Status);
        var auditor = await (await app.SignInAsync(Roles.Auditor)).OpenAsync($"/desk/visits/{visit}");
        Assert.Contains("有 1 张照片", auditor.Text);
        Assert.Null(auditor.Find("#photos img"));
        Assert.Equal(0, await app.ReadAsync(db => db.Access.CountAsync(a => a.Columns == "VisitPhoto")));
        // Somebody else's photo has no address under an own visit either.
        var own = await app.Given.ARecordedVisit(await app.Given.AShop("另一家"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignInAsync(Roles.Supervisor)).OpenAsync($"/desk/visits/{own}/photos/{photo}?handler=Picture")).Status);
    }

    [Fact]
    public async Task Post_what_will_not_do_is_refused_with_a_sentence_and_the_good_ones_stay()
    {
        await using var app = new CertifyApp();
        var (inspector, visit) = await OpenAsync(app);

        Assert.Contains("请先选择或拍摄照片", (await AddAsync(inspector, visit)).Text);
        Assert.Contains("一次最多发送 4 张", (await AddAsync(inspector, visit, [.. Enumerable.Range(1, 5).Select(i => ($"{i}.png", PhotoFiles.Png(40 + i)))])).Text);
        var refused = await AddAsync(inspector, visit, ("good.png", PhotoFiles.Png()), ("bad.jpg", "no photo"u8.ToArray()));
        Assert.Contains("bad.jpg: 这个文件不是可以识别的照片", refused.Text);
        Assert.Single(refused.Document.QuerySelectorAll("#photos li"));
        Assert.Contains("照片超过 12 MB", (await AddAsync(inspector, visit, ("large.jpg", new byte[PhotoIntake.UploadBytes + 1]))).Text);
        // The same picture again is the one that is there.
        await AddAsync(inspector, visit, ("good.png", PhotoFiles.Png()));
        Assert.Equal(1, await app.ReadAsync(db => db.VisitPhotos.CountAsync()));
    }

    [Fact]
    public async Task Ninth_photo_is_refused_and_a_full_visit_says_so()
    {
        await using var app = new CertifyApp();
        var (inspector, visit) = await OpenAsync(app);
        for (var i = 1; i < VisitPhoto.PerVisit; i++)
            await app.Given.APhoto(visit, PhotoFiles.Png(40 + i));

        var page = await AddAsync(inspector, visit, ("8.png", PhotoFiles.Png(90)), ("9.png", PhotoFiles.Png(91)));

        Assert.Contains("9.png: 每次走访最多 8 张照片", page.Text);
        Assert.Equal(VisitPhoto.PerVisit, page.Document.QuerySelectorAll("#photos li").Length);
        Assert.Null(page.Find("#photos form"));
    }

    [Fact]
    public async Task Remove_takes_the_picture_away_on_record_the_same_day_and_a_supervisor_later()
    {
        await using var app = new CertifyApp();
        var (inspector, visit) = await OpenAsync(app);
        var (wrong, kept) = (await app.Given.APhoto(visit), await app.Given.APhoto(visit, PhotoFiles.Png(50)));
        var address = $"/desk/visits/{visit}/photos/";

        var page = await inspector.SubmitAsync(await inspector.OpenAsync(address + wrong), [], "form[action$='handler=Remove']");
        Assert.Contains("照片已删除", page.Text);
        Assert.Single(page.Document.QuerySelectorAll("#photos li"));
        Assert.Equal(HttpStatusCode.NotFound, (await inspector.OpenAsync(address + wrong + "?handler=Picture")).Status);
        var gone = await app.ReadAsync(db => db.VisitPhotos.SingleAsync(p => p.Id == wrong));
        Assert.True(gone is { Content: null, Small: null, RemovedAt: not null, RemovedBy: Roles.Inspector });

        var form = await inspector.OpenAsync(address + kept);
        app.Time.Advance(TimeSpan.FromHours(11));
        Assert.Contains("照片只能在添加当天", (await inspector.SubmitAsync(form, [], "form[action$='handler=Remove']")).Text);
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        Assert.Contains("照片已删除", (await supervisor.SubmitAsync(await supervisor.OpenAsync(address + kept), [], "form[action$='handler=Remove']")).Text);
        Assert.Equal([Roles.Inspector, Roles.Supervisor], await app.ReadAsync(db => db.Audit.Where(a => a.Action == "visit.photo_removed").OrderBy(a => a.At).Select(a => a.ActorName).ToListAsync()));
    }

    [Fact]
    public async Task Photos_and_unfinished_ones_go_when_their_days_are_over()
    {
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal) { ["Certify:RetentionDays"] = "90" });
        var (inspector, visit) = await OpenAsync(app);
        await app.Given.APhoto(visit);
        var claim = new PhotoClaim(PhotoSubject.Other, null, 9, SHA256.HashData([]), IsSealed: false);
        var actor = new Actor((await app.Given.AUser(Roles.Inspector, Roles.Inspector)).Id, Roles.Inspector, Roles.Inspector);
        await app.WithAsync<PhotoTransfer, Result<PhotoProgress>?>(t => t.BeginAsync(visit, Guid.CreateVersion7(), claim, actor));
        Task<int> Expire() => app.WithAsync<PhotoBook, int>(b => b.ExpireAsync());

        app.Time.Advance(TimeSpan.FromDays(PhotoUpload.KeptDays));
        Assert.Equal((0, 1), (await Expire(), await app.ReadAsync(db => db.PhotoUploads.CountAsync())));
        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 0), (await Expire(), await app.ReadAsync(db => db.PhotoUploads.CountAsync())));
        app.Time.Advance(TimeSpan.FromDays(90 - PhotoUpload.KeptDays));

        Assert.Equal((1, 0), (await Expire(), await Expire()));
        Assert.True(await app.ReadAsync(db => db.VisitPhotos.SingleAsync()) is { Content: null, Small: null, RemovedAt: null });
        inspector = await app.SignInAsync(Roles.Inspector);
        Assert.Contains("保存期满，已清除", (await inspector.OpenAsync($"/desk/visits/{visit}")).TextOf("#photos"));
        Assert.Equal(1, await app.ReadAsync(db => db.Audit.CountAsync(a => a.Action == "visit.photos_retention_over")));
    }

    private static async Task<(Visitor Inspector, Guid Visit)> OpenAsync(CertifyApp app)
    {
        var visit = await app.Given.ARecordedVisit(await app.Given.AShop());
        return (await app.SignInAsync(Roles.Inspector), visit);
    }

    private static async Task<Page> AddAsync(Visitor inspector, Guid visit, params (string Name, byte[] Bytes)[] files) =>
        await inspector.SubmitAsync(await inspector.OpenAsync($"/desk/visits/{visit}"), [], "#photos form", files: [.. files.Select(f => ("Input.Files", f.Name, f.Bytes))]);
}
