namespace Certify.Badges;

/// <summary>
/// Lets costly work through one at a time, and after each <see cref="Work"/> of it makes the next wait for <see cref="Rest"/>: a flood of forged tokens takes at
/// most a quarter of one processor for their signatures, the scans of real badges have the others.
/// </summary>
internal sealed class Turnstile(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(2), Rest = TimeSpan.FromMilliseconds(6);

    private readonly SemaphoreSlim door = new(1);
    private TimeSpan worked;

    public async Task<T> PassAsync<T>(Func<T> work)
    {
        await door.WaitAsync();
        try
        {
            var began = time.GetTimestamp();
            var result = work();
            worked += time.GetElapsedTime(began);
            return result;
        }
        finally
        {
            if (worked < Work)
                door.Release();
            else
                _ = OpenAfterRestAsync();
        }
    }

    private async Task OpenAfterRestAsync()
    {
        worked = TimeSpan.Zero;
        await Task.Delay(Rest, time);
        door.Release();
    }

    public void Dispose() => door.Dispose();
}
