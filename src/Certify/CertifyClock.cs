namespace Certify;

/// <summary>Server time decides. "Now" is UTC cut to milliseconds (what both databases keep alike); "today" is the day in the programme's time zone.</summary>
public sealed class CertifyClock(TimeProvider time, TimeZoneInfo zone)
{
    public TimeZoneInfo Zone { get; } = zone;

    public DateTimeOffset Now => Cut(time.GetUtcNow());

    public DateOnly Today => DayOf(Now);

    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(Local(moment).DateTime);

    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>The first moment after <paramref name="day"/> in the programme's zone, in UTC: a badge that is valid until that day ends here.</summary>
    public DateTimeOffset EndOf(DateOnly day) => StartOf(day.AddDays(1));

    public DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        // A zone that skips midnight starts its day at the first minute that exists.
        while (Zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        // Where clocks are set back over midnight the day begins twice: it is the first time that counts.
        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public static DateTimeOffset Cut(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
