using System.Text.Json;
using Certify.Accounts;
using Certify.Certification;
using Certify.Checklists;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Rules;

/// <summary>Each kind of place is visited by its own list; a visit keeps the version that it was made with.</summary>
public sealed class ChecklistTests
{
    private static readonly string[] Stalls = ["codes", "temperature", "masks", "stalls", "coldChain", "drains", "waste", "ventilation", "poultry"];

    [Fact]
    public async Task Record_without_a_version_is_by_the_list_in_force_for_the_category()
    {
        await using var app = new CertifyApp();
        var stall = await app.Given.AShop(category: "market");

        var receipt = (await app.Given.Recorded(app.Given.AVisit(stall) with { Measures = Market() })).Receipt!;

        Assert.Equal(Outcome.Certified, receipt.Outcome);
        var visit = await app.ReadAsync(db => db.Visits.SingleAsync());
        Assert.Equal((5, "wetMarket"), (visit.ChecklistVersion, (await app.ReadAsync(db => ChecklistBook.FindAsync(db, visit.ChecklistVersion)))!.Checklist));
        Assert.Equal(Stalls, visit.Passed);
    }

    [Fact]
    public async Task Record_other_measures_than_the_lists_is_refused_with_a_sentence_a_field()
    {
        await using var app = new CertifyApp();
        var stall = await app.Given.AShop(category: "market");

        var answer = await app.Given.Recorded(app.Given.AVisit(stall) with { Measures = new(Market().With("realName", true).Found.Where(f => f.Key is not "stalls")) });

        Assert.Equal([("measures.realName", "visits.measure_unknown"), ("measures.stalls", "visits.measure_missing")],
            answer.Errors!.Select(e => (e.Field, e.Refusal.Code)).OrderBy(e => e.Field, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Record_failed_measure_is_ordered_in_the_words_of_its_version_and_advice_is_not()
    {
        await using var app = new CertifyApp();
        var stall = await app.Given.AShop(category: "market");

        var receipt = (await app.Given.Recorded(app.Given.AVisit(stall) with { Measures = Market().With("stalls", false) })).Receipt!;
        await Publish(app, "wetMarket", 5, l => [.. l.Select(i => i.Key == "stalls" ? i with { Zh = "摊位每日两次清洗消毒" } : i)]);

        Assert.Equal(("visits.missing_measure", "stalls", "摊位每日清洗消毒"), (receipt.Missing.Single().Code, receipt.Missing.Single().Measure, receipt.Missing.Single().Text!.Zh));
        // The monthly closure failed too, and is advice.
        var order = await app.ReadAsync(db => db.Rectifications.SingleAsync());
        Assert.Equal(("stalls", "摊位每日清洗消毒", 5), (order.Measure, order.TextZh, order.ChecklistVersion));
    }

    [Fact]
    public async Task Record_by_an_old_version_is_accepted_as_made_with()
    {
        await using var app = new CertifyApp();
        var (offline, online) = (await app.Given.AShop(), await app.Given.AShop());
        var next = await Publish(app, "shop", 1, l => [.. l, new(null, "张贴场所码", "Place code posted", true)]);

        var old = await app.Given.Recorded(app.Given.AVisit(offline) with { ChecklistVersion = 1 });
        var refused = await app.Given.Recorded(app.Given.AVisit(online));
        var failed = await app.Given.Recorded(app.Given.AVisit(online) with { Measures = Given.All.With("placeCodePosted", false) });

        Assert.Equal(Outcome.Certified, old.Receipt!.Outcome);
        Assert.Equal("measures.placeCodePosted", refused.Errors!.Single().Field);
        Assert.Equal("placeCodePosted", failed.Receipt!.Missing.Single().Measure);
        Assert.Equal([1, next], await app.ReadAsync(db => db.Visits.Select(v => v.ChecklistVersion).Order().ToListAsync()));
    }

    [Fact]
    public async Task Record_again_after_a_new_version_gets_the_receipt_of_then()
    {
        await using var app = new CertifyApp();
        var visit = app.Given.AVisit(await app.Given.AShop());
        var first = await app.Given.Recorded(visit);
        await Publish(app, "shop", 1, l => [.. l.Skip(1)]);

        var again = await app.Given.Recorded(visit);

        Assert.Equal((VisitAnswerKind.Repeated, first.Receipt!.Badge), (again.Kind, again.Receipt!.Badge));
    }

    [Fact]
    public async Task Record_by_a_list_that_the_category_does_not_use_earns_no_badge()
    {
        await using var app = new CertifyApp();
        var stall = await app.Given.AShop(category: "market");

        var hotel = (await app.ReadAsync(db => ChecklistBook.LatestAsync(db, "hotel"))).Items.Select(i => KeyValuePair.Create(i.Key, true));

        var receipt = (await app.Given.Recorded(app.Given.AVisit(stall) with { ChecklistVersion = 3, Measures = new(hotel) })).Receipt!;

        Assert.Equal(("visits.missing_checklist", "农贸市场"), (receipt.Missing.Single().Code, receipt.Missing.Single().Text!.Zh));
    }

    [Fact]
    public async Task Record_by_the_general_list_counts_everywhere_until_a_supervisor_chooses()
    {
        await using var app = new CertifyApp();
        var (before, after) = (await app.Given.AShop(category: "market"), await app.Given.AShop(category: "market"));

        var general = await app.Given.Recorded(app.Given.AVisit(before) with { ChecklistVersion = null });
        await app.WithAsync<ChecklistEditing, Result<int>>(e => e.UseAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["market"] = "wetMarket" }, Supervisor));
        app.Time.Advance(TimeSpan.FromDays(2));
        var chosen = await app.Given.Recorded(app.Given.AVisit(after) with { ChecklistVersion = null });

        Assert.Equal((Outcome.Certified, 1), (general.Receipt!.Outcome, (await app.ReadAsync(db => db.Visits.SingleAsync(v => v.ShopId == before.Id))).ChecklistVersion));
        Assert.Equal("visits.missing_checklist", chosen.Receipt!.Missing.Single().Code);
    }

    [Fact]
    public async Task Record_by_the_list_of_before_counts_for_a_day_after_the_category_got_another()
    {
        await using var app = new CertifyApp();
        var (today, later) = (await app.Given.AShop(), await app.Given.AShop());
        await app.WithAsync<ChecklistEditing, Result<int>>(e => e.UseAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["catering"] = "market" }, Supervisor));

