using Certify.Badges;
using Certify.Log;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Faults;

/// <summary>
/// Four laptops send visits while the service is killed (SIGKILL) again and again: as a visit comes in, as an answer goes out, at the last moment before a
/// commit and at the first after it. A laptop that got no answer sends the same visit again: all arrive, none twice, none altered. With the environment's
/// <c>CERTIFY_KILLS=50</c> (<c>make drill</c>) it is five hundred visits and fifty kills, which take minutes.
/// </summary>
public sealed class VisitKillTests
{
    private const int Laptops = 4;
    private static readonly int s_kills = int.Parse(Environment.GetEnvironmentVariable("CERTIFY_KILLS") ?? "4", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Killed_again_and_again_every_visit_arrives_once_and_unaltered()
    {
        using var district = await KillDistrict.FillAsync(Laptops, shops: 5);
        var kills = Enumerable.Range(0, s_kills).Select(i => (Kill)(i % 4)).ToList();

        // Ten visits a kill.
        var sent = await SendAllAsync(district, kills, visits: s_kills * 10 / Laptops, again: visit => visit);

        Assert.Equal(s_kills * 10, sent.Count);
        Assert.Empty(await FaultsAsync(district, sent));
    }

    /// <summary>The control: without idempotency, which is to say under a new id each time, the same laptops count visits twice, and it is noticed.</summary>
    [Fact]
    public async Task Sent_again_under_a_new_id_a_visit_is_counted_twice()
    {
        using var district = await KillDistrict.FillAsync(Laptops, shops: 2);

        var sent = await SendAllAsync(district, [Kill.AfterCommit], visits: 2, again: visit => visit with { Id = Guid.CreateVersion7() });

        Assert.Contains(await FaultsAsync(district, sent), fault => fault.EndsWith("arrived 2 times", StringComparison.Ordinal));
    }

    /// <returns>Each visit as it was acknowledged, with the receipt.</returns>
    private static async Task<IReadOnlyList<(KillVisit Visit, string Receipt)>> SendAllAsync(KillDistrict district, IReadOnlyList<Kill> kills, int visits, Func<KillVisit, KillVisit> again)
    {
        await using var service = new KilledService(district.Folder, kills);
        var killing = service.RunAsync();
        var laptops = Enumerable.Range(0, Laptops).Select(async laptop =>
        {
            var client = await service.SignInAsync(KillDistrict.Inspector(laptop));
            var acknowledged = new List<(KillVisit, string)>();
            for (var i = 0; i < visits; i++)
            {
                var visit = district.Visit(laptop, i);
                string? receipt;
                while ((receipt = await service.PostAsync(client, visit.ToJson())) is null)
                    visit = again(visit);
                acknowledged.Add((visit, receipt));
            }
            return acknowledged;
        }).ToList();
        var sent = (await Task.WhenAll(laptops)).SelectMany(one => one).ToList();
        await killing;
        return sent;
    }

    /// <summary>Everything that is not as it was sent, once.</summary>
    private static async Task<IReadOnlyList<string>> FaultsAsync(KillDistrict district, IReadOnlyList<(KillVisit Visit, string Receipt)> sent)
    {
        var faults = new List<string>();
        await using (var service = new KilledService(district.Folder, []))
        {
            await service.RunAsync();
            var clients = await Task.WhenAll(Enumerable.Range(0, Laptops).Select(laptop => service.SignInAsync(KillDistrict.Inspector(laptop))));
            foreach (var (visit, receipt) in sent)
                if (await service.PostAsync(clients[visit.Laptop], visit.ToJson()) is var now && now != receipt)
                    faults.Add($"{visit.Name}: the receipt was {receipt}, and is {now}");
        }
        await using var app = district.Open();
        var arrived = await app.ReadAsync(db => db.Visits.AsNoTracking().ToListAsync());
        foreach (var (visit, _) in sent)
            if (arrived.Count(v => v.Companion == visit.Name && v.ShopId == visit.Shop) is var times and not 1)
                faults.Add($"{visit.Name} arrived {times} times");
        if (arrived.Count != sent.Count)
            faults.Add($"{sent.Count} visits were sent, {arrived.Count} are there");
        var shops = sent.Select(s => s.Visit.Shop).Distinct().Count();
        if (await app.ReadAsync(db => db.Badges.CountAsync(b => b.State == BadgeState.Valid)) is var live && live != shops)
            faults.Add($"{live} live badges at {shops} shops");
        if (await app.ReadAsync(db => db.Staff.CountAsync()) is var staff && staff != shops)
            faults.Add($"{staff} people, where each of {shops} shops has one");
        faults.AddRange((await app.Services.GetRequiredService<LogCheck>().RunAsync()).Faults.Select(f => f.ToString()!));
        faults.AddRange((await app.Services.GetRequiredService<BadgeLogCheck>().RunAsync()).Select(f => f.ToString()!));
        return faults;
    }
}
