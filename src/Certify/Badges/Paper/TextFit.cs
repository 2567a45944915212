using System.Globalization;

namespace Certify.Badges.Paper;

/// <summary>A text laid into lines at one size (in millimetres).</summary>
internal sealed record FittedText(float Size, IReadOnlyList<ShapedText> Lines);

/// <summary>
/// Makes a text fit a width: first a little smaller on one line, then on more lines of even length, smaller again, and only at the very end cut with ….
/// </summary>
internal static class TextFit
{
    private const string NeverFirst = "，。、；：！？）》」』】〉〕…—～·％,.;:!?)]}%";
    private const string NeverLast = "（《「『【〈〔([{";

    /// <summary>How far a text shrinks before it is given one more line: a line at three quarters is still the same sign.</summary>
    private const float ShrinkBeforeWrap = 0.74f;

    public static FittedText Fit(FontSet fonts, string text, int weight, float size, float minSize, float width, int maxLines, float spacing)
    {
        var whole = fonts.Shape(text, weight, spacing);
        for (var lines = 1; lines <= maxLines; lines++)
        {
            var smallest = lines < maxLines ? Math.Max(minSize, size * ShrinkBeforeWrap) : minSize;
            for (var step = 0; step <= 16; step++)
            {
                var tried = size - ((size - smallest) * step / 16);
                if (lines == 1 && whole.Width * tried <= width) return new FittedText(tried, [whole]);
                if (lines > 1 && Break(text, whole.Advances, width / tried, lines) is { } broken)
                    return new FittedText(tried, [.. Even(text, whole.Advances, width / tried, broken).Select(line => fonts.Shape(line, weight, spacing))]);
            }
        }
        return Fit(fonts, Shorten(text), weight, size, minSize, width, maxLines, spacing);
    }

    /// <summary>A size that the fitted text won't exceed: its wide characters alone must find room on its lines.</summary>
    public static float LargestSize(string text, TextStyle style, float width) =>
        Math.Clamp(style.Lines * width / Math.Max(1, text.Count(letter => IsWide(letter) && !char.IsLowSurrogate(letter))), style.Min ?? style.Size / 2, style.Size);

    private static string Shorten(string text)
    {
        var elements = new StringInfo(text.EndsWith('…') ? text[..^1] : text);
        return elements.SubstringByTextElements(0, Math.Max(1, elements.LengthInTextElements - 1)).TrimEnd() + "…";
    }

    /// <summary>The same number of lines in the least width, so that no line is left with one character.</summary>
    private static List<string> Even(string text, float[] advances, float width, List<string> broken)
    {
        float low = 0, high = width;
        for (var i = 0; i < 12; i++)
        {
            var middle = (low + high) / 2;
            if (Break(text, advances, middle, broken.Count) is { } narrower) (broken, high) = (narrower, middle);
            else low = middle;
        }
        return broken;
    }

    /// <summary>Lines no wider than that (in ems), or null if they would be more.</summary>
    private static List<string>? Break(string text, float[] advances, float width, int maxLines)
    {
        var lines = new List<string>();
        int start = 0, lastChance = 0;
        var used = 0f;
        foreach (var at in StringInfo.ParseCombiningCharacters(text))
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            var advance = 0f;
            for (var i = at; i < at + length; i++) advance += advances[i];
            if (at > start && MayBreak(text, at)) lastChance = at;
            if (used + advance > width && text[at] != ' ')
            {
                if (lastChance <= start || lines.Count + 1 >= maxLines) return null;
                lines.Add(text[start..lastChance].TrimEnd());
                start = lastChance;
                used = 0;
                for (var i = start; i < at; i++) used += advances[i];
            }
            used += advance;
        }
        lines.Add(text[start..]);
        return lines;
    }

    private static bool MayBreak(string text, int at)
    {
        char before = text[at - 1], after = text[at];
        if (NeverFirst.Contains(after) || NeverLast.Contains(before) || after == ' ') return false;
        return before is ' ' or '-' or '/' || IsWide(before) || IsWide(after);
    }

    /// <summary>Chinese and its like, surrogates included: a line may end at any of them.</summary>
    private static bool IsWide(char letter) => letter >= '\u2E80' && letter is not (>= '\uFB1D' and <= '\uFDFF');
}
