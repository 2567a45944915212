namespace Certify.Shops.Import;

/// <summary>A shop as one row of a registry says it, read and folded. Coordinates are WGS-84.</summary>
public sealed record ShopRow(
    string Name, string? Signboard, string? Uscc, string Category, string Address, string? Subdistrict, string? Community,
    string? Responsible, string? Phone, int? StaffCount, DateOnly? Founded, GeoPoint? Place);

/// <summary>What the person who imports has said about the file.</summary>
/// <param name="Datum">The datum of its coordinates.</param>
/// <param name="SwapCoordinates">Whether latitude and longitude that stand in each other's column are put right.</param>
/// <param name="Categories">Folded names of categories, known ones and those that the person has mapped, to the category's code.</param>
/// <param name="Today">Days after it can't have happened.</param>
public sealed record ShopRowOptions(Datum Datum, bool SwapCoordinates, IReadOnlyDictionary<string, string> Categories, DateOnly Today);

/// <summary>The columns of a registry.</summary>
public static class ShopColumns
{
    public const string Name = "name", Signboard = "signboard", Uscc = "uscc", Category = "category", Address = "address",
        Subdistrict = "subdistrict", Community = "community", Responsible = "responsible", Phone = "phone", StaffCount = "staffCount",
        Founded = "founded", Latitude = "latitude", Longitude = "longitude";

    public static IReadOnlyList<ImportColumn> All { get; } =
    [
        new(Name, true, "主体名称", "市场主体名称", "企业名称", "经营户名称", "经营者名称", "单位名称", "场所名称", "登记名称", "商户名称", "字号名称", "商家名称", "店铺名称", "名称", "店名", "门店名称", "字号", "registered name", "shop name", "company name", "business name", "name", "shop"),
        new(Signboard, false, "招牌名称", "门头名称", "店招名称", "招牌", "门头", "店招", "店名", "门店名称", "字号", "signboard", "signboard name", "trading name"),
        new(Uscc, false, "统一社会信用代码", "社会信用代码", "统一信用代码", "信用代码", "统一代码", "营业执照号", "营业执照号码", "注册号", "uscc", "credit code", "unified social credit code", "license no"),
        new(Category, false, "业态", "业态类型", "类别", "行业", "行业类别", "经营类别", "场所类型", "类型", "category", "trade", "type"),
        new(Address, false, "经营地址", "经营场所", "经营场所地址", "详细地址", "店铺地址", "场所地址", "实际经营地址", "住所", "注册地址", "地址", "address", "business address"),
        new(Subdistrict, false, "所属街道", "街道", "所在街道", "乡镇街道", "街道办", "镇街", "街道乡镇", "subdistrict", "street office", "township"),
        new(Community, false, "所属社区", "社区", "所在社区", "社区村", "村社区", "村居", "community", "neighbourhood"),
        new(Responsible, false, "负责人", "经营者", "经营者姓名", "法定代表人", "法人", "法人代表", "负责人姓名", "联系人", "responsible", "owner", "contact", "person in charge"),
        new(Phone, false, "联系电话", "手机号", "手机号码", "电话", "联系方式", "负责人电话", "手机", "phone", "telephone", "mobile", "phone number"),
        new(StaffCount, false, "从业人数", "从业人员数", "员工人数", "人数", "员工数", "从业人员", "staff", "staff count", "employees"),
        new(Founded, false, "成立日期", "注册日期", "登记日期", "开业日期", "核准日期", "founded", "founded on", "registered on", "established"),
        new(Latitude, false, "纬度", "lat", "latitude", "y坐标"),
        new(Longitude, false, "经度", "lon", "lng", "long", "longitude", "x坐标"),
    ];
}
