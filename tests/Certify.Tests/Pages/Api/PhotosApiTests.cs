using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Certify.Accounts;
using Certify.Photos;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Pages.Api;

/// <summary>A photo in pieces: announced, sent on from where it broke off, taken in without its metadata; and each way in which it is refused.</summary>
public sealed class PhotosApiTests
{
    private static readonly byte[] File = PhotoFiles.FromAPhone(1200, 800);

    [Fact]
    public async Task Photo_broken_off_goes_on_where_it_was_and_is_there_once()
    {
        await using var app = new CertifyApp();
        var sender = await Sender.OpenAsync(app);

        Assert.Equal(HttpStatusCode.Created, (await sender.PutAsync()).Status);
        var half = await sender.PatchAsync(0, File[..(File.Length / 2)]);
        Assert.Equal((File.Length / 2, false), (half.Offset, half.Done));
        // The same piece again, as after an answer that never came.
        var twice = await sender.PatchAsync(0, File[..(File.Length / 2)]);
        twice.Is(HttpStatusCode.Conflict, "photos.offset");
        Assert.Equal((File.Length / 2).ToString(), twice.OffsetHeader);
        var again = await sender.PutAsync();
        Assert.Equal((HttpStatusCode.OK, File.Length / 2), (again.Status, again.Offset));
        Assert.Equal(File.Length / 2, (await sender.GetAsync()).Offset);
        var end = await sender.PatchAsync(File.Length / 2, File[(File.Length / 2)..]);

        Assert.Equal((HttpStatusCode.OK, true), (end.Status, end.Done));
        var known = await sender.PutAsync();
        Assert.Equal((HttpStatusCode.OK, true), (known.Status, known.Done));
        Assert.Equal((1, 0), (await app.ReadAsync(db => db.VisitPhotos.CountAsync()), await app.ReadAsync(db => db.PhotoUploads.CountAsync())));
        var kept = await app.ReadAsync(db => db.VisitPhotos.SingleAsync());
        Assert.Equal((PhotoSubject.ShopFront, 1, CertifyApp.Start.AddMinutes(-5)), (kept.Subject, kept.Number, kept.TakenAt));
        Assert.True(kept.Content.AsSpan().IndexOf("JFIF"u8) < 0, "the photo lies open");
        var supervisor = new Actor(Guid.CreateVersion7(), "s", Roles.Supervisor);
        var picture = await app.WithAsync<PhotoBook, byte[]?>(b => b.PictureAsync(sender.Visit, sender.Photo, office: true, supervisor));
        Assert.InRange(picture!.Length, 1, PhotoIntake.KeptBytes);
        Assert.All(new[] { PhotoFiles.Maker, "Exif" }, text => Assert.DoesNotContain(text, Encoding.Latin1.GetString(picture)));
        Assert.Contains(await app.ReadAsync(db => db.Access.ToListAsync()), a => a.Columns == "VisitPhoto" && a.ActorId == supervisor.UserId);
    }

    [Fact]
    public async Task Photo_sealed_to_the_server_is_opened_there_and_another_ones_box_is_not()
    {
        await using var app = new CertifyApp();
        var sender = await Sender.OpenAsync(app);
        byte[] Box(string place) => Boxes.Seal(app.Services.GetRequiredService<VisitBox>().Public, File, place);
        var stolen = Box($"photo:{sender.Photo:D}:{Guid.Empty:D}");

        await sender.PutAsync(stolen, isSealed: true);
        var refused = await sender.PatchAsync(0, stolen);
        refused.Is(HttpStatusCode.UnprocessableEntity, "photos.wont_open");

        // What was refused is gone: it may be begun anew.
        var box = Box($"photo:{sender.Photo:D}:{sender.User:D}");
        Assert.Equal(HttpStatusCode.Created, (await sender.PutAsync(box, isSealed: true)).Status);
        Assert.True((await sender.PatchAsync(0, box)).Done);
        Assert.Equal(1, await app.ReadAsync(db => db.VisitPhotos.CountAsync()));
    }

    [Fact]
    public async Task Photo_that_is_not_what_was_announced_is_refused()
    {
        await using var app = new CertifyApp();
        var sender = await Sender.OpenAsync(app);
        var text = "no photo at all"u8.ToArray();

        await sender.PutAsync();
        Assert.Equal("photos.long", (await sender.PatchAsync(0, [.. File, 1])).Code);
        Assert.Equal("photos.hash", (await sender.PatchAsync(0, new byte[File.Length])).Code);
        await sender.PutAsync(text);
        Assert.Equal("photos.unreadable", (await sender.PatchAsync(0, text)).Code);
        Assert.Equal("photos.not_begun", (await sender.PatchAsync(0, text)).Code);

        Assert.Equal((0, 0), (await app.ReadAsync(db => db.VisitPhotos.CountAsync()), await app.ReadAsync(db => db.PhotoUploads.CountAsync())));
    }

    [Fact]
    public async Task Other_content_under_the_same_id_is_a_conflict()
    {
        await using var app = new CertifyApp();
        var sender = await Sender.OpenAsync(app);

        await sender.PutAsync();
        (await sender.PutAsync(PhotoFiles.Png())).Is(HttpStatusCode.Conflict, "photos.conflict");
        await sender.PatchAsync(0, File);

        (await sender.PutAsync(PhotoFiles.Png())).Is(HttpStatusCode.Conflict, "photos.conflict");
    }

