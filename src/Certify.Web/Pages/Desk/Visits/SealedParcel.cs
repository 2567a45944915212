using System.Buffers.Text;
using System.Text.Json;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>What was sealed on a laptop: a finished visit, a draft whose key had to go, that no visit came of it, a re-check, a badge that hangs elsewhere, a shop that no list has.</summary>
public enum ParcelKind { Visit, Draft, Attempt, Recheck, Misplaced, Found }

/// <summary>A sealed box and what stands beside it: what the outbox sends (<c>POST /api/v1/visits/sealed</c>), and what it exports to a file.</summary>
/// <param name="Id">Of the visit, or of what it is.</param>
/// <param name="Kind"></param>
/// <param name="ShopId"></param>
/// <param name="SentAt">By the sender's clock, at this try; empty in a file, which says nothing of when it is read.</param>
/// <param name="User">Whose laptop it was; a file alone says so, a sender is signed in.</param>
/// <param name="SavedAt">By the laptop's clock; null: not said.</param>
/// <param name="Box">Sealed form fields (<c>application/x-www-form-urlencoded</c>).</param>
public sealed record SealedParcel(Guid Id, ParcelKind Kind, Guid ShopId, string SentAt, Guid? User, DateTimeOffset? SavedAt, byte[] Box)
{
    private static readonly IReadOnlyDictionary<string, ParcelKind> Kinds = Enum.GetValues<ParcelKind>().ToDictionary(k => JsonNamingPolicy.CamelCase.ConvertName(k.ToString()), StringComparer.Ordinal);

    /// <summary>Null: no parcel.</summary>
    public static SealedParcel? Read(JsonElement body)
    {
        string? Text(string name) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (!Kinds.TryGetValue(Text("kind") ?? "", out var kind) || !Guid.TryParse(Text("id"), out var id) || !Guid.TryParse(Text("shopId"), out var shop) || Text("box") is not { } box || !Base64Url.IsValid(box))
            return null;
        return new(id, kind, shop, Text("sentAt") ?? "", Guid.TryParse(Text("user"), out var user) ? user : null, VisitReading.Moment(Text("savedAt")), Base64Url.DecodeFromChars(box));
    }

    /// <summary>What the box was bound to when it was sealed: another visit's, shop's or inspector's box does not open.</summary>
    public string PlaceOf(Guid user) => $"{Name}:{Id:D}:{ShopId:D}:{user:D}";

    /// <summary>As boxes were bound before the shop was: those may still lie on laptops.</summary>
    public string OlderPlaceOf(Guid user) => $"{Name}:{Id:D}:{user:D}";

    private string Name => JsonNamingPolicy.CamelCase.ConvertName(Kind.ToString());
}
