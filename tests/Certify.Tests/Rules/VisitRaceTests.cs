using Certify.Badges;
using Certify.Certification;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Rules;

/// <summary>Visits that arrive at once, on the database that lets writers run side by side: indexes and versions decide, and everybody gets an answer.</summary>
public sealed class VisitRaceTests
{
    [Fact]
    public async Task Record_many_at_once_on_PostgreSql_leaves_one_live_badge_and_one_line_a_person()
    {
        await using var app = await CertifyApp.OnAsync(postgres: true);
        var shop = await app.Given.AShop();
        var person = Given.Person("陈桂英");
        var inspectors = Enumerable.Range(0, 4).Select(i => $"inspector{i}").ToList();
        foreach (var inspector in inspectors)
            await app.Given.AGrid(heldBy: inspector);
        var visits = inspectors.ConvertAll(_ => app.Given.AVisit(shop, person));

        var answers = await Task.WhenAll(inspectors.SelectMany((inspector, i) => new[] { app.Given.Recorded(visits[i], inspector), app.Given.Recorded(visits[i], inspector) }));

        Assert.Equal(4, answers.Count(a => a.Kind == VisitAnswerKind.Recorded));
        Assert.Equal(4, answers.Count(a => a.Kind == VisitAnswerKind.Repeated));
        Assert.Equal(4, await app.ReadAsync(db => db.Visits.CountAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Staff.CountAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Badges.CountAsync(b => b.State == BadgeState.Valid)));
        var standing = await app.ReadAsync(db => db.Standings.SingleAsync());
        Assert.Equal(await app.ReadAsync(db => db.Badges.Where(b => b.State == BadgeState.Valid).Select(b => (Guid?)b.Id).SingleAsync()), standing.BadgeId);
    }
}
