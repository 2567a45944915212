using System.Net;
using System.Net.Sockets;

namespace Certify.Web.Security;

public enum TipPass { Welcome, TooManyHere, TooManyOnThis }

/// <summary>
/// How many tips are taken. A market hall or a phone company's gateway shares one address, so an address may tell a good deal before it has to wait; and one
/// badge takes only so many an hour, from wherever they come, so that nobody buries a shop. A network takes from that room once a day: what more it sends
/// about the same badge has a small room of its own, so that one phone can't silence all others. All of it is in memory, forgotten within a day, and
/// stands beside no tip.
/// </summary>
public sealed class TipGate(TimeProvider time)
{
    /// <summary>Tips that one address may send at once; it gains one every two minutes.</summary>
    public const int PerAddress = 30;

    /// <summary>Networks that may tell about one badge at once; it gains one every half hour.</summary>
    public const int PerBadge = 10;

    /// <summary>Further tips about the same badge from one network at once; it gains one every half hour.</summary>
    public const int Again = 4;

    /// <summary>Tips at once about what is no badge of ours, all together; one more each half minute.</summary>
    public const int PerUnknown = 60;

    /// <summary>Look-ups of a badge by its number, from one address: one each second.</summary>
    public const int LookUps = 60;

    private static readonly TimeSpan SamePlace = TimeSpan.FromDays(1);

    private readonly Buckets<IPAddress> addresses = new(PerAddress, TimeSpan.FromMinutes(2)), lookUps = new(LookUps, TimeSpan.FromSeconds(1));
    private readonly Buckets<Guid> badges = new(PerBadge, TimeSpan.FromMinutes(30)), unknown = new(PerUnknown, TimeSpan.FromSeconds(30));
    private readonly Buckets<(IPAddress, Guid)> again = new(Again, TimeSpan.FromMinutes(30));
    private readonly Dictionary<(IPAddress, Guid), DateTimeOffset> drawn = [], told = [];

    public bool MayLookUp(IPAddress? address) => lookUps.Take(Network(address), time.GetUtcNow());

    /// <summary>Takes room for one tip about a badge (null: about none of ours).</summary>
    public TipPass Admit(IPAddress? address, Guid? badge)
    {
        var (now, network) = (time.GetUtcNow(), Network(address));
        if (!addresses.Take(network, now))
            return TipPass.TooManyHere;
        return (badge is { } id ? TakeOf(id, network, now) : unknown.Take(Guid.Empty, now)) ? TipPass.Welcome : TipPass.TooManyOnThis;
    }

    private bool TakeOf(Guid badge, IPAddress network, DateTimeOffset now)
    {
        if (Noted(drawn, (network, badge), now))
            return again.Take((network, badge), now);
        if (badges.Take(badge, now))
            return true;
        lock (drawn)
            drawn.Remove((network, badge));
        return false;
    }

    /// <summary>Whether a tip about this badge came from the same network within a day; from now on one has, unless it is taken back.</summary>
    public bool Tell(IPAddress? address, Guid? badge) => badge is { } id && Noted(told, (Network(address), id), time.GetUtcNow());

    /// <summary>What was told first was not kept after all: the next one is the first.</summary>
    public void TakeBack(IPAddress? address, Guid? badge)
    {
        lock (told)
            told.Remove((Network(address), badge ?? Guid.Empty));
    }

    /// <summary>Whether it was noted within a day; from now on it is.</summary>
    private static bool Noted(Dictionary<(IPAddress, Guid), DateTimeOffset> notes, (IPAddress, Guid) one, DateTimeOffset now)
    {
        lock (notes)
        {
            foreach (var (key, at) in notes.Where(n => now - n.Value >= SamePlace).ToList())
                notes.Remove(key);
            var before = !notes.TryAdd(one, now);
            if (notes.Count > Buckets<Guid>.Limit)
                notes.Clear();
            return before;
        }
    }

    /// <summary>A subscriber of IPv6 has a whole /64, so that is one address here.</summary>
    public static IPAddress Network(IPAddress? address)
    {
        if (address is null)
            return IPAddress.None;
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    /// <summary>A token bucket for each key. Full ones say nothing and are dropped.</summary>
    private sealed class Buckets<TKey>(int capacity, TimeSpan each) where TKey : notnull
    {
        public const int Limit = 20_000;
        private readonly Dictionary<TKey, (double Left, DateTimeOffset At)> buckets = [];

        public bool Take(TKey key, DateTimeOffset now)
        {
            lock (buckets)
            {
                if (buckets.Count >= Limit)
                    Drop(now);
                var left = buckets.TryGetValue(key, out var known) ? Math.Min(capacity, known.Left + ((now - known.At) / each)) : capacity;
                buckets[key] = left >= 1 ? (left - 1, now) : (left, now);
                return left >= 1;
            }
        }

        private void Drop(DateTimeOffset now)
        {
            foreach (var (key, _) in buckets.Where(b => b.Value.Left + ((now - b.Value.At) / each) >= capacity).ToList())
                buckets.Remove(key);
            if (buckets.Count >= Limit)
                buckets.Clear();
        }
    }
}