    [Fact]
    public async Task Ninth_photo_is_refused()
    {
        await using var app = new CertifyApp();
        var sender = await Sender.OpenAsync(app);
        for (var i = 1; i <= VisitPhoto.PerVisit; i++)
            await app.Given.APhoto(sender.Visit, PhotoFiles.Png(40 + i));

        (await sender.PutAsync()).Is(HttpStatusCode.UnprocessableEntity, "photos.many");
    }

    [Fact]
    public async Task Another_inspectors_visit_is_not_there()
    {
        await using var app = new CertifyApp();
        var sender = await Sender.OpenAsync(app);
        await sender.PutAsync();
        var other = sender with { Client = (await app.SignInAsync(Roles.Inspector, "other-inspector")).Client };

        (await other.PutAsync()).Is(HttpStatusCode.NotFound, "photos.no_visit");
        (await other.PatchAsync(0, File)).Is(HttpStatusCode.NotFound, "photos.not_begun");
        (await other.GetAsync()).Is(HttpStatusCode.NotFound, "photos.not_begun");
    }

    [Theory]
    [InlineData("{", 400, "api.malformed")]
    [InlineData("null", 400, "api.malformed")]
    [InlineData("{\"size\":\"x\"}", 400, "api.malformed")]
    [InlineData("{\"subject\":\"\\ud800\"}", 400, "api.malformed")]
    [InlineData("{}", 422, "photos.refused")]
    [InlineData("{\"subject\":\"shopFront\",\"size\":0,\"sha256\":\"00\"}", 422, "photos.refused")]
    [InlineData("{\"subject\":\"shopFront\",\"size\":9999999999,\"sha256\":\"é0000000000000000000000000000000000000000000000000000000000000000\"}", 422, "photos.refused")]
    public async Task What_announces_no_photo_is_refused(string body, int status, string code)
    {
        await using var app = new CertifyApp();
        var sender = await Sender.OpenAsync(app);

        var answer = await sender.AskAsync(HttpMethod.Put, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal((status, code), ((int)answer.Status, answer.Code));
    }

    [Fact]
    public async Task Piece_must_be_bytes_small_and_say_where_it_begins()
    {
        await using var app = new CertifyApp();
        var sender = await Sender.OpenAsync(app);
        await sender.PutAsync();

        (await sender.AskAsync(HttpMethod.Patch, new StringContent("{}", Encoding.UTF8, "application/json"), "0")).Is(HttpStatusCode.UnsupportedMediaType, "photos.bytes_only");
        foreach (var offset in new[] { null, "", "-1", "x", "99999999999999999999999" })
            (await sender.AskAsync(HttpMethod.Patch, Bytes(File), offset)).Is(HttpStatusCode.BadRequest, "photos.offset_missing");
        (await sender.PatchAsync(0, new byte[PhotoUpload.PieceLimit + 1])).Is(HttpStatusCode.RequestEntityTooLarge, "photos.piece_large");
        sender.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal("api.cross_site", (await sender.PutAsync()).Code);
        Assert.Equal("api.cross_site", (await sender.PatchAsync(0, File)).Code);
    }

    private static ByteArrayContent Bytes(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    private sealed record Answer(HttpStatusCode Status, string? Code, int Offset, bool Done, string? OffsetHeader)
    {
        public void Is(HttpStatusCode status, string code) => Assert.Equal((status, code), (Status, Code));
    }

    private sealed record Sender(HttpClient Client, Guid Visit, Guid Photo, Guid User)
    {
        public static async Task<Sender> OpenAsync(CertifyApp app)
        {
            var visitor = await app.SignInAsync(Roles.Inspector);
            var visit = await app.Given.ARecordedVisit(await app.Given.AShop());
            return new(visitor.Client, visit, Guid.CreateVersion7(), (await app.Given.AUser(Roles.Inspector, Roles.Inspector)).Id);
        }

        public Task<Answer> PutAsync(byte[]? file = null, bool isSealed = false)
        {
            file ??= File;
            var at = new DateTimeOffset(2021, 8, 9, 13, 50, 0, TimeSpan.FromHours(8));
            return AskAsync(HttpMethod.Put, JsonContent.Create(new { subject = "shopFront", takenAt = at, sentAt = at.AddMinutes(5), size = file.Length, sha256 = Convert.ToHexStringLower(SHA256.HashData(file)), @sealed = isSealed }));
        }

        public Task<Answer> PatchAsync(int offset, byte[] piece) => AskAsync(HttpMethod.Patch, Bytes(piece), offset.ToString());

        public Task<Answer> GetAsync() => AskAsync(HttpMethod.Get, null);

        public async Task<Answer> AskAsync(HttpMethod method, HttpContent? body, string? offset = null)
        {
            using var request = new HttpRequestMessage(method, $"/api/v1/visits/{Visit}/photos/{Photo}") { Content = body };
            if (offset is not null)
                request.Headers.TryAddWithoutValidation("Upload-Offset", offset);
            using var response = await Client.SendAsync(request);
            var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            return new(response.StatusCode, json.TryGetProperty("code", out var code) ? code.GetString() : null, json.TryGetProperty("offset", out var at) ? at.GetInt32() : -1,
                json.TryGetProperty("done", out var done) && done.GetBoolean(), response.Headers.TryGetValues("Upload-Offset", out var values) ? values.Single() : null);
        }
    }
}
