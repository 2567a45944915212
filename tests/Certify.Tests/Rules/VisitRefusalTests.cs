using Certify.Certification;
using Certify.Staff;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Rules;

/// <summary>A visit that can't be recorded says which field is wrong, and nothing is kept.</summary>
public sealed class VisitRefusalTests
{
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
        { "checklistVersion", "visits.checklist_unknown", v => v with { ChecklistVersion = 99 } },
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
}
