using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace BadgeExample;

/// <summary>
/// Asks the service about a badge, and spares it the work where nothing changed:
/// <c>new BadgeApi(http, "https://certify.example").StatusAsync("HTTPS://CERTIFY.EXAMPLE/V/2KCE…")</c>
/// </summary>
public sealed class BadgeApi(HttpClient http, string issuer)
{
    private readonly Dictionary<string, (string Tag, string Status)> known = [];

    public async Task<string> StatusAsync(string scanned)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{issuer}/api/v1/verify?text={Uri.EscapeDataString(scanned)}");
        if (known.TryGetValue(scanned, out var last)) request.Headers.IfNoneMatch.ParseAdd(last.Tag);
        using var response = await http.SendAsync(request);
        if (response.StatusCode == HttpStatusCode.NotModified) return last.Status;
        var answer = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var status = answer.GetProperty("status").GetString()!;
        if (response.Headers.ETag is { } tag) known[scanned] = (tag.ToString(), status);
        return status;
    }
}
