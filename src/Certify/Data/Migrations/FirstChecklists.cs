using Microsoft.EntityFrameworkCore.Migrations;

namespace Certify.Data.Migrations;

/// <summary>The first version of each list, and what was written before there were lists put into their words. Written once: what has been published is changed by publishing.</summary>
internal static class FirstChecklists
{
    private static readonly (int Bit, string Key, string Zh, string En)[] Six =
    [
        (1, "realName", "实名登记", "Real-name registration"), (2, "masks", "佩戴口罩", "Masks worn"), (4, "temperature", "测量体温", "Temperature taken"),
        (8, "codes", "查验健康码与接种记录", "Health code and vaccination record checked"), (16, "ventilation", "通风", "Ventilation"), (32, "disinfection", "消杀", "Disinfection"),
    ];

    private static readonly (int Number, string Checklist, (string Key, string Zh, string En, bool Required)[] Items)[] Lists =
    [
        (1, "shop", [.. Six.Select(m => (m.Key, m.Zh, m.En, true))]),
        (2, "station",
        [
            ("temperature", "进站口测温设备运行正常", "Temperature gates at the entrances work", true),
            ("codes", "旅客扫码、查验健康码", "Passengers scan in and show their health code", true),
            ("masks", "工作人员和旅客佩戴口罩", "Staff and passengers wear masks", true),
            ("ventilation", "候车厅通风换气", "Waiting halls are ventilated", true),
            ("hallDisinfection", "候车厅、售票厅每日消杀", "Waiting and ticket halls are disinfected daily", true),
            ("surfaceDisinfection", "扶手、安检筐等高频接触处随时消毒", "Handrails, security trays and the like are disinfected through the day", true),
            ("quarantineRoom", "设临时隔离观察室", "A room for people with symptoms is ready", true),
            ("queueDistance", "购票、检票排队保持一米距离", "One metre is kept in the queues", false),
            ("announcements", "广播、屏幕宣传防疫要求", "Loudspeakers and screens remind of the rules", false),
        ]),
        (3, "hotel",
        [
            ("guestCodes", "住客登记时查验健康码、行程卡", "Health and travel codes are checked when guests register", true),
            ("realName", "住客一人一证实名登记", "Each guest registers with an identity document", true),
            ("temperature", "入店测温", "Temperature is taken at the door", true),
            ("masks", "工作人员佩戴口罩", "Staff wear masks", true),
            ("disinfection", "客房一客一消杀", "Rooms are disinfected after each guest", true),
            ("linen", "布草一客一换、高温洗涤", "Linen is changed for each guest and washed hot", true),
            ("ventilation", "大堂、餐厅、电梯通风", "Lobby, restaurant and lifts are ventilated", true),
            ("isolationRoom", "预留应急隔离房间", "A room is kept free for isolation", true),
            ("centralAir", "集中空调定期清洗", "Central air conditioning is cleaned regularly", false),
        ]),
        (4, "market",
        [
            ("codes", "入口扫场所码、查验健康码", "Visitors scan the place code and show their health code", true),
            ("temperature", "入口测温", "Temperature is taken at the entrances", true),
            ("masks", "员工和顾客佩戴口罩", "Staff and customers wear masks", true),
            ("trolleys", "购物车、购物篮每日消毒", "Trolleys and baskets are disinfected daily", true),
            ("surfaceDisinfection", "扶梯、收银台等高频接触处随时消毒", "Escalators, tills and the like are disinfected through the day", true),
            ("ventilation", "营业时间通风换气", "Ventilated during opening hours", true),
            ("coldChain", "进口冷链食品专柜、证明齐全", "Imported cold-chain food stands apart, with its papers", true),
            ("checkoutDistance", "收银排队保持一米距离", "One metre is kept at the tills", false),
        ]),
        (5, "wetMarket",
        [
            ("codes", "入口扫场所码、查验健康码", "Visitors scan the place code and show their health code", true),
            ("temperature", "入口测温", "Temperature is taken at the entrances", true),
            ("masks", "摊主和顾客佩戴口罩", "Stallholders and customers wear masks", true),
            ("stalls", "摊位每日清洗消毒", "Stalls are washed and disinfected daily", true),
            ("coldChain", "冷链食品进货、检测、消毒记录齐全", "Cold-chain purchase, test and disinfection records are complete", true),
            ("drains", "地面、下水道每日冲洗", "Floors and drains are flushed daily", true),
            ("waste", "垃圾日产日清", "Waste is cleared every day", true),
            ("ventilation", "市场通风", "The market is ventilated", true),
            ("poultry", "不宰杀活禽、无野生动物", "No live poultry slaughtered, no wild animals", true),
            ("monthlyClosure", "每月休市大扫除", "Closed once a month for a full cleaning", false),
        ]),
        (6, "school",
        [
            ("morningCheck", "晨午检有记录", "Morning and noon health checks are recorded", true),
            ("codes", "来访人员登记、查验健康码", "Visitors register and show their health code", true),
            ("temperature", "校门口测温", "Temperature is taken at the gate", true),
            ("absence", "因病缺课追踪登记", "Absence through illness is followed up", true),
            ("disinfection", "教室、宿舍、食堂每日消杀", "Classrooms, dormitories and canteen are disinfected daily", true),
            ("ventilation", "教室每日通风三次以上", "Classrooms are aired three times a day or more", true),
            ("canteenMasks", "食堂员工佩戴口罩、手套", "Canteen staff wear masks and gloves", true),
            ("isolationRoom", "设临时隔离观察室", "A room for people with symptoms is ready", true),
            ("drill", "本学期开展过应急演练", "An emergency drill was held this term", false),
        ]),
    ];

