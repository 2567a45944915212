using Certify.Shops;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Visits;

/// <summary>A visit as it is typed into the page without JavaScript.</summary>
internal static class TypedVisit
{
    private static readonly string[] Measures = ["realName", "masks", "temperature", "codes", "ventilation", "disinfection"];

    public static Task<Page> OpenAsync(CertifyApp app, Visitor inspector, Shop shop) => inspector.OpenAsync($"/desk/visits/new?shop={shop.Id}");

    public static Task<Page> Press(Visitor inspector, Page page, string action, IEnumerable<KeyValuePair<string, string>> fields) =>
        inspector.SubmitAsync(page, fields.ToDictionary(StringComparer.Ordinal), "#visit", ("action", action));

    public static IEnumerable<KeyValuePair<string, string>> Row(int i, string name, string id, string dose1 = "5.6", string dose2 = "6.1") =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Name"] = name,
            ["IdNumber"] = id,
            ["Phone"] = "19000005423",
            ["Position"] = "服务员",
            ["Vaccine"] = "科兴",
            ["Dose1"] = dose1,
            ["Dose2"] = dose2,
        }.Select(f => KeyValuePair.Create($"Input.Rows[{i}].{f.Key}", f.Value));

    public static IEnumerable<KeyValuePair<string, string>> Filled() =>
        Measures.Select(m => KeyValuePair.Create($"Input.Passed[{m}]", "true")).Append(new("Input.Notice", "Duty"));
}
