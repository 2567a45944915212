using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Certify.Certification;
using Certify.Staff;
using Certify.Web.Text;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>What the browser's code needs: today by the server, the policy's terms, the products, and its sentences from the text files.</summary>
public static class VisitData
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly string[] Shared = ["rules.", "id.", "visits.state_", "visits.needed_", "visits.outlook_", "visits.live_"];
    private static readonly string[] Single =
        ["visits.left_note", "visits.due", "visits.advice", "visits.list", "visits.no_number_note", "visits.next_dose", "visits.of_staff", "visits.confirm", "visits.missing_nobody", "visits.phone", "visits.claimed_note", "form.unreadable", "visits.row_button", "visits.cell"];

    public static string Json(PolicyTerms terms, DateOnly today)
    {
        var language = Words.IsEnglish ? Words.English : Words.Chinese;
        return JsonSerializer.Serialize(new
        {
            language,
            today,
            due = today.AddDays(terms.RectificationDays),
            terms = new { secondTier = terms.SecondTier, firstDose = terms.Course == CourseRule.FirstDose, letOff = terms.LetOff },
            vaccines = Vaccine.All.Select(Product),
            words = Words.Of(language).Where(w => Shared.Any(s => w.Key.StartsWith(s, StringComparison.Ordinal)) || Single.Contains(w.Key)).ToDictionary(StringComparer.Ordinal),
        }, Form);
    }

    private static object Product(Vaccine v) => new
    {
        v.Code,
        name = v.NameZh,
        v.NameEn,
        @short = v.ShortZh,
        initials = VaccineText.InitialsOf(v),
        v.Platform,
        v.Doses,
        schedule = v.ScheduleGapDays,
        counting = v.CountingGapDays,
        advised2 = v.AdvisedDays12,
        advised3 = v.AdvisedDays13,
        extra = v.ExtraDoseAfterDays,
    };
}
