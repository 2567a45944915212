using Certify.Badges.Status;
using Certify.Tests.Support;

namespace Certify.Tests.Rules;

public sealed class StatusIndexTests
{
    /// <summary>The empty list that the W3C text (Bitstring Status List 1.0, example 2) shows.</summary>
    private const string Empty = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";

    [Fact]
    public void Encode_no_bit_set_is_the_standards_own_example()
    {
        Assert.Equal(PublishedList.Unpack(Empty), PublishedList.Unpack(new StatusBits().Encode()));
        Assert.Equal(16 * 1024, new StatusBits().Bytes.Length);
    }

    [Theory]
    [InlineData(0, 0, 0x80)]
    [InlineData(7, 0, 0x01)]
    [InlineData(8, 1, 0x80)]
    [InlineData(131_071, 16_383, 0x01)]
    [InlineData(131_072 + 9, 1, 0x40)]
    public void Set_index_sets_the_bit_counted_from_the_left(int index, int at, byte bit)
    {
        var bits = new StatusBits();
        bits.Set(index);

        var read = PublishedList.Unpack(bits.Encode());
        Assert.Equal(bit, read[at]);
        Assert.Single(read, b => b != 0);
    }

    [Fact]
    public void Draw_fills_a_list_to_about_half_in_no_order_and_then_opens_the_next()
    {
        var taken = new HashSet<int>();
        var order = new List<int>();
        while (StatusIndexes.Choose(StatusIndexes.Draw(3), taken) is { } free)
        {
            Assert.True(taken.Add(free), "drawn twice");
            order.Add(free);
        }

        Assert.InRange(taken.Count, StatusBits.Entries * 3 / 10, StatusBits.Entries * 7 / 10);
        Assert.All(taken, index => Assert.Equal(3, StatusBits.ListOf(index)));
        // Of two drawn one after the other, the later is greater about half of the time: an index doesn't say which badge is older.
        var rising = order.Zip(order.Skip(1), (a, b) => b > a).Count(up => up) / (double)order.Count;
        Assert.InRange(rising, 0.48, 0.52);
        // All through the list, not from one end.
        Assert.All(order.Take(2000).GroupBy(i => i % StatusBits.Entries / (StatusBits.Entries / 4)), quarter => Assert.InRange(quarter.Count(), 400, 600));
    }
}
