using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Referrals;
using Certify.Staff;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Support.Given;

namespace Certify.Tests.Rules;

public sealed class VisitRecordingTests
{
    [Fact]
    public async Task Record_full_coverage_issues_the_badge_at_once()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop);

        var answer = await app.Given.Recorded(visit);

        Assert.Equal(VisitAnswerKind.Recorded, answer.Kind);
        Assert.Equal((Outcome.Certified, 2, 2), (answer.Receipt!.Outcome, answer.Receipt.Vaccinated, answer.Receipt.Staff));
        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());
        Assert.Equal((answer.Receipt.Badge!.Number, BadgeState.Valid, visit.Id), (badge.Number, badge.State, badge.VisitId));
        Assert.Equal(CertifyApp.Today.AddDays(90), badge.ValidUntil);
        var standing = await app.ReadAsync(db => db.Standings.SingleAsync());
        Assert.Equal((badge.Id, BadgeState.Valid, visit.Id, 2, 2), (standing.BadgeId!.Value, standing.BadgeState!.Value, standing.LastVisitId!.Value, standing.Vaccinated, standing.Staff));
        var audit = await app.ReadAsync(db => db.Audit.Select(a => a.Action).ToListAsync());
        Assert.Contains("visit.recorded", audit);
        Assert.Contains("badge.issued", audit);
    }

    [Fact]
    public async Task Record_one_of_two_hundred_missing_is_not_full()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var staff = Enumerable.Range(0, 200).Select(i => Person($"员工{i}", i == 57 ? Doses.One : null)).ToList();

        var receipt = (await app.Given.Recorded(app.Given.AVisit(shop, staff))).Receipt!;

        Assert.Equal((Outcome.NotCertified, 199, 200), (receipt.Outcome, receipt.Vaccinated, receipt.Staff));
        Assert.Null(receipt.Badge);
        var missing = Assert.Single(receipt.Missing);
        Assert.Equal(("visits.missing_person_from", 58, new DateOnly(2021, 8, 10)), (missing.Code, missing.Line, missing.Day));
        var referral = await app.ReadAsync(db => db.Referrals.SingleAsync());
        Assert.Equal((ReferralState.Open, new DateOnly(2021, 8, 10)), (referral.State, referral.NextDoseFrom));
    }

    [Fact]
    public async Task Record_failed_measure_orders_it_put_right_and_a_later_pass_closes_it()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var first = app.Given.AVisit(shop) with { Measures = All with { Disinfection = false } };

        var receipt = (await app.Given.Recorded(first)).Receipt!;

        Assert.Equal(Outcome.NotCertified, receipt.Outcome);
        Assert.Equal((Measures.Disinfection, new DateOnly(2021, 8, 12)), (receipt.Missing.Single().Measure!.Value, receipt.Missing.Single().Day!.Value));
        app.Time.Advance(TimeSpan.FromDays(1));
        var staff = await app.ReadAsync(db => db.Staff.ToListAsync());
        var second = app.Given.AVisit(shop, [.. staff.Select(s => new SubmittedStaff { StaffId = s.Id, Status = StaffStatus.Working })]);
        Assert.Equal(Outcome.Certified, (await app.Given.Recorded(second)).Receipt!.Outcome);
        Assert.NotNull((await app.ReadAsync(db => db.Rectifications.SingleAsync())).DoneAt);
    }

    [Fact]
    public async Task Record_same_visit_again_answers_the_same_receipt_and_writes_nothing()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop(uscc: "92430499MAQMDPGT2E");
        var visit = app.Given.AVisit(shop, Person("陈桂英", idNumber: "11010519491231002X"));
        var first = await app.Given.Recorded(visit);
        app.Time.Advance(TimeSpan.FromMinutes(3));

        // Sent again later, by code, with blanks, a lower-case x and another clock's offset: nothing of that is content.
        var again = await app.Given.Recorded(visit with
        {
            ShopId = null,
            Uscc = " 92430499maqmdpgt2e",
            SentAt = app.Time.GetUtcNow(),
            FinishedAt = visit.FinishedAt.ToOffset(TimeSpan.FromHours(8)),
            Staff = [visit.Staff[0] with { Name = " 陈桂英 ", IdNumber = "11010519491231002x" }],
        });

        Assert.Equal(VisitAnswerKind.Repeated, again.Kind);
        Assert.Equal(first.Receipt!.ToJson(), again.Receipt!.ToJson());
        Assert.Equal(1, await app.ReadAsync(db => db.Visits.CountAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Badges.CountAsync()));
    }

    [Fact]
    public async Task Record_same_id_with_other_content_is_a_conflict_and_both_are_kept_sealed()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop);
        await app.Given.Recorded(visit);
        var other = visit with { Staff = [.. visit.Staff, Person("赵小波", Doses.One)] };

        Assert.Equal(VisitAnswerKind.Conflict, (await app.Given.Recorded(other)).Kind);
        Assert.Equal(VisitAnswerKind.Conflict, (await app.Given.Recorded(other)).Kind);

        var kept = await app.ReadAsync(db => db.VisitConflicts.SingleAsync());
        Assert.Equal(-1, kept.Content.AsSpan().IndexOf("赵小波"u8));
        Assert.Equal(2, await app.ReadAsync(db => db.Staff.CountAsync()));
    }

    [Fact]
    public async Task Record_another_inspectors_id_is_a_conflict_not_their_receipt()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AGrid(heldBy: "other");
        var visit = app.Given.AVisit(shop);
        await app.Given.Recorded(visit);

        Assert.Equal(VisitAnswerKind.Conflict, (await app.Given.Recorded(visit, "other")).Kind);
    }

    [Fact]
    public async Task Record_listed_person_left_out_stays_in_the_count()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AStaffMember(shop, "何建国", health: Doses.None);

        var receipt = (await app.Given.Recorded(app.Given.AVisit(shop))).Receipt!;

        Assert.Equal((2, 3, Outcome.NotCertified), (receipt.Vaccinated, receipt.Staff, receipt.Outcome));
        Assert.Equal(("visits.missing_others", 1), (receipt.Missing.Single().Code, receipt.Missing.Single().Count));
    }

    [Fact]
    public async Task Record_left_person_leaves_the_count_and_closes_the_referral()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.Recorded(app.Given.AVisit(shop, Person("陈桂英"), Person("何建国", Doses.None)));
        var gone = await app.ReadAsync(db => db.Staff.SingleAsync(s => !s.Vaccinated));
        app.Time.Advance(TimeSpan.FromHours(1));

        var receipt = (await app.Given.Recorded(app.Given.AVisit(shop, new SubmittedStaff { StaffId = gone.Id, Status = StaffStatus.Left, LeftOn = new(2021, 8, 5) }))).Receipt!;

        Assert.Equal((1, 1, Outcome.Certified), (receipt.Vaccinated, receipt.Staff, receipt.Outcome));
        Assert.Equal(ReferralState.Left, (await app.ReadAsync(db => db.Referrals.SingleAsync())).State);
    }

    [Fact]
    public async Task Record_person_typed_again_is_one_line_of_the_roster()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var known = Person("陈桂英", Doses.One);
        await app.Given.Recorded(app.Given.AVisit(shop, known));
        app.Time.Advance(TimeSpan.FromDays(14));

        var full = known with { Doses = [.. known.Doses!, new("SINOVAC", 2, new(2021, 8, 14), null, DoseProof.Booklet)] };
        var receipt = (await app.Given.Recorded(app.Given.AVisit(shop, full))).Receipt!;

        Assert.Equal((1, 1, Outcome.Certified), (receipt.Vaccinated, receipt.Staff, receipt.Outcome));
        Assert.Equal(1, await app.ReadAsync(db => db.Staff.CountAsync()));
        Assert.Equal(ReferralState.Vaccinated, (await app.ReadAsync(db => db.Referrals.SingleAsync())).State);
    }

    [Fact]
    public async Task Record_person_of_another_shop_is_the_same_person_on_two_rosters()
    {
        await using var app = new CertifyApp();
        var (one, two) = (await app.Given.AShop(), await app.Given.AShop("万家福超市"));
        var person = Person("陈桂英");
        await app.Given.Recorded(app.Given.AVisit(one, person));

        await app.Given.Recorded(app.Given.AVisit(two, person));

        Assert.Equal(2, await app.ReadAsync(db => db.Staff.CountAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Persons.CountAsync()));
    }

    [Fact]
    public async Task Record_person_without_a_number_is_counted_but_never_vaccinated()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();

        var receipt = (await app.Given.Recorded(app.Given.AVisit(shop, Person("陈桂英"), Person("李文斌") with { IdNumber = null }))).Receipt!;

        Assert.Equal((1, 2, Outcome.NotCertified), (receipt.Vaccinated, receipt.Staff, receipt.Outcome));
    }

    [Fact]
    public async Task Record_older_visit_that_arrives_later_is_kept_and_overwrites_nothing()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var person = Person("陈桂英");
        var earlier = app.Given.AVisit(shop, person with { Doses = [] }) with { Measures = All with { Masks = false } };
        app.Time.Advance(TimeSpan.FromHours(2));
        var later = app.Given.AVisit(shop, person);
        await app.Given.Recorded(later);
        app.Time.Advance(TimeSpan.FromHours(1));

        var receipt = (await app.Given.Recorded(earlier with { SentAt = app.Time.GetUtcNow() })).Receipt!;

        Assert.Equal(Outcome.NotCertified, receipt.Outcome);
        Assert.Contains(receipt.Missing, m => m.Code == "visits.missing_later");
        var standing = await app.ReadAsync(db => db.Standings.SingleAsync());
        Assert.Equal((later.Id, 1, 1, BadgeState.Valid), (standing.LastVisitId!.Value, standing.Vaccinated, standing.Staff, standing.BadgeState!.Value));
        Assert.Equal(0, await app.ReadAsync(db => db.Rectifications.CountAsync()));
        Assert.Equal(2, await app.ReadAsync(db => db.VisitStaff.CountAsync()));
    }

    [Fact]
    public async Task Record_clock_twenty_minutes_slow_is_set_right_and_flagged()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop);
        var slow = visit with { StartedAt = visit.StartedAt.AddMinutes(-30), FinishedAt = visit.FinishedAt.AddMinutes(-30), SentAt = visit.SentAt.AddMinutes(-20) };

        await app.Given.Recorded(slow);

        var kept = await app.ReadAsync(db => db.Visits.SingleAsync());
        Assert.True(kept.Skewed);
        Assert.Equal(app.Time.GetUtcNow().AddMinutes(-10), kept.VisitedAt);
    }

    [Fact]
    public async Task Record_correction_supersedes_both_stay_and_the_badge_rests()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop);
        await app.Given.Recorded(visit);
        var correction = visit with { Id = Guid.CreateVersion7(), Supersedes = visit.Id, Measures = All with { Codes = false } };

        var receipt = (await app.Given.Recorded(correction)).Receipt!;

        Assert.Equal(Outcome.NotCertified, receipt.Outcome);
        Assert.Equal(2, await app.ReadAsync(db => db.Visits.CountAsync()));
        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());
        Assert.Equal((BadgeState.Suspended, SuspensionCause.Visit), (badge.State, badge.Cause));
        Assert.Equal(correction.Id, (await app.ReadAsync(db => db.Standings.SingleAsync())).LastVisitId);
        var twice = await app.Given.Recorded(visit with { Id = Guid.CreateVersion7(), Supersedes = visit.Id });
        Assert.Equal("visits.supersedes_twice", twice.Errors!.Single().Refusal.Code);
    }

    [Fact]
    public async Task Record_correction_without_a_person_typed_by_mistake_takes_them_off_the_roster()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop, Person("陈桂英"), Person("李文斌", Doses.None));
        await app.Given.Recorded(visit);

        var receipt = (await app.Given.Recorded(visit with { Id = Guid.CreateVersion7(), Supersedes = visit.Id, Staff = [visit.Staff[0]] })).Receipt!;

        Assert.Equal((1, 1, Outcome.Certified), (receipt.Vaccinated, receipt.Staff, receipt.Outcome));
    }

    [Fact]
    public async Task Record_newer_visit_earns_the_newer_badge_and_the_older_is_superseded()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var person = Person("陈桂英");
        await app.Given.Recorded(app.Given.AVisit(shop, person));
        app.Time.Advance(TimeSpan.FromDays(30));

        var second = (await app.Given.Recorded(app.Given.AVisit(shop, person))).Receipt!;

        var badges = await app.ReadAsync(db => db.Badges.OrderBy(b => b.IssuedAt).ToListAsync());
        Assert.Equal([BadgeState.Superseded, BadgeState.Valid], badges.Select(b => b.State));
        Assert.Equal((second.Badge!.Number, badges[1].Id), (badges[1].Number, badges[0].SupersededById!.Value));
    }

    [Fact]
    public async Task Record_while_a_supervisor_suspends_issues_no_badge()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var badge = await app.Given.ABadge(shop);
        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Supervisor, "待核实", app.Time.GetUtcNow()));
        app.Time.Advance(TimeSpan.FromMinutes(1));

        var receipt = (await app.Given.Recorded(app.Given.AVisit(shop))).Receipt!;

        Assert.Equal("visits.missing_suspended", receipt.Missing.Single().Code);
        Assert.Equal(BadgeState.Suspended, (await app.ReadAsync(db => db.Badges.SingleAsync())).State);
    }

    [Fact]
    public async Task Record_at_once_by_two_inspectors_and_a_double_click_leaves_one_live_badge()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AGrid(heldBy: "other");
        await app.Given.AUser(Roles.Inspector, Roles.Inspector);
        var (one, two) = (app.Given.AVisit(shop), app.Given.AVisit(shop));

        var answers = await Task.WhenAll(app.Given.Recorded(one), app.Given.Recorded(two, "other"), app.Given.Recorded(one), app.Given.Recorded(one));

        Assert.Equal(2, answers.Count(a => a.Kind == VisitAnswerKind.Recorded));
        Assert.Equal(2, answers.Count(a => a.Kind == VisitAnswerKind.Repeated));
        Assert.Equal(1, await app.ReadAsync(db => db.Badges.CountAsync(b => b.State == BadgeState.Valid)));
        Assert.Equal(2, await app.ReadAsync(db => db.Visits.CountAsync()));
    }

    [Fact]
    public async Task Record_unconfirmed_claim_confirmed_as_it_is_counts_from_then_on()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var claimed = await app.Given.AStaffMember(shop, source: StaffSource.Owner);

        var receipt = (await app.Given.Recorded(app.Given.AVisit(shop, new SubmittedStaff { StaffId = claimed.Id, Status = StaffStatus.Working }))).Receipt!;

        Assert.Equal((1, 1, Outcome.Certified), (receipt.Vaccinated, receipt.Staff, receipt.Outcome));
        var access = await app.ReadAsync(db => db.Access.SingleAsync());
        Assert.Equal(("visit", claimed.Id.ToString("N")), (access.Purpose, access.StaffIds));
    }

    [Fact]
    public async Task Review_short_coverage_suspends_after_the_grace_and_full_coverage_restores()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.Recorded(app.Given.AVisit(shop));
        var newcomer = await app.Given.AStaffMember(shop, "赵小波", source: StaffSource.Owner);

        Assert.Equal(BadgeState.Valid, (await Review()).BadgeState);
        app.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(BadgeState.Suspended, (await Review()).BadgeState);
        await app.ReadAsync(async db =>
        {
            (await db.Staff.SingleAsync(s => s.Id == newcomer.Id)).Leave(CertifyApp.Today, app.Time.GetUtcNow());
            return await db.SaveChangesAsync();
        });
        var standing = await Review();
        Assert.Equal((BadgeState.Valid, null), (standing.BadgeState, standing.ShortSince));

        Task<Standing> Review() => app.ReadAsync(async db =>
        {
            var review = (ShopReview)app.Services.GetService(typeof(ShopReview))!;
            var result = await review.ReviewAsync(db, shop.Id, Actor.System);
            await db.SaveChangesAsync();
            return result;
        });
    }

    public static TheoryData<string, string, Func<VisitSubmission, VisitSubmission>> Refusals() => new()
    {
        { "id", "visits.id_empty", v => v with { Id = Guid.Empty } },
        { "shopId", "visits.shop_missing", v => v with { ShopId = null } },
        { "uscc", "visits.uscc_unknown", v => v with { ShopId = null, Uscc = "91430499MA0000000X" } },
        { "uscc", "visits.uscc_differs", v => v with { Uscc = "91430499MA0000000X" } },
        { "finishedAt", "visits.times_order", v => v with { StartedAt = v.FinishedAt.AddSeconds(1) } },
        { "sentAt", "visits.times_sent", v => v with { SentAt = v.FinishedAt.AddSeconds(-1) } },
        { "startedAt", "visits.times_range", v => v with { StartedAt = DateTimeOffset.MinValue } },
        { "companion", "visits.text_long", v => v with { Companion = new string('李', Visit.CompanionLimit + 1) } },
        { "note", "visits.text_long", v => v with { Note = new string('注', Visit.NoteLimit + 1) } },
        { "supersedes", "visits.supersedes_unknown", v => v with { Supersedes = Guid.CreateVersion7() } },
        { "supersedes", "visits.supersedes_itself", v => v with { Supersedes = v.Id } },
        { "checklistVersion", "visits.checklist_unknown", v => v with { ChecklistVersion = 2 } },
        { "staff", "visits.staff_many", v => v with { Staff = [.. Enumerable.Repeat(v.Staff[0], Visit.StaffLimit + 1)] } },
        { "staff[0].name", "visits.name_missing", v => v with { Staff = [v.Staff[0] with { Name = " " }] } },
        { "staff[0].phone", "visits.phone", v => v with { Staff = [v.Staff[0] with { Phone = "电话" }] } },
        { "staff[0].idNumber", "id.check", v => v with { Staff = [v.Staff[0] with { IdNumber = "110105194912310021" }] } },
        { "staff[0].idNumber", "visits.document", v => v with { Staff = [v.Staff[0] with { IdType = IdType.Passport, IdNumber = "?" }] } },
        { "staff[0].leftOn", "visits.left_in_future", v => v with { Staff = [v.Staff[0] with { Status = StaffStatus.Left, LeftOn = new(2021, 8, 10) }] } },
        { "staff[0].doses[1].on", "visits.dose_in_future", v => v with { Staff = [v.Staff[0] with { Doses = [v.Staff[0].Doses![0], new("BIBP", 2, new(2021, 8, 10), null, DoseProof.System)] }] } },
        { "staff[0].doses[0].on", "visits.dose_before_any", v => v with { Staff = [v.Staff[0] with { Doses = [new("BIBP", 1, new(2011, 8, 10), null, DoseProof.System)] }] } },
        { "staff[0].doses[0].vaccine", "rules.dose_unknown_vaccine", v => v with { Staff = [v.Staff[0] with { Doses = [new("PFIZER", 1, new(2021, 8, 1), null, DoseProof.System)] }] } },
        { "staff[1].idNumber", "visits.person_twice", v => v with { Staff = [v.Staff[0], v.Staff[0]] } },
        { "staff[0].staffId", "visits.staff_unknown", v => v with { Staff = [v.Staff[0] with { StaffId = Guid.CreateVersion7() }] } },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Record_wrong_field_is_refused_with_its_path_and_nothing_is_kept(string field, string code, Func<VisitSubmission, VisitSubmission> spoil)
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();

        var answer = await app.Given.Recorded(spoil(app.Given.AVisit(shop)));

        Assert.Equal(VisitAnswerKind.Refused, answer.Kind);
        Assert.Contains(answer.Errors!, e => e.Field == field && e.Refusal.Code == code);
        Assert.Equal(0, await app.ReadAsync(db => db.Visits.CountAsync()));
        Assert.Equal(0, await app.ReadAsync(db => db.Staff.CountAsync()));
    }

    [Fact]
    public async Task Record_outside_own_grids_needs_a_reason()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop(grid: await app.Given.AGrid(community: "长湖社区"));
        var visit = app.Given.AVisit(shop);

        Assert.Equal(("foreignReason", "visits.foreign_reason"), await Refused(visit));
        Assert.Equal(VisitAnswerKind.Recorded, (await app.Given.Recorded(visit with { ForeignReason = "协助同事" })).Kind);

        async Task<(string, string)> Refused(VisitSubmission v)
        {
            var error = (await app.Given.Recorded(v)).Errors!.Single();
            return (error.Field, error.Refusal.Code);
        }
    }

    [Fact]
    public async Task Record_known_person_with_another_number_is_refused()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var known = await app.Given.AStaffMember(shop);

        var answer = await app.Given.Recorded(app.Given.AVisit(shop, Person("陈桂英") with { StaffId = known.Id }));

        Assert.Equal(("staff[0].idNumber", "visits.id_differs"), (answer.Errors!.Single().Field, answer.Errors![0].Refusal.Code));
    }
}
