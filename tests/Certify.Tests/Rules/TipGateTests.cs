using System.Net;
using Certify.Tests.Support;
using Certify.Web.Security;
using Microsoft.Extensions.Time.Testing;

namespace Certify.Tests.Rules;

public sealed class TipGateTests
{
    private static readonly IPAddress Hall = IPAddress.Parse("203.0.113.7"), Elsewhere = IPAddress.Parse("203.0.113.8");
    private readonly FakeTimeProvider time = new(CertifyApp.Start);
    private readonly TipGate gate;

    public TipGateTests() => gate = new(time);

    [Fact]
    public void Admit_market_hall_tells_of_thirty_badges_then_waits_two_minutes_a_tip()
    {
        for (var i = 0; i < TipGate.PerAddress; i++)
            Assert.Equal(TipPass.Welcome, gate.Admit(Hall, Guid.CreateVersion7()));

        Assert.Equal(TipPass.TooManyHere, gate.Admit(Hall, Guid.CreateVersion7()));
        Assert.Equal(TipPass.Welcome, gate.Admit(Elsewhere, Guid.CreateVersion7()));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TipPass.Welcome, gate.Admit(Hall, Guid.CreateVersion7()));
        Assert.Equal(TipPass.TooManyHere, gate.Admit(Hall, Guid.CreateVersion7()));
    }

    [Fact]
    public void Admit_badge_that_was_told_of_ten_times_waits_from_wherever_it_comes()
    {
        var badge = Guid.CreateVersion7();
        for (var i = 0; i < TipGate.PerBadge; i++)
            Assert.Equal(TipPass.Welcome, gate.Admit(new IPAddress([198, 51, 100, (byte)i]), badge));

        Assert.Equal(TipPass.TooManyOnThis, gate.Admit(Elsewhere, badge));
        Assert.Equal(TipPass.Welcome, gate.Admit(Elsewhere, Guid.CreateVersion7()));
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(TipPass.Welcome, gate.Admit(Elsewhere, badge));
    }

    [Fact]
    public void Admit_one_address_that_tells_again_and_again_leaves_room_for_others()
    {
        var badge = Guid.CreateVersion7();
        var welcome = Enumerable.Range(0, TipGate.PerAddress).Count(_ => gate.Admit(Hall, badge) == TipPass.Welcome);

        Assert.Equal(1 + TipGate.Again, welcome);
        Assert.Equal(TipPass.Welcome, gate.Admit(Elsewhere, badge));
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(TipPass.Welcome, gate.Admit(Hall, badge));
        Assert.Equal(TipPass.TooManyOnThis, gate.Admit(Hall, badge));
        for (var i = 0; i < TipGate.PerBadge - 1; i++)
            Assert.Equal(TipPass.Welcome, gate.Admit(new IPAddress([198, 51, 100, (byte)i]), badge));
    }

    [Fact]
    public void Admit_network_that_was_turned_away_is_no_second_time_one()
    {
        var badge = Guid.CreateVersion7();
        for (var i = 0; i < TipGate.PerBadge; i++)
            gate.Admit(new IPAddress([198, 51, 100, (byte)i]), badge);

        Assert.Equal(TipPass.TooManyOnThis, gate.Admit(Elsewhere, badge));
        Assert.Equal(TipPass.TooManyOnThis, gate.Admit(Elsewhere, badge));
    }

    [Fact]
    public void Admit_what_is_no_badge_shares_one_limit()
    {
        for (var i = 0; i < TipGate.PerUnknown; i++)
            Assert.Equal(TipPass.Welcome, gate.Admit(new IPAddress([198, 51, 100, (byte)i]), null));

        Assert.Equal(TipPass.TooManyOnThis, gate.Admit(Elsewhere, null));
        Assert.Equal(TipPass.Welcome, gate.Admit(Elsewhere, Guid.CreateVersion7()));
    }

    [Fact]
    public void Admit_subscriber_of_ipv6_is_one_address()
    {
        for (var i = 0; i < TipGate.PerAddress; i++)
            Assert.Equal(TipPass.Welcome, gate.Admit(IPAddress.Parse($"2001:db8:1:2::{i + 1:x}"), Guid.CreateVersion7()));

        Assert.Equal(TipPass.TooManyHere, gate.Admit(IPAddress.Parse("2001:db8:1:2:ffff::1"), Guid.CreateVersion7()));
        Assert.Equal(TipPass.Welcome, gate.Admit(IPAddress.Parse("2001:db8:1:3::1"), Guid.CreateVersion7()));
    }

    [Fact]
    public void Told_same_badge_from_the_same_network_is_known_for_a_day()
    {
        var badge = Guid.CreateVersion7();
        Assert.False(gate.Tell(Hall, badge));

        Assert.True(gate.Tell(Hall, badge));
        Assert.False(gate.Tell(Elsewhere, badge));
        Assert.False(gate.Tell(Hall, Guid.CreateVersion7()));
        time.Advance(TimeSpan.FromDays(1));
        Assert.False(gate.Tell(Hall, badge));
    }

    [Fact]
    public void Told_tip_that_was_taken_back_makes_the_next_no_repeat()
    {
        var badge = Guid.CreateVersion7();
        Assert.False(gate.Tell(Hall, badge));

        gate.TakeBack(Hall, badge);

        Assert.False(gate.Tell(Hall, badge));
        Assert.True(gate.Tell(Hall, badge));
    }

    [Fact]
    public void Look_ups_of_numbers_are_limited()
    {
        for (var i = 0; i < TipGate.LookUps; i++)
            Assert.True(gate.MayLookUp(Hall));

        Assert.False(gate.MayLookUp(Hall));
        Assert.True(gate.MayLookUp(Elsewhere));
    }
}
