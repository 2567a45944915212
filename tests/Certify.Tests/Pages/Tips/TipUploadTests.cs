using System.IO.Pipelines;
using System.Net;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Pages.Tips.TipFormSteps;

namespace Certify.Tests.Pages.Tips;

/// <summary>Photos on their way to the server: too large, too many at once. What was typed is never lost by them.</summary>
public sealed class TipUploadTests
{
    [Theory]
    [InlineData("zh-CN", "照片超过 12 MB", "也可以不附照片发送")]
    [InlineData("en", "The photo is larger than 12 MB", "or send without it")]
    public async Task Post_photo_of_30_MB_keeps_the_words_and_says_what_to_do(string language, string sentence, string hint)
    {
        await using var app = new CertifyApp(kestrel: true);
        var (visitor, form) = await OpenAsync(app, language);

        var refused = await visitor.SubmitAsync(form, Filled(), files: ("Input.Photo", "photo.jpg", new byte[30_000_000]));

        Assert.Contains(sentence, refused.TextOf("#photo-error"));
        Assert.Contains(hint, refused.Text);
        Assert.Equal((Place, Typed), (refused.Find("#Input_Place")!.GetAttribute("value"), refused.Find("#Input_Text")!.TextContent.Trim()));
        Assert.True(refused.Find("input[value='Wrong']")!.HasAttribute("checked"));
        Assert.Equal("/tips/sent", (await visitor.SubmitAsync(refused, [])).Path[..10]);
    }

    [Theory]
    [InlineData("zh-CN", "文件或内容过大", true)]
    [InlineData("en", "The file is too large", true)]
    [InlineData("zh-CN", "文件或内容过大", false)]
    public async Task Post_of_more_than_any_photo_is_413_with_a_sentence(string language, string sentence, bool photo)
    {
        await using var app = new CertifyApp(kestrel: true);
        var (visitor, form) = await OpenAsync(app, language);

        var refused = photo
            ? await visitor.SubmitAsync(form, Filled(), files: ("Input.Photo", "film.mp4", new byte[65 << 20]))
            : await visitor.SubmitAsync(form, new(StringComparer.Ordinal) { ["Input.Text"] = new string('x', 1_000_000) });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.Status);
        Assert.Contains(sentence, refused.TextOf("h1"));
    }

    [Theory]
    [InlineData(6, 1, "2001:db8:1:0::ffff", "2001:db8:1:77::1")]
    [InlineData(16, 4, "2001:db8:1:77::1", null)]
    public async Task Photos_at_once_are_limited_for_a_network_and_in_all_and_the_words_are_kept(int sending, int networks, string refusedFrom, string? welcomeFrom)
    {
        await using var app = new CertifyApp(kestrel: true, settings: new(StringComparer.Ordinal) { ["Certify:KnownProxies:0"] = "127.0.0.1", ["Certify:KnownProxies:1"] = "::1" });
        var (_, form) = await OpenAsync(app);
        var pipes = Enumerable.Range(0, sending).Select(_ => new Pipe()).ToList();
        var posts = pipes.Select((pipe, i) => PostAsync(From(app, $"2001:db8:1:{i % networks:x}::{i + 1:x}"), form, "", pipe.Reader.AsStream())).ToList();
        foreach (var pipe in pipes)
            await pipe.Writer.WriteAsync(new byte[100_000], TestContext.Current.CancellationToken);

        var refused = await UntilAsync(() => PostAsync(From(app, refusedFrom), form, "", new MemoryStream(PhotoFiles.Png())), p => p.TextOf("#photo-error").Length > 0);
        Assert.Contains("目前发送照片的人较多", refused.TextOf("#photo-error"));
        Assert.Equal(Place, refused.Find("#Input_Place")!.GetAttribute("value"));
        if (welcomeFrom is not null)
            Assert.Equal("/tips/sent", (await PostAsync(From(app, welcomeFrom), form, Typed, new MemoryStream(PhotoFiles.Png()))).Path);
        Assert.Equal("/tips/sent", (await PostAsync(From(app, refusedFrom), form, "没有照片", photo: null)).Path);

        foreach (var pipe in pipes)
            await pipe.Writer.CompleteAsync();
        Assert.All(await Task.WhenAll(posts), p => Assert.Equal(("请简要说明哪里有误。", ""), (p.TextOf("#text-error"), p.TextOf("#photo-error"))));
        Assert.Equal("/tips/sent", (await PostAsync(From(app, refusedFrom), form, "现在有照片", new MemoryStream(PhotoFiles.Png()))).Path);
    }

    [Fact]
    public async Task Post_that_is_no_form_or_breaks_off_is_refused_without_a_fault()
    {
        await using var app = new CertifyApp();
        var client = app.Anonymous().Client;
        using var torn = new StringContent("--x\r\nContent-Disposition: form-data; name=\"Input.Text\"\r\n\r\nhalf");
        torn.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } };
        using var nameless = new StringContent("--x--");
        nameless.Headers.ContentType = new("multipart/form-data");

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/tips", torn)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/tips", nameless)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/tips", new StringContent("{}"))).StatusCode);
        Assert.Equal(0, await app.ReadAsync(db => db.Tips.CountAsync()));
    }

    /// <summary>A client that sends while it reads: the app's own keeps a body back until it has all of it.</summary>
    private static Visitor From(CertifyApp app, string address)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.PublicUrl) };
        client.DefaultRequestHeaders.Add("Accept-Language", "zh-CN");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return new Visitor(client);
    }

    private static async Task<Page> PostAsync(Visitor visitor, Page form, string text, Stream? photo)
    {
        using var body = new MultipartFormDataContent
        {
            { new StringContent(form.Find("input[name='number']")!.GetAttribute("value")!), "number" },
            { new StringContent("Wrong"), "Input.Kind" },
            { new StringContent(Place), "Input.Place" },
            { new StringContent(text), "Input.Text" },
        };
        if (photo is not null)
            body.Add(new StreamContent(photo), "Input.Photo", "photo.png");
        return await Page.ReadAsync(await visitor.Client.PostAsync("/tips", body));
    }

    /// <summary>Asks again until the answer is the one that is waited for: the others need a moment to get there.</summary>
    private static async Task<Page> UntilAsync(Func<Task<Page>> ask, Func<Page, bool> is_)
    {
        for (var i = 0; ; i++)
        {
            var page = await ask().WaitAsync(TimeSpan.FromSeconds(10));
            if (is_(page) || i == 40)
                return page;
            await Task.Delay(100);
        }
    }
}
