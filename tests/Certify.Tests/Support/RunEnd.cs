using Certify.Tests.Support;

[assembly: AssemblyFixture(typeof(RunEnd))]

namespace Certify.Tests.Support;

/// <summary>What the run's tests have shared goes with the last of them: a process that cleans up while it exits is waited for, and suspected of hanging.</summary>
public sealed class RunEnd : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Chromium.CloseAsync();
        await Postgres.StopAsync();
    }
}
