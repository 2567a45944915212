using System.Runtime.InteropServices;

namespace Certify.Badges.Paper;

/// <summary>
/// Draws a contour with fewer points: neighbours that one curve or one line can stand for become one, as long as nothing moves by more than the tolerance.
/// A third of the points of a Chinese character go; what is left is rounded to a grid, which packs better.
/// </summary>
internal static class CurveThinning
{
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(double X, double Y)
    {
        public static Place operator +(Place a, Place b) => new(a.X + b.X, a.Y + b.Y);
        public static Place operator -(Place a, Place b) => new(a.X - b.X, a.Y - b.Y);
        public static Place operator *(Place a, double by) => new(a.X * by, a.Y * by);
        public double Length => Math.Sqrt((X * X) + (Y * Y));
        public double Dot(Place b) => (X * b.X) + (Y * b.Y);
        public double Cross(Place b) => (X * b.Y) - (Y * b.X);
    }

    /// <summary>A line, or with a control point a quadratic curve.</summary>
    private sealed record Piece(Place From, Place? Control, Place To)
    {
        public Place At(double t) => Control is not { } c ? From + ((To - From) * t)
            : (From * ((1 - t) * (1 - t))) + (c * (2 * t * (1 - t))) + (To * (t * t));
    }

    /// <param name="contour">A closed contour.</param>
    /// <param name="tolerance">In units of the font.</param>
    /// <param name="grid">Coordinates become multiples of it.</param>
    /// <returns>The contour, or null if nothing is left of it.</returns>
    public static GlyphPoint[]? Thin(GlyphPoint[] contour, double tolerance, int grid)
    {
        if (contour.Length < 3) return null;
        // Each new piece answers for all pieces that it stands for, so that errors do not add up.
        var pieces = Pieces(contour).ConvertAll(p => (Now: Straight(p, tolerance), Before: new List<Piece> { p }));
        for (var merged = true; merged;)
        {
            merged = false;
            for (var i = 0; i < pieces.Count && pieces.Count > 2; i++)
            {
                var next = (i + 1) % pieces.Count;
                if (One(pieces[i].Now, pieces[next].Now) is not { } one) continue;
                List<Piece> before = [.. pieces[i].Before, .. pieces[next].Before];
                if (!StandsFor(one, before, tolerance)) continue;
                pieces[i] = (one, before);
                pieces.RemoveAt(next);
                merged = true;
                i -= next < i ? 2 : 1;
            }
        }
        return Round(pieces.SelectMany(p => p.Now.Control is { } c ? new[] { (p.Now.From, true), (c, false) } : [(p.Now.From, true)]), grid);
    }

    private static List<Piece> Pieces(GlyphPoint[] contour)
    {
        // Between two control points lies a point that is not written down.
        var all = new List<(Place At, bool On)>(contour.Length * 2);
        for (var i = 0; i < contour.Length; i++)
        {
            GlyphPoint point = contour[i], next = contour[(i + 1) % contour.Length];
            all.Add((new(point.X, point.Y), point.OnCurve));
            if (!point.OnCurve && !next.OnCurve) all.Add((new((point.X + next.X) / 2.0, (point.Y + next.Y) / 2.0), true));
        }
        var first = all.FindIndex(p => p.On);
        var pieces = new List<Piece>(all.Count);
        for (var i = 0; i < all.Count;)
        {
            var (from, to) = (all[(first + i) % all.Count].At, all[(first + i + 1) % all.Count]);
            var curve = !to.On;
            var piece = curve ? new Piece(from, to.At, all[(first + i + 2) % all.Count].At) : new Piece(from, null, to.At);
            if (curve || piece.From != piece.To) pieces.Add(piece);
            i += curve ? 2 : 1;
        }
        return pieces;
    }

    private static Piece Straight(Piece piece, double tolerance) =>
        piece.Control is not null && Distance(piece.At(0.5), piece.From, piece.To) <= tolerance / 2 ? piece with { Control = null } : piece;

    /// <summary>The one piece that leaves and arrives in the same directions as the two; null where they meet in a corner.</summary>
    private static Piece? One(Piece a, Piece b)
    {
        Place leaves = (a.Control ?? a.To) - a.From, arrives = b.To - (b.Control ?? b.From);
        if ((a.To - (a.Control ?? a.From)).Dot((b.Control ?? b.To) - b.From) <= 0) return null;
        if (a.Control is null && b.Control is null) return new Piece(a.From, null, b.To);
        var turn = leaves.Cross(arrives);
        if (Math.Abs(turn) < 1e-9) return null;
        // Where the line on which it leaves meets the line on which it arrives: ahead of the one end, behind the other.
        var ahead = (b.To - a.From).Cross(arrives) / turn;
        var behind = leaves.Cross(b.To - a.From) / turn;
        return ahead > 0 && behind > 0 ? new Piece(a.From, a.From + (leaves * ahead), b.To) : null;
    }

    private static bool StandsFor(Piece one, List<Piece> before, double tolerance)
    {
        const int steps = 12;
        var line = Enumerable.Range(0, steps + 1).Select(i => one.At((double)i / steps)).ToArray();
        return before.TrueForAll(piece => Enumerable.Range(1, 5).All(i => Near(piece.At(i / 5.0), line, tolerance)))
            && line.All(at => Near(at, before, tolerance));
    }

    private static bool Near(Place at, Place[] line, double tolerance)
    {
        for (var i = 1; i < line.Length; i++)
            if (Distance(at, line[i - 1], line[i]) <= tolerance) return true;
        return false;
    }

    private static bool Near(Place at, List<Piece> pieces, double tolerance) =>
        pieces.Exists(p => Near(at, p.Control is null ? [p.From, p.To] : [p.From, p.At(0.25), p.At(0.5), p.At(0.75), p.To], tolerance * 1.5));

    private static double Distance(Place at, Place from, Place to)
    {
        var along = to - from;
        var square = along.Dot(along);
        var t = square == 0 ? 0 : Math.Clamp((at - from).Dot(along) / square, 0, 1);
        return (at - (from + (along * t))).Length;
    }

    private static GlyphPoint[]? Round(IEnumerable<(Place At, bool On)> points, int grid)
    {
        var round = new List<GlyphPoint>();
        foreach (var (at, on) in points)
        {
            var point = new GlyphPoint((int)Math.Round(at.X / grid) * grid, (int)Math.Round(at.Y / grid) * grid, on);
            if (round.Count == 0 || round[^1] != point) round.Add(point);
        }
        if (round.Count > 1 && round[0] == round[^1]) round.RemoveAt(round.Count - 1);
        // A point half-way between two control points need not be written down.
        for (var i = 0; i < round.Count && round.Count > 3;)
        {
            GlyphPoint before = round[(i + round.Count - 1) % round.Count], point = round[i], after = round[(i + 1) % round.Count];
            if (point.OnCurve && !before.OnCurve && !after.OnCurve && Math.Abs(before.X + after.X - (2 * point.X)) <= grid && Math.Abs(before.Y + after.Y - (2 * point.Y)) <= grid)
                round.RemoveAt(i);
            else i++;
        }
        return round.Count < 3 ? null : [.. round];
    }
}