    public static void Sow(MigrationBuilder migration)
    {
        var since = new DateTime(2021, 7, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var (number, checklist, items) in Lists)
            migration.InsertData("ChecklistVersions", ["Number", "Checklist", "Items", "PublishedAt", "PublishedBy"], [number, checklist, Json(items), since, ""]);
    }

    /// <summary>Visits' and rectifications' flags become keys; an order gets the texts of the list by which it was made.</summary>
    public static void Translate(MigrationBuilder migration)
    {
        var passed = string.Join(" || ", Six.Select(m => $"CASE WHEN (\"Passed\" & {m.Bit}) <> 0 THEN '{m.Key} ' ELSE '' END"));
        migration.Sql($"UPDATE \"Visits\" SET \"PassedMeasures\" = TRIM({passed})");
        string Case(Func<(int Bit, string Key, string Zh, string En), string> text) => "CASE \"Measure\" " + string.Join(' ', Six.Select(m => $"WHEN {m.Bit} THEN '{text(m)}'")) + " ELSE '' END";
        migration.Sql($"UPDATE \"Rectifications\" SET \"ChecklistVersion\" = 1, \"MeasureKey\" = {Case(m => m.Key)}, \"TextZh\" = {Case(m => m.Zh)}, \"TextEn\" = {Case(m => m.En)}");
    }

    /// <summary>Back: what the six can't say is lost.</summary>
    public static void Undo(MigrationBuilder migration)
    {
        var sum = string.Join(" + ", Six.Select(m => $"CASE WHEN ' ' || \"PassedMeasures\" || ' ' LIKE '% {m.Key} %' THEN {m.Bit} ELSE 0 END"));
        migration.Sql($"UPDATE \"Visits\" SET \"Passed\" = {sum}");
        migration.Sql("UPDATE \"Rectifications\" SET \"Measure\" = CASE \"MeasureKey\" " + string.Join(' ', Six.Select(m => $"WHEN '{m.Key}' THEN {m.Bit}")) + " ELSE 0 END");
    }

    private static string Json(IEnumerable<(string Key, string Zh, string En, bool Required)> items) =>
        "[" + string.Join(',', items.Select(i => $$"""{"key":"{{i.Key}}","zh":"{{i.Zh}}","en":"{{i.En}}","required":{{(i.Required ? "true" : "false")}}}""")) + "]";
}
