using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Certify.Tests.Support;

/// <summary>Someone at a browser without JavaScript: opens pages, reads them, sends their forms with all that is in them.</summary>
public sealed class Visitor(HttpClient client)
{
    public HttpClient Client { get; } = client;

    public async Task<Page> OpenAsync(string address) => await Page.ReadAsync(await Client.GetAsync(address));

    /// <summary>Fills the form that <paramref name="selector"/> finds (the last one on the page by default) and presses its button.</summary>
    /// <param name="page"></param>
    /// <param name="values"></param>
    /// <param name="selector"></param>
    /// <param name="button">Value of the button's <c>name=value</c>, where a form has several.</param>
    /// <param name="files"></param>
    public async Task<Page> SubmitAsync(Page page, Dictionary<string, string> values, string? selector = null, (string Name, string Value)? button = null, params (string Field, string FileName, byte[] Bytes)[] files)
    {
        var form = (IHtmlFormElement?)(selector is null ? page.Document.QuerySelectorAll("main form").LastOrDefault() : page.Document.QuerySelector(selector))
            ?? throw new InvalidOperationException("No such form on the page:\n" + page.Text);
        var fields = Fields(form).Where(f => !values.ContainsKey(f.Key)).Concat(values).ToList();
        if (button is { } pressed)
            fields.Add(new(pressed.Name, pressed.Value));
        var action = new Uri(new Uri(page.Address), form.GetAttribute("action") is { Length: > 0 } a ? a : page.Address);
        if (string.Equals(form.Method, "get", StringComparison.OrdinalIgnoreCase))
        {
            var query = string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"));
            return await OpenAsync(action.GetLeftPart(UriPartial.Path) + "?" + query);
        }
        return await Page.ReadAsync(await Client.PostAsync(action, Body(fields, files)));
    }

    private static HttpContent Body(List<KeyValuePair<string, string>> fields, (string Field, string FileName, byte[] Bytes)[] files)
    {
        if (files.Length == 0)
            return new FormUrlEncodedContent(fields);
        var body = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            body.Add(new StringContent(value), name);
        foreach (var (field, fileName, bytes) in files)
            body.Add(new ByteArrayContent(bytes), field, fileName);
        return body;
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(IHtmlFormElement form)
    {
        foreach (var element in form.Elements)
        {
            switch (element)
            {
                case IHtmlInputElement { Name.Length: > 0, IsDisabled: false, Type: "checkbox" or "radio" } choice:
                    if (choice.IsChecked)
                        yield return new(choice.Name!, choice.Value);
                    break;
                case IHtmlInputElement { Name.Length: > 0, IsDisabled: false, Type: not ("submit" or "button" or "file") } input:
                    yield return new(input.Name!, input.Value);
                    break;
                case IHtmlTextAreaElement { Name.Length: > 0, IsDisabled: false } area:
                    yield return new(area.Name!, area.Value);
                    break;
                case IHtmlSelectElement { Name.Length: > 0, IsDisabled: false } select:
                    yield return new(select.Name!, select.Value ?? "");
                    break;
            }
        }
    }
}

/// <summary>A page as it came.</summary>
public sealed class Page
{
    public required HttpStatusCode Status { get; init; }
    public required string Address { get; init; }
    public required string Html { get; init; }
    public required IDocument Document { get; init; }
    public required HttpResponseMessage Response { get; init; }

    /// <summary>Path and query of <see cref="Address"/>.</summary>
    public string Path => new Uri(Address).PathAndQuery;

    /// <summary>What a person reads, blanks folded.</summary>
    public string Text => string.Join(' ', (Document.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public IElement? Find(string selector) => Document.QuerySelector(selector);

    public string TextOf(string selector) =>
        string.Join(' ', Document.QuerySelectorAll(selector).SelectMany(e => e.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    public static async Task<Page> ReadAsync(HttpResponseMessage response)
    {
        var address = response.RequestMessage!.RequestUri!.ToString();
        var html = await response.Content.ReadAsStringAsync();
        var document = await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html).Address(address));
        return new Page { Status = response.StatusCode, Address = address, Html = html, Document = document, Response = response };
    }
}
