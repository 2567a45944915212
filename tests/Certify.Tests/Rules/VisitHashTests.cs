using Certify.Staff;
using Certify.Tests.Support;
using Certify.Visits;

namespace Certify.Tests.Rules;

/// <summary>What a visit's hash is taken of must stay, letter by letter: a visit recorded long ago and sent again is the same visit.</summary>
public sealed class VisitHashTests
{
    private static readonly SubmittedMeasures Six = Given.All.With("masks", false).With("ventilation", false);

    /// <summary>Taken by the program as it was before there was more than one checklist, under the key 00 01 … 1F.</summary>
    private const string Before = "8EF70D6415EB90D40947FDC9A480011F5D8EECB5EAB18485BB8D5B7B7C36EEA2";

    [Fact]
    public void Hash_of_the_six_stays_what_it_was()
    {
        Assert.Equal(Before, Hash(Six, 1));
        // A measure that was left out used to count as failed.
        Assert.Equal(Before, Hash(new(Six.Found.Where(f => f.Value)), 1));
    }

    [Fact]
    public void Hash_tells_measures_and_lists_apart()
    {
        var stalls = new SubmittedMeasures([new("stalls", true)]);
        string[] hashes = [Hash(Six, 1), Hash(Six, null), Hash(Six, 5), Hash(Six.With("masks", true), 1), Hash(stalls, null), Hash(stalls, 5), Hash(stalls.With("stalls", false), 5)];

        Assert.Distinct(hashes);
    }

    private static string Hash(SubmittedMeasures measures, int? list)
    {
        var visit = Visit(measures, list);
        return Convert.ToHexString(new VisitText(new MasterKey([.. Enumerable.Range(0, 32).Select(i => (byte)i)])).HashOf(VisitText.Normalise(visit), visit.ShopId!.Value, new Guid("01900000-0000-7000-8000-000000000003")));
    }

    private static VisitSubmission Visit(SubmittedMeasures measures, int? list) => new()
    {
        Id = new Guid("01900000-0000-7000-8000-000000000001"),
        ShopId = new Guid("01900000-0000-7000-8000-000000000002"),
        StartedAt = new(2021, 8, 9, 13, 50, 0, TimeSpan.FromHours(8)),
        FinishedAt = new(2021, 8, 9, 14, 0, 0, TimeSpan.FromHours(8)),
        SentAt = new(2021, 8, 9, 14, 0, 5, TimeSpan.FromHours(8)),
        Staff = [new() { Name = " Chen", IdType = IdType.ResidentId, IdNumber = "11010519491231002x", Status = StaffStatus.Working, Doses = [new("SINOVAC", 1, new DateOnly(2021, 5, 6), null, DoseProof.HealthCode)] }],
        Measures = measures,
        ChecklistVersion = list,
        Note = "ok ",
    };
}
