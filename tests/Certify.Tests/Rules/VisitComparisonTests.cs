using Certify.Certification;
using Certify.Tests.Support;
using Certify.Visits;

namespace Certify.Tests.Rules;

/// <summary>Two contents of one visit: what differs, and what a choice makes of them.</summary>
public sealed class VisitComparisonTests
{
    private static readonly DateTimeOffset Start = CertifyApp.Start;
    private static readonly Guid Chen = Guid.CreateVersion7(), Li = Guid.CreateVersion7();

    [Fact]
    public void Compare_same_content_finds_nothing_however_it_is_written()
    {
        var visit = Visit(Known(Chen, "陈桂英"));
        var written = visit with
        {
            Companion = "",
            Staff = [visit.Staff[0] with { Name = " 陈桂英 ", Doses = [.. visit.Staff[0].Doses!.Reverse().Select(d => d with { Number = 9 })] }],
        };

        Assert.Empty(new VisitComparison(visit, written).Differences);
    }

    [Fact]
    public void Compare_what_the_other_leaves_as_it_was_is_no_difference()
    {
        var visit = Visit(Known(Chen, "陈桂英"), Known(Li, "李文斌"));
        var other = visit with { Staff = [new() { StaffId = Chen, Status = StaffStatus.Working }, visit.Staff[1] with { Phone = "19000009999" }] };

        var only = Assert.Single(new VisitComparison(visit, other).Differences);

        Assert.Equal(("phone", "李文斌", (object?)"19000005423", (object?)"19000009999"), (only.Field, only.Person, only.This, only.That));
    }

    [Fact]
    public void Compare_names_each_kind_of_difference()
    {
        var visit = Visit(Known(Chen, "陈桂英"), Known(Li, "李文斌"));
        var other = visit with
        {
            FinishedAt = Start.AddMinutes(1),
            Note = "另一份",
            Measures = visit.Measures.With("masks", false),
            Staff = [visit.Staff[0] with { Status = StaffStatus.Left, LeftOn = new(2021, 8, 1) }, Given.Person("赵小波")],
        };

        var fields = new VisitComparison(visit, other).Differences.Select(d => (d.Field, d.Person)).ToList();

        Assert.Equal([("finished", null), ("note", null), ("measure-masks", null), ("status", "陈桂英"), ("left", "陈桂英"), ("listed", "李文斌"), ("listed", "赵小波")], fields);
    }

    [Fact]
    public void Merge_takes_what_was_picked_and_keeps_the_rest()
    {
        var visit = Visit(Known(Chen, "陈桂英"), Known(Li, "李文斌"));
        var other = visit with
        {
            Note = "另一份",
            Measures = visit.Measures.With("masks", false),
            Staff = [visit.Staff[0] with { Phone = "19000009999", Position = "厨师" }, Given.Person("赵小波")],
        };
        var comparison = new VisitComparison(visit, other);
        var picked = comparison.Differences.Where(d => d.Field is "phone" or "measure-masks" || d.Person == "赵小波").Select(d => d.Key).ToHashSet(StringComparer.Ordinal);

        var merged = comparison.Merge(picked);

        Assert.Null(merged.Note);
        Assert.False(merged.Measures["masks"]);
        Assert.Equal([("陈桂英", "19000009999", "服务员"), ("李文斌", "19000005423", "服务员"), ("赵小波", "19000005423", "服务员")], merged.Staff.Select(p => (p.Name!, p.Phone!, p.Position!)));
        Assert.Equal(Chen, merged.Staff[0].StaffId);
    }

    [Fact]
    public void Other_is_the_second_content_whole()
    {
        var visit = Visit(Known(Chen, "陈桂英"), Known(Li, "李文斌"));
        var other = visit with { Note = "另一份", Staff = [new() { StaffId = Li, Status = StaffStatus.Working, Position = "收银员" }] };

        var taken = new VisitComparison(visit, other).Other;

        Assert.Equal("另一份", taken.Note);
        Assert.Equal(("李文斌", "收银员", 2), (taken.Staff.Single().Name, taken.Staff.Single().Position, taken.Staff.Single().Doses!.Count));
    }

    [Fact]
    public void Another_number_is_another_person()
    {
        var visit = Visit(Known(Chen, "陈桂英"));
        var other = visit with { Staff = [visit.Staff[0] with { IdNumber = IdNumbers.Next() }] };

        var taken = new VisitComparison(visit, other).Other.Staff.Single();

        Assert.Equal((null, other.Staff[0].IdNumber, "陈桂英"), (taken.StaffId, taken.IdNumber, taken.Name));
    }

    private static SubmittedStaff Known(Guid id, string name) => Given.Person(name) with { StaffId = id, Exemption = "", Reason = "" };

    private static VisitSubmission Visit(params SubmittedStaff[] staff) => new()
    {
        Id = Guid.CreateVersion7(),
        ShopId = Guid.CreateVersion7(),
        StartedAt = Start.AddMinutes(-5),
        FinishedAt = Start,
        SentAt = Start,
        Staff = staff,
        Measures = Given.All,
    };
}
