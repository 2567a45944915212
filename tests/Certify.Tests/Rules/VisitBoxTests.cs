using System.Security.Cryptography;
using System.Text;
using Certify.Tests.Support;
using Certify.Visits;

namespace Certify.Tests.Rules;

/// <summary>What a browser sealed to the server opens there, and nowhere else.</summary>
public sealed class VisitBoxTests
{
    private static readonly MasterKey Master = new(RandomNumberGenerator.GetBytes(MasterKey.Bytes));
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("Input.Rows[0].Name=陈桂英");

    [Fact]
    public void Open_reads_what_was_sealed_in_every_instance()
    {
        using var box = new VisitBox(Master);
        using var other = new VisitBox(Master);

        Assert.Equal(box.Public, other.Public);
        Assert.Equal(Text, other.Open(Boxes.Seal(box.Public, Text, "visit:1:2"), "visit:1:2"));
    }

    [Fact]
    public void Open_refuses_another_place_another_key_and_each_altered_byte()
    {
        using var box = new VisitBox(Master);
        using var stranger = new VisitBox(new MasterKey(RandomNumberGenerator.GetBytes(MasterKey.Bytes)));
        var whole = Boxes.Seal(box.Public, Text, "visit:1:2");

        Assert.Null(box.Open(whole, "draft:1:2"));
        Assert.Null(stranger.Open(whole, "visit:1:2"));
        for (var i = 0; i < whole.Length; i++)
        {
            var altered = whole.ToArray();
            altered[i] ^= 1;
            Assert.Null(box.Open(altered, "visit:1:2"));
            Assert.Null(box.Open(whole.AsSpan(0, i), "visit:1:2"));
        }
    }
}
