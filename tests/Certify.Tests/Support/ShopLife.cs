using Certify.Accounts;
using Certify.Badges;
using Certify.Shops;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Support;

/// <summary>A shop to which things happen at random, and beside it a model of what its badge must be answered with: written from the design, not from the program.</summary>
public sealed class ShopLife(CertifyApp app, Shop shop, TimeZoneInfo zone, Random draw)
{
    private Guid _badge;
    private DateTimeOffset _ends;
    private DateTimeOffset? _shortSince, _heldSince;
    private bool _closed;

    public Shop Shop => shop;
    public HashSet<ScanStatus> Seen { get; } = [];

    private DateTimeOffset Now => app.Time.GetUtcNow();

    public async Task CertifyAsync()
    {
        var answer = await app.Given.Recorded(app.Given.AVisit(shop));
        Issued(await app.ReadAsync(db => db.Badges.Where(b => b.Number == answer.Receipt!.Badge!.Number).SingleAsync()));
    }

    /// <summary>Something happens, time goes on, and at each edge on the way a scan is compared.</summary>
    public async Task NextAsync()
    {
        await HappenAsync();
        await CompareAsync();
        var until = Now.AddHours(draw.Next(1, 260));
        foreach (var edge in new[] { _shortSince?.AddDays(3), _ends }.OfType<DateTimeOffset>().Where(e => e > Now.AddSeconds(1) && e < until).Order())
            foreach (var second in new[] { -1, 0, 1 })
            {
                app.Time.SetUtcNow(edge.AddSeconds(second));
                await CompareAsync();
            }
        app.Time.SetUtcNow(until);
        // Every other time nothing ran meanwhile: what is due waits until it does.
        if (draw.Next(2) == 0)
            await app.Given.Due();
        await CompareAsync();
    }

    private async Task HappenAsync()
    {
        switch (draw.Next(5))
        {
            case 0 when _shortSince is null:
                await app.Given.Hired(shop, "赵小波");
                _shortSince = Now;
                break;
            case 1 when _shortSince is not null:
                await app.Given.Left(shop);
                _shortSince = null;
                break;
            case 2 or 3 when _shortSince is null && !_closed && (Now > _ends.AddDays(-30) || _heldSince is not null):
                var answer = await app.Given.Revisited(shop);
                Issued(await app.ReadAsync(db => db.Badges.Where(b => b.Number == answer.Receipt!.Badge!.Number).SingleAsync()));
                break;
            case 4:
                await ShutAsync();
                break;
        }
    }

    private async Task ShutAsync()
    {
        var officer = new Actor(null, "刘正华", Roles.Supervisor);
        if (_closed)
        {
            await app.WithAsync<ShopService, Result?>(s => s.ReopenAsync(shop.Id, officer));
            if (_heldSince is { } since && Now <= since.AddDays(7))
                _heldSince = null;
        }
        else
        {
            await app.WithAsync<ShopService, Result?>(s => s.CloseAsync(shop.Id, "停业", officer));
            if (Now < _ends)
                _heldSince ??= Now;
        }
        _closed = !_closed;
    }

    private void Issued(Badge badge)
    {
        (_badge, _shortSince, _heldSince) = (badge.Id, null, null);
        var midnight = badge.ValidUntil.AddDays(1).ToDateTime(TimeOnly.MinValue);
        _ends = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
        Assert.Equal(90, badge.ValidUntil.DayNumber - DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, zone).DateTime).DayNumber);
    }

    private async Task CompareAsync()
    {
        var expected = Now >= _ends ? ScanStatus.Expired : _heldSince is not null || Now >= _shortSince?.AddDays(3) ? ScanStatus.Suspended : ScanStatus.Valid;
        var answered = await app.Given.Scanned(_badge);
        Assert.True(expected == answered, $"{Now:u}: {answered}, but {expected} is true (short since {_shortSince:u}, held since {_heldSince:u}, ends {_ends:u}, closed {_closed})");
        Seen.Add(answered);
    }
}
