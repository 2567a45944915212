using Certify.Badges.Open;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.OpenData;

/// <summary>What the open data are: files, fields, licence, and the days that are kept.</summary>
public sealed class IndexModel(OpenSnapshots snapshots) : PageModel
{
    /// <summary>Names in CSV and in JSON, and the key of what the field means.</summary>
    public static readonly IReadOnlyList<(string Csv, string Json, string Meaning)> Fields =
    [
        ("shop_name", "shopName", "open_data.f_shop_name"), ("registered_name", "registeredName", "open_data.f_registered_name"), ("address", "address", "open_data.f_address"),
        ("category", "category", "open_data.f_category"), ("subdistrict", "subdistrict", "open_data.f_subdistrict"), ("community", "community", "open_data.f_community"),
        ("issued_on", "issuedOn", "open_data.f_issued_on"), ("valid_until", "validUntil", "open_data.f_valid_until"),
        ("latitude", "latitude", "open_data.f_latitude"), ("longitude", "longitude", "open_data.f_longitude"),
    ];

    public IReadOnlyList<DateOnly> Days { get; private set; } = [];

    public void OnGet() => Days = snapshots.Days;
}
