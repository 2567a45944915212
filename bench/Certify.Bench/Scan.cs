using System.Globalization;

namespace Certify.Bench;

/// <summary>
/// <c>scan [badges] [seconds] [rounds]</c>: the scan page on one core against nginx serving the same bytes as a file on one core, in turns, in one run; then what
/// unknown and forged tokens cost, what a flood of forged ones does to valid scans, and ten thousand scans at once. Wants Linux with two cores, nginx, wrk and
/// taskset, and <c>ulimit -n 30000</c>; best on a machine that does nothing else.
/// </summary>
internal static class Scan
{
    /// <summary>
    /// Addresses that the load goes through, drawn over all badges: those of a small district are all in memory after a while, those of a large one hardly ever.
    /// </summary>
    private const int Addresses = 200_000;

    private const int AtOnce = 10_000;

    /// <summary>So few that a request finds the core free, more often than not: what is slow then is slow by itself, and doesn't only wait behind others.</summary>
    private const int Few = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var badges = Number(args, 0, 1_000);
        var seconds = Number(args, 1, 8);
        var rounds = Number(args, 2, 3);
        var folder = Directory.CreateTempSubdirectory("certify-bench-").FullName;
        try
        {
            var url = $"http://127.0.0.1:{ScanServer.FreePort()}";
            Console.WriteLine($"making {badges:N0} badges …");
            var (tokens, unknown) = ScanDistrict.Make(folder, url, badges, Addresses);
            using var certify = ScanServer.Certify(folder, url);
            var page = await certify.PageAsync($"/V/{tokens[0]}", "标识有效");
            using var nginx = ScanServer.Nginx(folder, page);
            await nginx.PageAsync("/", "标识有效");
            var valid = new ScanLoad(folder, "valid", tokens);
            Console.WriteLine($"page {page.Length} bytes; warming up …");
            valid.Run(certify, 2 * seconds);
            valid.Run(nginx, 2);
            Compare(certify, nginx, valid, badges, seconds, rounds);
            Console.WriteLine($"{Few} connections: {Tail(valid.Run(certify, seconds, Few))}; nginx {Tail(valid.Run(nginx, seconds, Few))}");
            Others(folder, certify, nginx, valid, unknown, seconds);
            Console.WriteLine($"{AtOnce:N0} connections at once: {valid.Run(certify, seconds, AtOnce)}; nginx {valid.Run(nginx, seconds, AtOnce)}");
            Console.WriteLine($"memory of the server: {certify.Megabytes():N0} MB");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Tail(Figures of) => string.Create(CultureInfo.InvariantCulture, $"{of}, p99 {of.P99 / of.Median:0.0} x median");

    private static void Compare(ScanServer certify, ScanServer nginx, ScanLoad valid, int badges, int seconds, int rounds)
    {
        var (ratios, cpu, tails, theirTails) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            var theirs = valid.Run(nginx, seconds);
            var ours = valid.Run(certify, seconds);
            ratios.Add(ours.PerSecond / theirs.PerSecond);
            cpu.Add(theirs.Cpu / ours.Cpu);
            tails.Add(ours.P99 / ours.Median);
            theirTails.Add(theirs.P99 / theirs.Median);
            Console.WriteLine($"round {round}: certify {ours}\n         nginx   {theirs}   ratio {ratios[^1]:0.00}");
        }
        Console.WriteLine($"scan page, {badges:N0} badges: {Median(ratios):0.00} x nginx by rate, {Median(cpu):0.00} x by processor time, p99 {Median(tails):0.0} x median, nginx's own {Median(theirTails):0.0} x (medians of {rounds} rounds)");
    }

    /// <summary>Tokens that no record stands behind, and what many of them do to the scans of others.</summary>
    private static void Others(string folder, ScanServer certify, ScanServer nginx, ScanLoad valid, IReadOnlyList<string> unknown, int seconds)
    {
        var theirs = valid.Run(nginx, seconds);
        var unknowns = new ScanLoad(folder, "unknown", unknown);
        // One character of the signature is another one, each time at another place.
        var forged = new ScanLoad(folder, "forged", unknown.Select((token, i) => Altered(token, i)));
        foreach (var (name, load) in new[] { ("unknown", unknowns), ("forged", forged) })
        {
            var ours = load.Run(certify, seconds);
            Console.WriteLine($"{name} tokens: {ours}   {ours.PerSecond / theirs.PerSecond:0.00} x nginx");
        }
        var alone = valid.Run(certify, seconds);
        using var flood = forged.Begin(certify, seconds + 2);
        var flooded = valid.Run(certify, seconds);
        var met = ScanLoad.End(flood, () => 0);
        Console.WriteLine($"valid scans in a flood of forged ones: {flooded}; alone {alone}: {flooded.PerSecond / alone.PerSecond:0.00} x (forged answered meanwhile: {met.PerSecond:N0}/s)");
    }

    private static string Altered(string token, int i)
    {
        var at = token.Length - 10 - (i % 60);
        return token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
}
