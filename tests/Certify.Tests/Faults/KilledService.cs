using System.Net;
using System.Text;
using Certify.Tests.Support;

namespace Certify.Tests.Faults;

/// <summary>When the service is killed.</summary>
public enum Kill
{
    /// <summary>As a request goes out: the twelfth since the start.</summary>
    OnRequest,

    /// <summary>As an answer comes in: the twelfth since the start.</summary>
    OnAnswer,

    /// <summary>A visit's rows are written, and not committed.</summary>
    BeforeCommit,

    /// <summary>A visit is committed, and not answered.</summary>
    AfterCommit,
}

/// <summary>A service that is killed and started again, as often as the list of its kills says. Who finds it away waits for its next start.</summary>
public sealed class KilledService(string folder, IReadOnlyList<Kill> kills) : IAsyncDisposable
{
    private const int Twelfth = 12;

    private volatile TaskCompletionSource<Life> _life = NewLife();

    /// <summary>From one start to the kill.</summary>
    private sealed class Life(ProgramRun program, Kill? end)
    {
        private readonly TaskCompletionSource _due = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _requests, _answers;

        public ProgramRun Program => program;

        public void Requested() => Count(ref _requests, Kill.OnRequest);
        public void Answered() => Count(ref _answers, Kill.OnAnswer);

        public Task EndAsync() => end switch
        {
            Kill.BeforeCommit => program.SaidAsync("fault point: " + FaultPoints.BeforeCommit),
            Kill.AfterCommit => program.SaidAsync("fault point: " + FaultPoints.AfterCommit),
            _ => _due.Task,
        };

        private void Count(ref int count, Kill kind)
        {
            if (Interlocked.Increment(ref count) == Twelfth && end == kind)
                _due.TrySetResult();
        }
    }

    /// <summary>Starts, is killed, and starts again; comes back when it stands after the last kill.</summary>
    public async Task RunAsync()
    {
        foreach (var kill in kills)
        {
            var life = await StartAsync(kill);
            await life.EndAsync();
            // Who asks from here on waits for the next start; who has asked already loses the answer.
            _life = NewLife();
            await life.Program.DisposeAsync();
        }
        await StartAsync(null);
    }

    /// <summary>Someone with cookies of their own, which outlive the service.</summary>
    public async Task<HttpClient> SignInAsync(string user)
    {
        while (true)
        {
            var life = await _life.Task;
            var client = new HttpClient { BaseAddress = new Uri(life.Program.Url) };
            try
            {
                var visitor = new Visitor(client);
                var page = await visitor.SubmitAsync(await visitor.OpenAsync("/account/sign-in"), new(StringComparer.Ordinal) { ["Input.UserName"] = user, ["Input.Password"] = CertifyApp.Password });
                Assert.True(page.Path == "/desk", page.Text + life.Program.Said);
                return client;
            }
            catch (HttpRequestException)
            {
                client.Dispose();
            }
        }
    }

    /// <summary>The receipt; null where the service was killed before it answered.</summary>
    public async Task<string?> PostAsync(HttpClient inspector, string visit)
    {
        var life = await _life.Task;
        using var body = new StringContent(visit, Encoding.UTF8, "application/json");
        try
        {
            var answering = inspector.PostAsync(new Uri(life.Program.Url + "/api/v1/visits"), body);
            life.Requested();
            using var answer = await answering;
            var text = await answer.Content.ReadAsStringAsync();
            life.Answered();
            Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK, $"{answer.StatusCode}: {text}{life.Program.Said}");
            return text;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_life.Task.IsCompletedSuccessfully)
            await (await _life.Task).Program.DisposeAsync();
    }

    private async Task<Life> StartAsync(Kill? end)
    {
        var point = end switch { Kill.BeforeCommit => FaultPoints.BeforeCommit, Kill.AfterCommit => FaultPoints.AfterCommit, _ => "" };
        var life = new Life(await ProgramRun.ServeAsync(folder, environment: "Testing",
            settings: new(StringComparer.Ordinal) { ["Certify__PublicUrl"] = "http://localhost", ["Certify__FaultPoint"] = point }), end);
        _life.SetResult(life);
        return life;
    }

    private static TaskCompletionSource<Life> NewLife() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
