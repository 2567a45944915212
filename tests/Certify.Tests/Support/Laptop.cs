using System.Buffers.Text;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Certify.Accounts;

namespace Certify.Tests.Support;

/// <summary>What a laptop sends, and, with <paramref name="User"/> and <paramref name="SavedAt"/>, exports to a file.</summary>
internal sealed record Sent(Guid Id, string Kind, Guid ShopId, string SentAt, string Box, Guid? User = null, string? SavedAt = null)
{
    public byte[] AsFile() => JsonSerializer.SerializeToUtf8Bytes(new { Id, Kind, ShopId, User, SavedAt, Box }, JsonSerializerOptions.Web);
}

/// <summary>An inspector's laptop that seals as client/field/box.js does.</summary>
internal sealed class Laptop(Visitor visitor, Guid user, byte[] server)
{
    public const string Address = "/api/v1/visits/sealed";

    public Visitor Visitor { get; } = visitor;
    public Guid User { get; } = user;

    public static async Task<Laptop> OpenAsync(CertifyApp app, string name = Roles.Inspector)
    {
        var visitor = await app.SignInAsync(Roles.Inspector, name);
        var known = await visitor.Client.GetFromJsonAsync<JsonElement>("/api/v1/sealing-key");
        return new(visitor, known.GetProperty("user").GetGuid(), Base64Url.DecodeFromChars(known.GetProperty("key").GetString()));
    }

    public Sent Parcel(string kind, Guid id, Guid shop, string fields, string? place = null) =>
        new(id, kind, shop, CertifyApp.Start.ToString("O"), Base64Url.EncodeToString(Boxes.Seal(server, Encoding.UTF8.GetBytes(fields), place ?? $"{kind}:{id:D}:{shop:D}:{User:D}")), User, CertifyApp.Start.ToString("O"));

    public Task<HttpResponseMessage> PostAsync(Sent parcel) => Visitor.Client.PostAsJsonAsync(Address, parcel);

    /// <summary>A visit's form as the page would send it: one new person, all measures passed.</summary>
    public static string Fields(Guid id, string name, string dose = "5.6")
    {
        var at = CertifyApp.Start.ToString("O");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Input.Id"] = id.ToString(),
            ["Input.StartedAt"] = at,
            ["Input.FinishedAt"] = at,
            ["Input.Notice"] = "Duty",
            ["Input.Rows.Index"] = "n0",
            ["Input.Rows[n0].Name"] = name,
            ["Input.Rows[n0].IdNumber"] = "11010519491231002X",
            ["Input.Rows[n0].Phone"] = "19000005423",
            ["Input.Rows[n0].Vaccine"] = "科兴",
            ["Input.Rows[n0].Dose1"] = dose,
            ["Input.Rows[n0].Dose2"] = "6.1",
        };
        foreach (var measure in new[] { "RealName", "Masks", "Temperature", "Codes", "Ventilation", "Disinfection" })
            fields["Input." + measure] = "true";
        return Form(fields);
    }

    public static string Form(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"));
}
