namespace Certify.Staff;

/// <summary>
/// One cell of a roster: a day (<see cref="DayText"/>), or several with blanks between them; a product's name after a day says that this dose
/// was of another product than the row's.
/// </summary>
public static class DoseText
{
    /// <returns>Days with the product named for them, or null where a part can't be read.</returns>
    public static IReadOnlyList<(DateOnly On, Vaccine? Vaccine)>? Parse(string? text, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Trim() is "-" or "–" or "—")
            return [];
        if (DayText.Parse(text, today) is { } only)
            return [(only, null)];
        var doses = new List<(DateOnly On, Vaccine? Vaccine)>();
        foreach (var part in text.Split([' ', '\u3000', '\t', ';', '；'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (DayText.Parse(part, today) is { } day)
                doses.Add((day, null));
            else if (doses.Count > 0 && doses[^1].Vaccine is null && VaccineText.Find(part) is { } vaccine)
                doses[^1] = (doses[^1].On, vaccine);
            else
                return null;
        }
        return doses;
    }
}
