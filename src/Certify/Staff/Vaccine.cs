using System.Globalization;

namespace Certify.Staff;

/// <summary>A product and the doses and gaps (days) that complete its course; from <c>vaccines.csv</c>, national technical guideline of March 2021.</summary>
/// <param name="Code"></param>
/// <param name="NameZh"></param>
/// <param name="NameEn"></param>
/// <param name="ShortZh"></param>
/// <param name="Platform">Products mix within one platform only.</param>
/// <param name="Doses"></param>
/// <param name="CountingGapDays">A dose closer than this to the one before doesn't count.</param>
/// <param name="AdvisedDays12"></param>
/// <param name="AdvisedDays13"></param>
/// <param name="ScheduleGapDays">Between counting gap and this a dose counts with a warning.</param>
/// <param name="ExtraDoseAfterDays">After a dose that came too early, one extra dose this many days later completes the course.</param>
public sealed record Vaccine(
    string Code, string NameZh, string NameEn, string ShortZh, string Platform, int Doses,
    int ScheduleGapDays, int CountingGapDays, int? AdvisedDays12, int? AdvisedDays13, int? ExtraDoseAfterDays)
{
    private static readonly Lazy<IReadOnlyList<Vaccine>> Table = new(() => Read("Certify.Staff.vaccines.csv"));

    public static IReadOnlyList<Vaccine> All => Table.Value;

    public static Vaccine? Find(string code) => All.FirstOrDefault(v => v.Code == code);

    /// <summary>By code, short or full name, in either language, as rosters write it.</summary>
    public static Vaccine? FindByName(string name) =>
        All.FirstOrDefault(v => new[] { v.Code, v.ShortZh, v.NameZh, v.NameEn }.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase));

    private static List<Vaccine> Read(string resource)
    {
        using var stream = typeof(Vaccine).Assembly.GetManifestResourceStream(resource)!;
        using var csv = new CsvHelper.CsvReader(new StreamReader(stream), CultureInfo.InvariantCulture);
        var vaccines = new List<Vaccine>();
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
            vaccines.Add(new Vaccine(csv["code"]!, csv["name_zh"]!, csv["name_en"]!, csv["short_zh"]!, csv["platform"]!,
                csv.GetField<int>("doses"), csv.GetField<int?>("schedule_gap_days") ?? 0, csv.GetField<int?>("counting_gap_days") ?? 0,
                csv.GetField<int?>("advised_days_1_2"), csv.GetField<int?>("advised_days_1_3"), csv.GetField<int?>("extra_dose_if_shorter_days_after_last")));
        return vaccines;
    }
}
