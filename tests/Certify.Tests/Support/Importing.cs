namespace Certify.Tests.Support;

/// <summary>Somebody who imports files on the web, page by page.</summary>
public sealed class Importing(Visitor visitor)
{
    public Task<Page> StageAsync(string kind, string testFile) => StageAsync(kind, testFile, File.ReadAllBytes(TestFile.PathOf(testFile)));

    /// <summary>Uploads, takes the columns as proposed, and waits for the preview.</summary>
    public async Task<Page> StageAsync(string kind, string fileName, byte[] bytes)
    {
        var columns = await UploadAsync(kind, fileName, bytes);
        Assert.EndsWith("/columns", columns.Path);
        return await FinishedAsync(await visitor.SubmitAsync(columns, [], "form:has(.columns)"));
    }

    public async Task<Page> UploadAsync(string kind, string fileName, byte[] bytes) =>
        await visitor.SubmitAsync(await visitor.OpenAsync("/desk/imports"), new() { ["Input.Kind"] = kind }, files: [("Input.File", fileName, bytes)]);

    public async Task<Page> PublishAsync(Page preview) => await FinishedAsync(await visitor.SubmitAsync(preview, [], "form[action*='handler=Publish']"));

    /// <summary>Looks again until the worker is done.</summary>
    public async Task<Page> FinishedAsync(Page page)
    {
        while (page.Find("[data-progress]") is not null) page = await visitor.OpenAsync(new Uri(page.Address).AbsolutePath);
        return page;
    }
}
