namespace Certify.Shops;

/// <summary>业态. Codes are stable; names are what registries write and pages show.</summary>
public sealed record Category(string Code, string NameZh, string NameEn)
{
    public static readonly IReadOnlyList<Category> All =
    [
        new("catering", "餐饮", "Catering"),
        new("supermarket", "商超", "Shops and supermarkets"),
        new("market", "农贸市场", "Market stalls"),
        new("tea", "茶饮烘焙", "Tea and bakery"),
        new("pharmacy", "药店", "Pharmacies"),
        new("hotel", "宾馆酒店", "Hotels"),
        new("beauty", "理发美容", "Hair and beauty"),
        new("clothing", "服装鞋帽", "Clothing and shoes"),
        new("home", "建材家居", "Building and home"),
        new("car", "洗车汽修", "Car wash and repair"),
        new("leisure", "文体娱乐", "Sport and leisure"),
        new("station", "车站", "Stations"),
        new("school", "学校", "Schools"),
        new("other", "其他", "Other"),
    ];

    public static Category? Find(string code) => All.FirstOrDefault(c => c.Code == code);

    public static Category? FindByName(string name) =>
        All.FirstOrDefault(c => c.NameZh == name || string.Equals(c.NameEn, name, StringComparison.OrdinalIgnoreCase) || string.Equals(c.Code, name, StringComparison.OrdinalIgnoreCase));
}
