using System.Reflection;
using Certify.Accounts;
using Certify.Certification;
using Certify.Checklists;
using Certify.Data;
using Certify.Shops;
using Certify.Shops.Import;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Demo;

/// <summary>
/// Fills an empty database with a district in the middle of its programme: the registry of 1,264 shops, the people of the bureau, the visits of the
/// last weeks and all that followed from them. Everything goes through the services that real data goes through, at the time when it would have happened.
/// </summary>
public sealed class DemoDistrict(
    IDbContextFactory<CertifyDb> dbs, ImportService imports, ImportStaging staging, ImportPublishing publishing, DemoAccounts accounts,
    VisitRecording recording, DemoPhotos photos, DemoAftermath aftermath, CertifyClock clock, DemoTime time)
{
    private const int Seed = 20210809;

    /// <summary>Days before today on which the registry was loaded and the accounts were made.</summary>
    private const int PreparedDaysAgo = 100;

    /// <param name="progress">Told how many of how many steps are done.</param>
    /// <param name="cancel"></param>
    public async Task FillAsync(Action<int, int> progress, CancellationToken cancel = default)
    {
        var now = clock.Now;
        try
        {
            time.Stand(clock.StartOf(clock.DayOf(now).AddDays(-PreparedDaysAgo)).AddHours(9));
            var people = await accounts.MakeAsync(cancel);
            await ImportAsync(people["supervisor"], cancel);
            var shops = await ShopsAsync(cancel);
            var grids = shops.GroupBy(s => s.GridId).OrderByDescending(g => g.Count()).ThenBy(g => g.First().IdentityKey, StringComparer.Ordinal).Select(g => g.Key).ToList();
            var holders = await accounts.ShareGridsAsync(grids, people, cancel);

            var lists = await ListsAsync(shops, cancel);
            var events = Tell(shops, lists, holders, people, now).OrderBy(e => e.At).ToList();
            for (var i = 0; i < events.Count; i++)
            {
                time.Stand(events[i].At.AddSeconds(5));
                await events[i].Happen(cancel);
                progress(i + 1, events.Count);
            }
        }
        finally
        {
            time.Run();
        }
    }

    private IEnumerable<DemoEvent> Tell(IReadOnlyList<Shop> shops, IReadOnlyDictionary<string, ChecklistVersion> lists, IReadOnlyDictionary<Guid, Actor> holders, IReadOnlyDictionary<string, Actor> people, DateTimeOffset now)
    {
        var draw = new Random(Seed);
        var (plan, crowd) = (new DemoPlan(draw), new DemoPeople(draw));
        var fates = plan.Fates(shops.Count);
        var stories = shops.Select((shop, i) => DemoStory.Draw(shop, fates[i], plan, crowd, lists[shop.Category], draw, clock, now)).ToList();
        foreach (var story in stories)
            foreach (var (at, visit) in story.Visits)
                yield return new(at, cancel => RecordAsync(visit, holders[story.Shop.GridId], cancel));
        foreach (var photo in photos.Of(stories, holders, people["inspector"]))
            yield return photo;
        foreach (var after in aftermath.Of(stories, crowd, people, now))
            yield return after;
    }

    /// <summary>What each category's shops are visited by.</summary>
    private async Task<IReadOnlyDictionary<string, ChecklistVersion>> ListsAsync(IReadOnlyList<Shop> shops, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        return await ChecklistBook.InForceAsync(db, shops.Select(s => s.Category), cancel);
    }

    private async Task RecordAsync(VisitSubmission visit, Actor inspector, CancellationToken cancel)
    {
        var answer = await recording.RecordAsync(visit, inspector, cancel);
        if (answer.Kind != VisitAnswerKind.Recorded)
            throw new InvalidOperationException($"A visit of the demo district was not recorded: {answer.Kind} {string.Join(' ', (answer.Errors ?? []).Select(e => $"{e.Field} {e.Refusal.Code}"))}");
    }

    /// <summary>The registry, as a supervisor loads it: uploaded, staged, published.</summary>
    private async Task ImportAsync(Actor by, CancellationToken cancel)
    {
        await using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("Certify.Demo.registry.csv")!;
        var uploaded = await imports.UploadAsync(ImportKind.Shops, "registry.csv", file, by, cancel);
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var batch = await db.ImportBatches.AsNoTracking().SingleAsync(b => b.Id == uploaded.Value, cancel);
        await imports.BeginAsync(batch.Id, ImportSettings.FromJson(batch.Mapping), cancel);
        await staging.StageAsync(batch.Id, cancel);
        await imports.PublishAsync(batch.Id, by, cancel);
        await publishing.PublishAsync(batch.Id, cancel);
    }

    private async Task<IReadOnlyList<Shop>> ShopsAsync(CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        // Ids are random: what is drawn must not hang on them.
        return [.. (await db.Shops.AsNoTracking().ToListAsync(cancel)).OrderBy(s => s.IdentityKey, StringComparer.Ordinal)];
    }
}

/// <summary>Something that happens in the demo district at a time.</summary>
public sealed record DemoEvent(DateTimeOffset At, Func<CancellationToken, Task> Happen);
