namespace Certify.Demo;

/// <summary>The clock while the demo district is made: it stands where the next event happens. Before and after it is the system's.</summary>
public sealed class DemoTime : TimeProvider
{
    private DateTimeOffset? _at;

    public override DateTimeOffset GetUtcNow() => _at ?? base.GetUtcNow();

    public void Stand(DateTimeOffset at) => _at = at;

    public void Run() => _at = null;
}
