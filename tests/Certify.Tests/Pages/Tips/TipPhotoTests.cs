using System.Net;
using Certify.Accounts;
using Certify.Photos;
using Certify.Tests.Support;
using Certify.Tips;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Pages.Tips.TipFormSteps;

namespace Certify.Tests.Pages.Tips;

/// <summary>The photo that may come with a tip.</summary>
public sealed class TipPhotoTests
{
    [Theory]
    [InlineData("bomb", "照片超过 2500 万像素")]
    [InlineData("text", "这个文件不是可以识别的照片")]
    [InlineData("large", "照片超过 12 MB")]
    public async Task Post_photo_that_will_not_do_is_refused_and_the_words_go_without_it(string what, string sentence)
    {
        await using var app = new CertifyApp();
        var (visitor, form) = await OpenAsync(app);
        var file = what switch { "bomb" => PhotoFiles.Bomb(30_000, 30_000), "text" => "no photo"u8.ToArray(), _ => new byte[PhotoIntake.UploadBytes + 1] };

        var refused = await visitor.SubmitAsync(form, Filled(), files: ("Input.Photo", "photo.png", file));
        Assert.Contains(sentence, refused.TextOf("#photo-error"));
        Assert.Contains("照片需要重新选择", refused.Text);
        Assert.Equal(Typed, refused.Find("#Input_Text")!.TextContent.Trim());
        Assert.Equal(0, await app.ReadAsync(db => db.Tips.CountAsync()));

        Assert.Equal("/tips/sent", (await visitor.SubmitAsync(refused, [])).Path);
    }

    [Fact]
    public async Task Tip_sent_again_without_its_refused_photo_is_no_repeat_and_counts_towards_a_visit()
    {
        await using var app = new CertifyApp();
        var (visitor, form) = await OpenAsync(app);
        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.Given.ATip(badge, "甲");
        await app.Given.ATip(badge, "乙");

        var refused = await visitor.SubmitAsync(form, Filled(), files: ("Input.Photo", "photo.png", PhotoFiles.Bomb(30_000, 30_000)));
        Assert.Equal("/tips/sent", (await visitor.SubmitAsync(refused, [])).Path);

        Assert.False(await app.ReadAsync(db => db.Tips.AnyAsync(t => t.Repeats)));
        Assert.Single(await app.ReadAsync(db => ToldShops.ToVisitAsync(db, app.Time.GetUtcNow())));
        var again = await visitor.OpenAsync($"/tips?number={badge.Number}&kind=wrong");
        Assert.Equal("/tips/sent", (await visitor.SubmitAsync(again, new(StringComparer.Ordinal) { ["Input.Text"] = "还有一件" })).Path);
        Assert.Equal(1, await app.ReadAsync(db => db.Tips.CountAsync(t => t.Repeats)));
    }

    [Fact]
    public async Task Post_photo_when_there_is_no_room_says_that_words_go()
    {
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal) { ["Certify:TipPhotosMegabytes"] = "1" });
        var badge = await app.Given.ABadge();
        for (var i = 0; i < 3; i++)
            await app.Given.ATip(badge, $"第{i}次", photo: PhotoFiles.Noise(2000, 1500));
        var visitor = app.Anonymous();

        var page = await visitor.SubmitAsync(await visitor.OpenAsync("/tips?kind=wrong&number=" + badge.Number), Filled(), files: ("Input.Photo", "p.jpg", PhotoFiles.Noise(2000, 1500)));

        Assert.Contains("目前无法接收照片", page.Text);
        Assert.InRange(await app.ReadAsync(db => db.TipPhotos.SumAsync(p => p.Bytes)), 1, 1 << 20);
    }

    [Fact]
    public async Task Photo_is_shown_to_the_supervisor_alone_without_its_metadata_and_lies_sealed()
    {
        await using var app = new CertifyApp();
        var (visitor, form) = await OpenAsync(app);
        Assert.Equal("/tips/sent", (await visitor.SubmitAsync(form, Filled(), files: ("Input.Photo", "IMG_2021.jpg", PhotoFiles.FromAPhone()))).Path);
        var id = await app.ReadAsync(db => db.Tips.Select(t => t.Id).SingleAsync());
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.OpenAsync($"/desk/tips/{id}");
        var photo = await supervisor.Client.GetAsync(page.Find("img.told-photo")!.GetAttribute("src"));

        Assert.Equal("image/jpeg", photo.Content.Headers.ContentType?.MediaType);
        var bytes = await photo.Content.ReadAsByteArrayAsync();
        Assert.InRange(bytes.Length, 1, PhotoIntake.KeptBytes);
        Assert.DoesNotContain(PhotoFiles.Maker, System.Text.Encoding.Latin1.GetString(bytes));
        var kept = await app.ReadAsync(db => db.TipPhotos.Select(p => p.Photo).SingleAsync());
        Assert.True(kept.AsSpan().IndexOf(bytes.AsSpan(0, 64)) < 0, "the photo lies open");
        foreach (var role in Roles.All.Where(r => r != Roles.Supervisor))
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignInAsync(role)).OpenAsync($"/desk/tips/{id}?handler=Photo")).Status);
        Assert.Contains("tip", await app.ReadAsync(db => db.Access.Where(a => a.Columns == "TipPhoto").Select(a => a.Purpose).ToListAsync()));
    }
}
