using System.Security.Cryptography;
using Certify.Accounts;
using Certify.Visits;

namespace Certify.Demo;

/// <summary>
/// The photos of the demo inspector's newest visits, sent as a laptop sends them: a minute after the visit. Everything on them is drawn; nothing is drawn
/// from the district's dice, so that its seed stays the same district.
/// </summary>
public sealed class DemoPhotos(PhotoBook photos)
{
    /// <summary>Few: each is decoded, scaled and sealed as a real one, which the first start has to wait for.</summary>
    private const int Visits = 3;

    public IEnumerable<DemoEvent> Of(IReadOnlyList<DemoStory> stories, IReadOnlyDictionary<Guid, Actor> holders, Actor inspector)
    {
        var newest = stories.Where(s => holders[s.Shop.GridId] == inspector).SelectMany(s => s.Visits).OrderByDescending(v => v.At).ThenBy(v => v.Visit.StartedAt).Take(Visits);
        foreach (var ((at, visit), i) in newest.Select((v, i) => (v, i)))
        {
            yield return Taken(visit, at.AddMinutes(-3), PhotoSubject.ShopFront, () => DemoScene.ShopFront(i), inspector);
            if (i == 0)
                yield return Taken(visit, at.AddMinutes(-2), PhotoSubject.Measures, DemoScene.Counter, inspector);
        }
    }

    private DemoEvent Taken(VisitSubmission visit, DateTimeOffset at, PhotoSubject subject, Func<byte[]> draw, Actor inspector) => new(visit.FinishedAt.AddMinutes(1), async cancel =>
    {
        var file = draw();
        var answer = await photos.AddAsync(visit.Id, new(Guid.CreateVersion7(at), subject, at, SHA256.HashData(file), file), inspector, cancel);
        if (answer is not { Ok: true })
            throw new InvalidOperationException($"A photo of the demo district was not kept: {answer?.Refusal?.Code ?? "no such visit"}");
    });
}
