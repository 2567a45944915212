using Certify.Referrals;
using Certify.Staff;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Support.Given;

namespace Certify.Tests.Rules;

/// <summary>The people of a visit: who is known, who is new, who left.</summary>
public sealed class VisitRosterTests
{
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
    public async Task Record_known_person_with_another_number_is_refused()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var known = await app.Given.AStaffMember(shop);

        var answer = await app.Given.Recorded(app.Given.AVisit(shop, Person("陈桂英") with { StaffId = known.Id }));

        Assert.Equal(("staff[0].idNumber", "visits.id_differs"), (answer.Errors!.Single().Field, answer.Errors![0].Refusal.Code));
    }
}
