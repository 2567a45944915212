namespace Certify.Demo;

/// <summary>What becomes of a shop in the demo district.</summary>
public enum DemoFate
{
    NeverVisited, Certified, ExpiringSoon, Renewed, CertifiedAtSecond, InGrace,
    SuspendedByCoverage, SuspendedBySupervisor, Revoked, Expired, PersonMissing, MeasureFailed, Closed, Moved,
}

/// <summary>One visit to come: days before today, share of the working day that has passed, who is at the shop, which measures fail, by their place on the list.</summary>
public sealed record DemoVisit(int DaysAgo, double Time, bool EveryoneVaccinated, params IReadOnlyList<int> Failed);

/// <summary>
/// The fate of each shop, drawn once with a fixed seed: 531 shops certified, as on the evening of 9 August 2021, and some of everything else that a
/// bureau meets. Days are counted back from today, so that the district is always in the middle of its programme.
/// </summary>
public sealed class DemoPlan(Random draw)
{
    public const int Certified = 531;

    /// <summary>Days that the programme has been going on.</summary>
    public const int Days = 26;

    /// <summary>How many shops share each fate; the rest has never been visited.</summary>
    private static readonly (DemoFate Fate, int Shops)[] Shares =
    [
        (DemoFate.ExpiringSoon, 22), (DemoFate.Renewed, 8), (DemoFate.CertifiedAtSecond, 18), (DemoFate.InGrace, 6), (DemoFate.Certified, Certified - 22 - 8 - 18 - 6),
        (DemoFate.SuspendedByCoverage, 9), (DemoFate.SuspendedBySupervisor, 4), (DemoFate.Revoked, 5), (DemoFate.Expired, 4),
        (DemoFate.PersonMissing, 58), (DemoFate.MeasureFailed, 31), (DemoFate.Closed, 3), (DemoFate.Moved, 2),
    ];

    /// <summary>A fate for each of <paramref name="shops"/> shops, in their order.</summary>
    public IReadOnlyList<DemoFate> Fates(int shops)
    {
        var fates = Shares.SelectMany(s => Enumerable.Repeat(s.Fate, s.Shops)).ToList();
        fates.AddRange(Enumerable.Repeat(DemoFate.NeverVisited, shops - fates.Count));
        var drawn = fates.ToArray();
        draw.Shuffle(drawn);
        return drawn;
    }

    /// <summary>The visits that lead a shop to its fate, first to last.</summary>
    public IReadOnlyList<DemoVisit> Visits(DemoFate fate) => fate switch
    {
        DemoFate.NeverVisited => [],
        DemoFate.Closed or DemoFate.Moved => [Good(14 + draw.Next(10))],
        DemoFate.ExpiringSoon => [Good(84 + draw.Next(5))],
        DemoFate.Expired => [Good(92 + draw.Next(4))],
        DemoFate.Renewed => [Good(80 + draw.Next(6)), Good(3 + draw.Next(9))],
        DemoFate.CertifiedAtSecond => draw.Next(2) == 0 ? [Short(10 + draw.Next(9)), Good(2 + draw.Next(6))] : [Lax(10 + draw.Next(9)), Good(2 + draw.Next(6))],
        DemoFate.SuspendedByCoverage => [Good(12 + draw.Next(10))],
        DemoFate.SuspendedBySupervisor or DemoFate.Revoked or DemoFate.InGrace => [Good(8 + draw.Next(12))],
        DemoFate.PersonMissing => [Short(draw.Next(15))],
        DemoFate.MeasureFailed => [Lax(draw.Next(12))],
        _ => [Good(draw.Next(Days))],
    };

    private DemoVisit Good(int daysAgo) => new(daysAgo, draw.NextDouble(), true);

    private DemoVisit Short(int daysAgo) => new(daysAgo, draw.NextDouble(), false);

    private DemoVisit Lax(int daysAgo)
    {
        int[] failed = draw.Next(4) switch { 0 => [0], 1 => [3], 2 => [2, 3], _ => [5] };
        return new(daysAgo, draw.NextDouble(), draw.Next(3) > 0, failed);
    }
}