        var carried = await app.Given.Recorded(app.Given.AVisit(today) with { ChecklistVersion = 1 });
        app.Time.Advance(TimeSpan.FromDays(2));
        var stale = await app.Given.Recorded(app.Given.AVisit(later) with { ChecklistVersion = 1 });

        Assert.Equal(Outcome.Certified, carried.Receipt!.Outcome);
        Assert.Equal("visits.missing_checklist", stale.Receipt!.Missing.Single().Code);
    }

    [Fact]
    public async Task Record_by_a_newer_list_closes_what_it_asks_for_no_more()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.Recorded(app.Given.AVisit(shop) with { Measures = Given.All.With("temperature", false) });
        await Publish(app, "shop", 1, l => [.. l.Where(i => i.Key != "temperature")]);
        app.Time.Advance(TimeSpan.FromMinutes(1));

        await app.Given.Recorded(app.Given.AVisit(shop) with { Measures = new(Given.All.Found.Where(f => f.Key != "temperature")) });

        Assert.NotNull(await app.ReadAsync(db => db.Rectifications.Select(r => r.DoneAt).SingleAsync()));
    }

    [Fact]
    public async Task Publish_keeps_known_keys_makes_new_ones_and_leaves_the_old_version()
    {
        await using var app = new CertifyApp();

        var number = await Publish(app, "shop", 1, l => [.. l.Take(2).Select(i => i with { Zh = i.Zh + "！" }), new(null, "口罩充足", "Masks", false), new("forged", "新的", "新的", true)]);

        Assert.Equal(7, number);
        Assert.Equal(["realName", "masks", "masks2", "item"], (await app.ReadAsync(db => ChecklistBook.FindAsync(db, 7)))!.Items.Select(i => i.Key));
        Assert.Equal(6, (await app.ReadAsync(db => ChecklistBook.FindAsync(db, 1)))!.Items.Count);
        Assert.Equal(("checklist.published", "1 → 7"), await app.ReadAsync(async db => (await db.Audit.Where(a => a.Subject == "checklist").Select(a => new { a.Action, a.Detail }).ToListAsync()).Select(a => (a.Action, a.Detail!)).Single()));
    }

    [Fact]
    public async Task Publish_at_the_same_time_lets_the_first_through_and_tells_the_second()
    {
        await using var app = new CertifyApp();
        await Publish(app, "shop", 1, l => [.. l.Skip(1)]);

        var second = await app.WithAsync<ChecklistEditing, Result<int>?>(e => e.PublishAsync("shop", 1, [new(null, "新", "New", true)], Supervisor));

        Assert.Equal(("checklists.changed_meanwhile", 7, "负责人"), (second!.Refusal!.Code, (int)second.Refusal.Args[0]!, (string)second.Refusal.Args[1]!));
        Assert.Equal(7, await app.ReadAsync(db => db.ChecklistVersions.MaxAsync(v => v.Number)));
    }

    public static TheoryData<string, ChecklistDraft[]> Refusals() => new()
    {
        { "checklists.empty", [] },
        { "checklists.many", [.. Enumerable.Range(0, 31).Select(i => new ChecklistDraft(null, $"第{i}", $"No {i}", true))] },
        { "checklists.both_texts", [new(null, "口罩", " ", true)] },
        { "checklists.text_long", [new(null, new string('长', 81), "Long", true)] },
        { "checklists.twice", [new(null, "口罩", "Masks", true), new(null, "戴口罩", " masks ", true)] },
        { "checklists.same", [.. SixMeasures.All.Zip(["实名登记", "佩戴口罩", "测量体温", "查验健康码与接种记录", "通风", "消杀"], ["Real-name registration", "Masks worn", "Temperature taken", "Health code and vaccination record checked", "Ventilation", "Disinfection"]).Select(i => new ChecklistDraft(i.First.Key, i.Second, i.Third, true))] },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Publish_wrong_draft_is_refused_and_nothing_changes(string code, ChecklistDraft[] draft)
    {
        await using var app = new CertifyApp();

        var result = await app.WithAsync<ChecklistEditing, Result<int>?>(e => e.PublishAsync("shop", 1, draft, Supervisor));

        Assert.Equal(code, result!.Refusal!.Code);
        Assert.Equal(6, await app.ReadAsync(db => db.ChecklistVersions.CountAsync()));
    }

    public static TheoryData<string> Cases() => [.. Read().Select(c => c.GetProperty("name").GetString()!)];

    /// <summary>The cases that the browser's rule is held to.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Failed_is_what_the_cases_say(string name)
    {
        var c = Read().Single(c => c.GetProperty("name").GetString() == name);
        string[] Texts(string property) => [.. c.GetProperty(property).EnumerateArray().Select(t => t.GetString()!)];
        var list = new ChecklistVersion(1, Checklist.Shop, [.. c.GetProperty("items").EnumerateArray().Select(i => new ChecklistItem(i[0].GetString()!, "", "", i[1].GetBoolean()))], "", CertifyApp.Start);
        var terms = new PolicyTerms(Required: Texts("letOff").Aggregate(Measures.All, (all, key) => all & ~SixMeasures.Of(key)!.Value));

        Assert.Equal(Texts("letOff"), terms.LetOff);
        Assert.Equal(Texts("failed"), terms.Failed(list, Texts("passed")).Select(i => i.Key));
    }

    private static readonly Actor Supervisor = new(null, "负责人", Roles.Supervisor);

    private static SubmittedMeasures Market() => SubmittedMeasures.Passing(Stalls).With("monthlyClosure", false);

    private static async Task<int> Publish(CertifyApp app, string list, int basedOn, Func<IReadOnlyList<ChecklistDraft>, IReadOnlyList<ChecklistDraft>> change)
    {
        var now = (await app.ReadAsync(db => ChecklistBook.FindAsync(db, basedOn)))!;
        var result = await app.WithAsync<ChecklistEditing, Result<int>?>(e => e.PublishAsync(list, basedOn, change([.. now.Items.Select(i => new ChecklistDraft(i.Key, i.Zh, i.En, i.Required))]), Supervisor));
        return result!.Value;
    }

    private static IReadOnlyList<JsonElement> Read() => [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "tests/Certify.Tests/Vectors/checklist-cases.json"))).RootElement.EnumerateArray()];
}
