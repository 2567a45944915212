using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Certify.Tests.Support;

/// <summary>
/// axe-core on an open page, and whether anything sticks out sideways. Our pages hold no frames, so axe is run in the page at once: its Playwright
/// binding opens a blank page beside each one to gather the frames' results, which takes five times as long.
/// </summary>
public static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>What is wrong, a line a fault: the address, axe's rule and the element. Empty when nothing is.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page)
    {
        Assert.Equal(0, await page.Locator("iframe").CountAsync());
        await page.EvaluateAsync(Script);
        var found = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.map(v => [v.id, ...v.nodes.map(n => n.html)]))");
        var address = new Uri(page.Url).PathAndQuery;
        var faults = found.EnumerateArray().Select(v => $"{address}: {string.Join(' ', v.EnumerateArray().Select(t => t.GetString()))}").ToList();
        return [.. faults, .. await WidthFaultsAsync(page)];
    }

    /// <summary>Whether anything sticks out sideways, alone.</summary>
    public static async Task<IReadOnlyList<string>> WidthFaultsAsync(IPage page) =>
        await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth") ? [$"{new Uri(page.Url).PathAndQuery}: wider than the screen"] : [];
}
