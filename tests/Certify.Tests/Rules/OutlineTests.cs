using Certify.Badges.Paper;

namespace Certify.Tests.Rules;

/// <summary>Thinned outlines: fewer points, nothing moved further than allowed, and a font file that is still one.</summary>
public sealed class OutlineTests
{
    private static readonly GlyphPoint[] Square = [new(0, 0, true), new(0, 700, true), new(700, 700, true), new(700, 0, true)];

    [Fact]
    public void Glyph_is_read_as_it_was_written()
    {
        GlyphPoint[] drop = [new(-3, 5, true), new(300, 900, false), new(-1000, 5, true), new(2, -7, false), new(2, -8, true), new(2, -9, true)];

        var read = GlyphOutline.Read(GlyphOutline.Write([Square, drop]))!;

        Assert.Equal(2, read.Count);
        Assert.Equal(Square, read[0]);
        Assert.Equal(drop, read[1]);
    }

    [Fact]
    public void Corners_stay_and_points_on_a_line_go()
    {
        GlyphPoint[] withMiddle = [new(0, 0, true), new(0, 350, true), .. Square[1..]];

        Assert.Equal(Square, CurveThinning.Thin(withMiddle, tolerance: 2, grid: 4));
    }

    [Fact]
    public void A_bend_finer_than_the_tolerance_goes_and_one_that_is_coarser_stays()
    {
        GlyphPoint[] bent = [new(0, 0, true), new(12, 352, true), .. Square[1..]];

        Assert.Equal(5, CurveThinning.Thin(bent, tolerance: 2, grid: 4)!.Length);
        Assert.Equal(4, CurveThinning.Thin(bent, tolerance: 13, grid: 4)!.Length);
    }

    [Fact]
    public void A_quarter_circle_in_four_curves_becomes_fewer_and_stays_round()
    {
        var circle = Enumerable.Range(0, 32).Select(i => new GlyphPoint(
            (int)Math.Round(500 * Math.Cos(-i * Math.PI / 16) / (i % 2 == 0 ? 1 : Math.Cos(Math.PI / 16))),
            (int)Math.Round(500 * Math.Sin(-i * Math.PI / 16) / (i % 2 == 0 ? 1 : Math.Cos(Math.PI / 16))), i % 2 == 0)).ToArray();

        var thin = CurveThinning.Thin(circle, tolerance: 4, grid: 4)!;

        Assert.InRange(thin.Length, 6, 20);
        Assert.All(thin.Where(p => p.OnCurve), p => Assert.InRange(Math.Sqrt((p.X * p.X) + (p.Y * p.Y)), 494, 506));
    }

    [Fact]
    public void What_is_smaller_than_the_grid_disappears() =>
        Assert.Null(CurveThinning.Thin([new(0, 0, true), new(0, 1, true), new(1, 1, true)], tolerance: 8, grid: 16));
}
