using System.ComponentModel.DataAnnotations;
using Certify.Data;
using Certify.Shops;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Shops;

/// <summary>A shop's facts as a form; adding and editing share it. Limits are the entity's, rules the service's.</summary>
public sealed class ShopForm
{
    [StringLength(40, ErrorMessage = "form.too_long")]
    public string? Uscc { get; set; }

    [Required(ErrorMessage = "form.required"), StringLength(Shop.NameLimit, ErrorMessage = "form.too_long")]
    public string RegisteredName { get; set; } = "";

    [Required(ErrorMessage = "form.required")]
    public string Category { get; set; } = "";

    [Required(ErrorMessage = "form.required"), StringLength(Shop.AddressLimit, ErrorMessage = "form.too_long")]
    public string Address { get; set; } = "";

    [Required(ErrorMessage = "form.required"), StringLength(Grid.NameLimit, ErrorMessage = "form.too_long")]
    public string Subdistrict { get; set; } = "";

    [Required(ErrorMessage = "form.required"), StringLength(Grid.NameLimit, ErrorMessage = "form.too_long")]
    public string Community { get; set; } = "";

    [StringLength(60, ErrorMessage = "form.too_long")]
    public string? ContactName { get; set; }

    [StringLength(60, ErrorMessage = "form.too_long")]
    public string? ContactPhone { get; set; }

    [Range(0, 100_000, ErrorMessage = "form.unreadable")]
    public int? ClaimedStaff { get; set; }

    [StringLength(20, ErrorMessage = "form.too_long")]
    public string? EstablishedOn { get; set; }

    /// <summary>The version that the person saw.</summary>
    public int Version { get; set; }

    public ShopEntry Entry(Shop? shop = null) => new(
        Uscc, RegisteredName, Address, Category, Subdistrict, Community, ContactName, ContactPhone, ClaimedStaff, EstablishedOn, shop?.Latitude, shop?.Longitude);

    /// <summary>Puts a refusal beside the field that it speaks of.</summary>
    public static string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "shops.name_missing" => "Input.RegisteredName",
        "shops.address_missing" or "shops.same_address" => "Input.Address",
        "shops.category_unknown" => "Input.Category",
        "shops.grid_missing" => "Input.Subdistrict",
        "shops.phone_unreadable" => "Input.ContactPhone",
        "shops.day_unreadable" => "Input.EstablishedOn",
        _ when refusal.Code.StartsWith("uscc.", StringComparison.Ordinal) => "Input.Uscc",
        _ => "",
    };
}

/// <summary>Grids to choose from while typing.</summary>
public sealed record GridChoices(IReadOnlyList<string> Subdistricts, IReadOnlyList<string> Communities)
{
    public static async Task<GridChoices> ReadAsync(CertifyDb db, CancellationToken cancel)
    {
        var grids = await db.Grids.AsNoTracking().OrderBy(grid => grid.Subdistrict).ThenBy(grid => grid.Community).ToListAsync(cancel);
        return new([.. grids.Select(grid => grid.Subdistrict).Distinct(StringComparer.Ordinal)], [.. grids.Select(grid => grid.Community).Distinct(StringComparer.Ordinal)]);
    }
}

/// <summary>What a page does with a refusal: its sentence at the field, and the way to the shop that is already there.</summary>
public static class ShopRefusals
{
    public static Guid? Add(this ModelStateDictionary state, Refusal refusal, Text.Words words)
    {
        state.AddModelError(ShopForm.FieldOf(refusal), words[refusal]);
        return refusal is { Code: "shops.duplicate", Args: [_, _, Guid other] } ? other : null;
    }
}

/// <summary>Where a shop is, as fields; adding, editing and moving share them.</summary>
public sealed record PlaceFields(string Address, string Subdistrict, string Community, GridChoices Choices);
