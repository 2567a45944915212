using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace Certify.Web.Text;

/// <summary>
/// Every sentence that a reader meets, from one file a language (<c>zh-CN.json</c>, <c>en.json</c>), in the language of the current request.
/// Values: <see cref="DateOnly"/> and moments are written as the language does, a <see cref="Refusal"/> as its sentence, a <see cref="Word"/> as its text.
/// </summary>
public sealed class Words(CertifyClock clock) : IStringLocalizer, IStringLocalizerFactory
{
    public const string Chinese = "zh-CN", English = "en";

    private static readonly IReadOnlyDictionary<string, string> Zh = Read(Chinese), En = Read(English);

    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>All keys with their texts, for the browser's share and for tests.</summary>
    public static IReadOnlyDictionary<string, string> Of(string language) => language == English ? En : Zh;

    public string this[string key] => Of(IsEnglish ? English : Chinese).GetValueOrDefault(key, key);

    public string this[string key, params object?[] args] =>
        args.Length == 0 ? this[key] : string.Format(CultureInfo.CurrentCulture, this[key], [.. args.Select(Show)]);

    public string this[Refusal refusal] => this[refusal.Code, refusal.Args];

    public static bool Has(string key) => Zh.ContainsKey(key);

    /// <summary>2021年8月9日, 9 August 2021</summary>
    public static string Day(DateOnly day) =>
        IsEnglish ? day.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB")) : day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    /// <summary>8月9日, 9 Aug; with the year when it is not this one.</summary>
    public string ShortDay(DateOnly day) => day.Year != clock.Today.Year ? Day(day)
        : IsEnglish ? day.ToString("d MMM", CultureInfo.GetCultureInfo("en-GB")) : day.ToString("M月d日", CultureInfo.InvariantCulture);

    /// <summary>2021年8月9日 14:05 in the programme's zone</summary>
    public string Moment(DateTimeOffset moment) =>
        $"{Day(clock.DayOf(moment))} {clock.Local(moment).ToString("HH:mm", CultureInfo.InvariantCulture)}";

    /// <summary>A list's or a measure's text in the reader's language.</summary>
    public static string Of(Checklists.ChecklistText text) => IsEnglish ? text.En : text.Zh;

    /// <summary>餐饮, Catering</summary>
    public static string CategoryNameOf(string code) => Certify.Shops.Category.Find(code) is { } known ? (IsEnglish ? known.NameEn : known.NameZh) : code;
    /// <summary>The sentence that bureaus send: 截至8月9日18时，累计评定531户，……</summary>
    public string Report(Certification.ReportFigures figures) =>
        this["report.sentence", Hour(figures.AsOf), figures.Total.Certified, figures.Total.CertifiedToday, figures.Total.Valid, figures.Total.VisitedToday, figures.Total.ToGo, figures.Total.NotVaccinated];

    /// <summary>8月9日18时, 18:00 on 9 Aug</summary>
    private string Hour(DateTimeOffset moment)
    {
        var local = clock.Local(moment);
        var day = ShortDay(clock.DayOf(moment));
        return IsEnglish ? $"{local.ToString("HH:mm", CultureInfo.InvariantCulture)} on {day}"
            : local.Minute == 0 ? $"{day}{local.Hour}时" : $"{day}{local.Hour}时{local.Minute}分";
    }

    private object? Show(object? value) => value switch
    {
        DateOnly day => ShortDay(day),
        DateTimeOffset moment => Moment(moment),
        Refusal refusal => this[refusal],
        Word word => this[word.Key],
        Checklists.ChecklistText text => Of(text),
        _ => value,
    };

    private static Dictionary<string, string> Read(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Text", language + ".json")))!;

    // ASP.NET's own seams: annotations on Input models name a key as their message.
    LocalizedString IStringLocalizer.this[string name] => new(name, this[name], !Has(name));

    LocalizedString IStringLocalizer.this[string name, params object[] arguments] => new(name, this[name, arguments], !Has(name));

    IEnumerable<LocalizedString> IStringLocalizer.GetAllStrings(bool includeParentCultures) =>
        Zh.Keys.Select(key => new LocalizedString(key, this[key]));

    IStringLocalizer IStringLocalizerFactory.Create(Type resourceSource) => this;

    IStringLocalizer IStringLocalizerFactory.Create(string baseName, string location) => this;
}

/// <summary>A value of a sentence that is itself a text of the files, e.g. a vaccine's or measure's name.</summary>
public sealed record Word(string Key);
