namespace Certify.Badges;

/// <summary>
/// Whether the records can be read, as far as is known: sure for a second after an answer, lost for a second after a failure. So one scan a second asks, though
/// memory could answer all, and nobody waits long for a database that has just been found gone.
/// </summary>
internal sealed class RecordsInReach(TimeProvider time)
{
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(1);

    private long answeredAt = long.MinValue, failedAt = long.MinValue;

    public bool IsSure => IsRecent(ref answeredAt) && !IsLost;

    public bool IsLost => IsRecent(ref failedAt);

    public void Answered()
    {
        Volatile.Write(ref failedAt, long.MinValue);
        Volatile.Write(ref answeredAt, time.GetTimestamp());
    }

    public void Failed() => Volatile.Write(ref failedAt, time.GetTimestamp());

    private bool IsRecent(ref long at) => Volatile.Read(ref at) is var when && when != long.MinValue && time.GetElapsedTime(when) < Holds;
}
