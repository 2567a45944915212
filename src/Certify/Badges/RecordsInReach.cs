using Certify.Data;

namespace Certify.Badges;

/// <summary>
/// Whether the records can be read, as far as is known: sure for a second after an answer, lost for a second after a failure. So one scan a second asks, though
/// memory could answer all, and nobody waits long for a database that has just been found gone.
/// </summary>
internal sealed class RecordsInReach(TimeProvider time)
{
    /// <summary>Longer than this nobody waits at a shop's door.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(1);

    private long answeredAt = long.MinValue, failedAt = long.MinValue;

    public bool IsSure => IsRecent(ref answeredAt) && !IsLost;

    public bool IsLost => IsRecent(ref failedAt);

    /// <summary>Reads, unless the records have just been found gone. What hangs counts as gone.</summary>
    /// <param name="read"></param>
    /// <param name="cancel">Of the caller, who may go before an answer comes: that says nothing of the records.</param>
    public async Task<(T? Found, bool Reached)> AskAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancel = default)
    {
        if (IsLost)
            return (default, false);
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var found = await read(either.Token);
            Volatile.Write(ref failedAt, long.MinValue);
            Volatile.Write(ref answeredAt, time.GetTimestamp());
            return (found, true);
        }
        catch (Exception failure) when (failure.IsUnreachable() || failure is System.Net.Sockets.SocketException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            Volatile.Write(ref failedAt, time.GetTimestamp());
            return (default, false);
        }
    }

    private bool IsRecent(ref long at) => Volatile.Read(ref at) is var when && when != long.MinValue && time.GetElapsedTime(when) < Holds;
}
