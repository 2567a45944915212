using System.Globalization;
using Certify.Staff;
using Certify.Visits;

namespace Certify.Demo;

/// <summary>How far a person of the demo district has come.</summary>
public enum DemoCourse { Complete, None, OneDose, TooEarly, Exempt }

/// <summary>
/// Invented people. Names are drawn from the commonest surnames and given names; region 430499 of their ID numbers does not exist;
/// phones are 190 0001 and four digits. The same seed gives the same people.
/// </summary>
public sealed class DemoPeople(Random draw)
{
    private const string Surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
    private const string Given = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂红梅玉华建国春燕辉鹏飞斌波宇浩凯健俊帆雪琳晨欣怡佳慧颖婷雅思琪彤萱诗语涵梓瑞安宁康乐福顺清云月秋香莲菊";
    private static readonly string[] Positions = ["店员", "收银员", "厨师", "服务员", "店长", "导购", "理货员", "保洁员", "配送员", "技师"];
    private static readonly IReadOnlyList<string> Sites = ReadSites();
    private static readonly string[] Reasons = ["本人不便说明", "备孕", "近期身体不适", "工作时间冲突，未排上号"];
    private static readonly string[] TwoDoses = ["BIBP", "BIBP", "SINOVAC", "SINOVAC", "SINOVAC", "WIBP", "KCONVAC"];

    private int _next;

    /// <summary>A person who works at a shop on <paramref name="day"/>, as an inspector enters them.</summary>
    public SubmittedStaff Next(DateOnly day, DemoCourse course)
    {
        var n = _next++;
        return new SubmittedStaff
        {
            Name = Name(),
            IdType = IdType.ResidentId,
            IdNumber = IdNumber(n),
            Phone = $"1900001{n % 10000:0000}",
            Position = Positions[draw.Next(Positions.Length)],
            Status = StaffStatus.Working,
            Doses = Doses(day, course),
            Exemption = course == DemoCourse.Exempt ? "过敏史（有医疗机构证明）" : null,
            Reason = course is DemoCourse.None ? Reasons[draw.Next(Reasons.Length)] : null,
        };
    }

    private string Name() => string.Create(CultureInfo.InvariantCulture, $"{Surnames[draw.Next(Surnames.Length)]}{Given[draw.Next(Given.Length)]}{(draw.Next(5) == 0 ? "" : Given[draw.Next(Given.Length)])}");

    /// <summary>GB 11643: region, birthday, sequence, check character. Each <paramref name="n"/> another number.</summary>
    private string IdNumber(int n)
    {
        var born = new DateOnly(1962, 1, 1).AddDays(draw.Next(40 * 365));
        var body = string.Create(CultureInfo.InvariantCulture, $"430499{born:yyyyMMdd}{n % 1000:000}");
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return body + "10X98765432"[body.Select((c, i) => (c - '0') * weights[i]).Sum() % 11];
    }

    private List<SubmittedDose> Doses(DateOnly day, DemoCourse course)
    {
        var vaccine = TwoDoses[draw.Next(TwoDoses.Length)];
        var last = day.AddDays(-(16 + draw.Next(90)));
        return course switch
        {
            DemoCourse.OneDose => [Dose(vaccine, 1, day.AddDays(-(3 + draw.Next(25))))],
            DemoCourse.TooEarly => [Dose(vaccine, 1, day.AddDays(-22)), Dose(vaccine, 2, day.AddDays(-11))],
            DemoCourse.Complete when draw.Next(12) == 0 => [Dose("CANSINO", 1, last)],
            DemoCourse.Complete when draw.Next(14) == 0 => [Dose("ZF2001", 1, last.AddDays(-70)), Dose("ZF2001", 2, last.AddDays(-38)), Dose("ZF2001", 3, last)],
            DemoCourse.Complete => [Dose(vaccine, 1, last.AddDays(-(21 + draw.Next(20)))), Dose(vaccine, 2, last)],
            _ => [],
        };
    }

    /// <summary>Names of the vaccination sites, the first column of <c>sites.csv</c>.</summary>
    private static List<string> ReadSites()
    {
        using var file = typeof(DemoPeople).Assembly.GetManifestResourceStream("Certify.Demo.sites.csv")!;
        using var table = Tables.Table.Open(file);
        return [.. table.Rows().Skip(1).Select(row => row[0])];
    }

    private SubmittedDose Dose(string vaccine, int number, DateOnly on) =>
        new(vaccine, number, on, Sites[draw.Next(Sites.Count)], draw.Next(4) switch { 0 => DoseProof.Booklet, 1 => DoseProof.System, _ => DoseProof.HealthCode });
}
