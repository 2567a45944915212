namespace Certify.Certification;

/// <summary>日报: the programme's figures at one moment of a day, as they were then. Holds no person.</summary>
public sealed class DayReport
{
    private DayReport() { }

    public DayReport(DateOnly day, DateTimeOffset madeAt, string figures) => (Day, MadeAt, Figures) = (day, madeAt, figures);

    public DateOnly Day { get; private set; }
    public DateTimeOffset MadeAt { get; private set; }

    /// <summary><see cref="ReportFigures"/> as JSON.</summary>
    public string Figures { get; private set; } = "";
}
