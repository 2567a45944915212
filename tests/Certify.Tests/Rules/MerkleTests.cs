using System.Text.Json;
using Certify.Log;

namespace Certify.Tests.Rules;

public sealed class MerkleTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText("Vectors/merkle.json")).RootElement;
    private static readonly byte[][] Leaves = [.. Vectors.GetProperty("leaves_hex").EnumerateArray().Select(l => Convert.FromHexString(l.GetString()!))];

    public static TheoryData<int, string> Roots =>
        [.. Vectors.GetProperty("roots_hex_by_size").EnumerateObject().Select(r => (int.Parse(r.Name), r.Value.GetString()!))];

    [Theory]
    [MemberData(nameof(Roots))]
    public void Root_is_that_of_RFC_6962(int size, string root) =>
        Assert.Equal(root, Convert.ToHexStringLower(Merkle.Root(Leaves[..size].Select(l => Merkle.Leaf(l)).ToArray())));

    [Theory]
    [MemberData(nameof(Roots))]
    public void Tree_grown_leaf_by_leaf_has_the_same_root(int size, string root)
    {
        var tree = LogTree.Load(new LogFolder("nowhere"), 0)!;
        foreach (var leaf in Leaves[..size])
            tree.Append(leaf);

        Assert.Equal(root, Convert.ToHexStringLower(tree.Root()));
    }

    [Theory]
    [InlineData(Tile.Entries, 0, 256, "tile/entries/000")]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 273, 112, "tile/0/273.p/112")]
    [InlineData(1, 1000, 1, "tile/1/x001/000.p/1")]
    public void Tile_has_one_address(int level, long number, int width, string path)
    {
        var tile = new Tile(level, number, width);

        Assert.Equal(path, tile.Path);
        Assert.True(Tile.TryParse(path["tile/".Length..], out var read));
        Assert.Equal(tile, read);
    }

    [Theory]
    [InlineData("0/1")]
    [InlineData("0/0001")]
    [InlineData("0/x000/001")]
    [InlineData("00/001")]
    [InlineData("8/001")]
    [InlineData("0/001.p/0")]
    [InlineData("0/001.p/256")]
    [InlineData("0/001.p/07")]
    [InlineData("0/../000")]
    [InlineData("entries/000/")]
    [InlineData("entries/x001")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_forms_of_an_address_are_none(string? path) => Assert.False(Tile.TryParse(path, out _));

    [Fact]
    public void Tree_of_70000_has_the_pieces_that_the_standard_names()
    {
        Assert.Equal(256, Tile.WidthIn(0, 272, 70_000));
        Assert.Equal(new Tile(0, 273, 112), Tile.Last(0, 70_000));
        Assert.Equal(256, Tile.WidthIn(1, 0, 70_000));
        Assert.Equal(new Tile(1, 1, 17), Tile.Last(1, 70_000));
        Assert.Equal(new Tile(2, 0, 1), Tile.Last(2, 70_000));
        Assert.Null(Tile.Last(3, 70_000));
        Assert.Null(Tile.Last(0, 256));
        Assert.Equal(new Tile(1, 0, 1), Tile.Last(1, 256));
    }
}
