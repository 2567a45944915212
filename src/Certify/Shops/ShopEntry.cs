using Certify.Shops.Import;

namespace Certify.Shops;

/// <summary>A shop as a person types it, before anything is folded or checked.</summary>
public sealed record ShopEntry(
    string? Uscc, string RegisteredName, string Address, string Category, string? Subdistrict, string? Community,
    string? ContactName = null, string? ContactPhone = null, int? ClaimedStaff = null, string? EstablishedOn = null, double? Latitude = null, double? Longitude = null)
{
    /// <summary>
    /// Folds and checks, by the same rules as an import. Refusals: <c>uscc.*</c>, <c>shops.name_missing</c>, <c>shops.address_missing</c>,
    /// <c>shops.category_unknown</c>, <c>shops.grid_missing</c>, <c>shops.phone_unreadable</c>, <c>shops.day_unreadable</c>, <c>shops.place_outside</c>.
    /// </summary>
    public Result<ShopFacts> Read(DateOnly today)
    {
        var code = Shops.Uscc.Parse(Uscc);
        if (code.Refusal is { } wrong && wrong.Code != "uscc.missing") return wrong;
        var (name, address) = (CellReader.Line(RegisteredName), CellReader.Line(Address));
        if (name.Length == 0) return new Refusal("shops.name_missing");
        if (address.Length == 0) return new Refusal("shops.address_missing");
        if (name.Length > Shop.NameLimit || address.Length > Shop.AddressLimit) return new Refusal("form.too_long");
        if (Shops.Category.Find(Category) is null) return new Refusal("shops.category_unknown");
        if (string.IsNullOrWhiteSpace(Subdistrict) && string.IsNullOrWhiteSpace(Community)) return new Refusal("shops.grid_missing");
        if (!string.IsNullOrWhiteSpace(ContactPhone) && CellReader.Phone(ContactPhone) is null) return new Refusal("shops.phone_unreadable", ContactPhone);
        var day = string.IsNullOrWhiteSpace(EstablishedOn) ? null : CellReader.Day(EstablishedOn);
        if (!string.IsNullOrWhiteSpace(EstablishedOn) && (day is null || day > today)) return new Refusal("shops.day_unreadable", EstablishedOn);
        if ((Latitude is null) != (Longitude is null) || (Latitude is { } north && !Geo.InChina(north, Longitude!.Value))) return new Refusal("shops.place_outside");
        return new ShopFacts(code.Ok ? code.Value.ToString() : null, name, address, Category, ClaimedStaff, day, Latitude, Longitude);
    }
}
