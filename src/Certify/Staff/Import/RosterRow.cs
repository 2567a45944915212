using Certify.Shops.Import;

namespace Certify.Staff.Import;

/// <summary>A person on a roster as one row says it, read and folded. In clear, and therefore in memory or sealed only.</summary>
public sealed record RosterRow(
    Guid ShopId, string Name, IdType IdType, string IdNumber, string Phone, string Position, string? Vaccine, IReadOnlyList<DateOnly> Doses, string? Reason)
{
    public Profile Profile => new(Name, IdType, IdNumber, Phone);

    public HealthRecord Health => new([.. Doses.Select(on => new Dose(Vaccine!, on, DoseProof.Booklet))], null, Reason);
}

/// <summary>The columns of a roster of many shops in one sheet.</summary>
public static class RosterColumns
{
    public const string Shop = "shop", Uscc = "uscc", Name = "personName", IdType = "idType", IdNumber = "idNumber", Phone = "phone",
        Position = "position", Vaccine = "vaccine", Dose1 = "dose1", Dose2 = "dose2", Dose3 = "dose3", Reason = "reason";

    public static IReadOnlyList<string> Doses { get; } = [Dose1, Dose2, Dose3];

    public static IReadOnlyList<ImportColumn> All { get; } =
    [
        new(Name, true, "姓名", "员工姓名", "人员姓名", "从业人员", "从业人员姓名", "name", "full name"),
        new(IdNumber, true, "证件号码", "身份证号", "身份证号码", "身份证", "证件号", "公民身份号码", "id number", "id no"),
        new(Shop, false, "店名", "主体名称", "企业名称", "单位名称", "场所名称", "商户名称", "工作单位", "名称", "shop", "shop name"),
        new(Uscc, false, "统一社会信用代码", "社会信用代码", "信用代码", "uscc", "credit code"),
        new(IdType, false, "证件类型", "证件种类", "id type"),
        new(Phone, false, "手机号", "手机号码", "联系电话", "电话", "手机", "联系方式", "phone", "mobile"),
        new(Position, false, "岗位", "职务", "工种", "position", "job"),
        new(Vaccine, false, "疫苗", "疫苗名称", "疫苗厂家", "生产企业", "疫苗种类", "vaccine", "product"),
        new(Dose1, false, "第一针", "第1针", "第一剂", "第1剂", "第一针日期", "第一剂日期", "第1剂日期", "第一针接种日期", "第一剂接种日期", "first dose", "dose 1"),
        new(Dose2, false, "第二针", "第2针", "第二剂", "第2剂", "第二针日期", "第二剂日期", "第2剂日期", "第二针接种日期", "第二剂接种日期", "second dose", "dose 2"),
        new(Dose3, false, "第三针", "第3针", "第三剂", "第3剂", "第三针日期", "第三剂日期", "第3剂日期", "第三针接种日期", "第三剂接种日期", "third dose", "dose 3"),
        new(Reason, false, "未接种原因", "不接种原因", "未接种理由", "原因", "备注", "reason"),
    ];
}
