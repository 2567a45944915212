using System.Text;
using Certify.Photos;
using Certify.Tests.Support;
using SkiaSharp;

namespace Certify.Tests.Rules;

public sealed class PhotoIntakeTests
{
    [Fact]
    public async Task Clean_phone_photo_keeps_the_picture_and_nothing_else()
    {
        var photo = PhotoFiles.FromAPhone();
        Assert.All(new[] { PhotoFiles.Maker, PhotoFiles.Comment, PhotoFiles.Xmp, PhotoFiles.Behind, "Exif" }, text => Assert.Contains(text, Latin(photo)));

        var kept = await CleanAsync(photo);

        Assert.All(new[] { PhotoFiles.Maker, PhotoFiles.Comment, PhotoFiles.Xmp, PhotoFiles.Behind, "Exif", "ICC_PROFILE" }, text => Assert.DoesNotContain(text, Latin(kept)));
        // JFIF header, tables, frame and scan: no application segment that could carry anything.
        Assert.All(Segments(kept), marker => Assert.Contains(marker, new byte[] { 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD, 0xDA }));
        using var picture = SKBitmap.Decode(kept);
        Assert.Equal((1600, 1067), (picture.Width, picture.Height));
        Assert.True(IsRed(picture, 0.25, 0.25) && !IsRed(picture, 0.75, 0.75));
    }

    /// <summary>CIPA DC-008, orientation: where the red upper left quarter is to be seen, and whether the picture lies on its side.</summary>
    [Theory]
    [InlineData(1, 0.25, 0.25, false)]
    [InlineData(2, 0.75, 0.25, false)]
    [InlineData(3, 0.75, 0.75, false)]
    [InlineData(4, 0.25, 0.75, false)]
    [InlineData(5, 0.25, 0.25, true)]
    [InlineData(6, 0.75, 0.25, true)]
    [InlineData(7, 0.75, 0.75, true)]
    [InlineData(8, 0.25, 0.75, true)]
    public async Task Clean_photo_stands_as_it_was_held(byte orientation, double x, double y, bool turned)
    {
        using var picture = SKBitmap.Decode(await CleanAsync(PhotoFiles.FromAPhone(600, 400, orientation)));

        Assert.Equal(turned ? (400, 600) : (600, 400), (picture.Width, picture.Height));
        Assert.True(IsRed(picture, x, y), "red is elsewhere");
        Assert.False(IsRed(picture, 1 - x, 1 - y), "red is everywhere");
    }

    [Fact]
    public async Task Clean_photo_that_will_not_get_small_is_made_smaller()
    {
        var kept = await CleanAsync(PhotoFiles.Noise(3000, 2250));

        Assert.InRange(kept.Length, 1, PhotoIntake.KeptBytes);
        Assert.NotNull(SKBitmap.Decode(kept));
    }

    [Fact]
    public async Task Clean_png_becomes_a_jpeg()
    {
        var kept = await CleanAsync(PhotoFiles.Png());

        Assert.Equal([0xFF, 0xD8, 0xFF], kept[..3]);
        using var picture = SKBitmap.Decode(kept);
        Assert.True(IsRed(picture, 0.25, 0.25));
    }

    [Theory]
    [InlineData(30_000, 30_000)]
    [InlineData(5_001, 5_000)]
    public async Task Clean_bomb_is_refused_by_its_header(int width, int height)
    {
        using var intake = new PhotoIntake();

        var result = await intake.CleanAsync(PhotoFiles.Bomb(width, height), TestContext.Current.CancellationToken);

        Assert.Equal(("photos.pixels", 25), (result.Refusal?.Code, result.Refusal?.Args[0]));
    }

    public static TheoryData<string> NoPhotos => ["empty", "text", "svg", "gif", "half", "header"];

    [Theory]
    [MemberData(nameof(NoPhotos))]
    public async Task Clean_what_is_no_whole_photo_is_refused(string what)
    {
        var photo = PhotoFiles.FromAPhone(600, 400);
        byte[] file = what switch
        {
            "text" => "not a photo"u8.ToArray(),
            "svg" => "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"u8.ToArray(),
            "gif" => Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"),
            "half" => photo[..(photo.Length / 2)],
            "header" => photo[..20],
            _ => [],
        };
        using var intake = new PhotoIntake();

        Assert.Equal("photos.unreadable", (await intake.CleanAsync(file, TestContext.Current.CancellationToken)).Refusal?.Code);
    }

    [Fact]
    public async Task Clean_file_that_is_too_long_is_refused()
    {
        using var intake = new PhotoIntake();

        var result = await intake.CleanAsync(PhotoFiles.Png().Concat(new byte[PhotoIntake.UploadBytes]).ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(("photos.large", 12), (result.Refusal?.Code, result.Refusal?.Args[0]));
    }

    private static async Task<byte[]> CleanAsync(byte[] photo)
    {
        using var intake = new PhotoIntake();
        var result = await intake.CleanAsync(photo, TestContext.Current.CancellationToken);
        Assert.True(result.Ok, result.Refusal?.Code);
        return result.Value!;
    }

    private static bool IsRed(SKBitmap picture, double x, double y) =>
        picture.GetPixel((int)(picture.Width * x), (int)(picture.Height * y)) is { Red: > 200, Green: < 90, Blue: < 90 };

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static IEnumerable<byte> Segments(byte[] jpeg)
    {
        for (var at = 2; ;)
        {
            Assert.Equal(0xFF, jpeg[at]);
            yield return jpeg[at + 1];
            if (jpeg[at + 1] == 0xDA)
                yield break;
            at += 2 + (jpeg[at + 2] << 8) + jpeg[at + 3];
        }
    }
}
