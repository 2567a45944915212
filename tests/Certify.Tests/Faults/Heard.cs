using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using Certify.Tests.Support;
using Microsoft.Extensions.Logging;
using UglyToad.PdfPig;

namespace Certify.Tests.Faults;

/// <summary>Everything that the program says to its operators: log lines of every level with all their values, and all activities with their tags.</summary>
internal sealed class Heard : ILoggerProvider
{
    public static readonly ActivitySource Source = new("certify.control");
    private readonly ConcurrentQueue<string> _lines = [], _traces = [];
    private readonly ActivityListener _listener;

    public Heard(ILoggerFactory log)
    {
        Log = log;
        log.AddProvider(this);
        _listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => _traces.Enqueue($"{a.DisplayName} {string.Join(' ', a.TagObjects.Select(t => $"{t.Key}={t.Value}"))} {string.Join(' ', a.Events.SelectMany(e => e.Tags).Select(t => $"{t.Key}={t.Value}"))}"),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ILoggerFactory Log { get; }
    public IEnumerable<byte[]> Lines => _lines.Select(Encoding.UTF8.GetBytes);
    public IEnumerable<byte[]> Traces => _traces.Select(Encoding.UTF8.GetBytes);

    public ILogger CreateLogger(string categoryName) => new Ear(_lines);

    public void Dispose() => _listener.Dispose();

    private sealed class Ear(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            lines.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lines.Enqueue(formatter(state, exception) + exception);
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
                lines.Enqueue(string.Join(' ', values.Select(v => $"{v.Key}={v.Value}")));
        }
    }
}

/// <summary>Everything that the program says to the outside: bodies as they are read (workbooks unpacked, PDFs as text too), headers and cookies.</summary>
internal sealed class Said
{
    public List<byte[]> Bodies { get; } = [];
    public List<byte[]> Headers { get; } = [];

    /// <summary>An answer whose body may hold the person by right: its headers alone.</summary>
    public void Hear(params HttpResponseMessage[] answers)
    {
        foreach (var answer in answers)
            Headers.Add(Encoding.UTF8.GetBytes($"{answer.RequestMessage!.RequestUri} {answer.Headers} {answer.Content.Headers}"));
    }

    public void Hear(Page page)
    {
        Hear(page.Response);
        Bodies.Add(Encoding.UTF8.GetBytes(page.Html));
    }

    public async Task AskAsync(Visitor visitor, string address)
    {
        var answer = await visitor.Client.GetAsync(address);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode}");
        Hear(await ReadAsync(answer));
    }

    public async Task<HttpResponseMessage> ReadAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Bodies.Add(bytes);
        if (bytes.AsSpan().StartsWith("PK"u8))
        {
            using var zip = new ZipArchive(new MemoryStream(bytes));
            foreach (var entry in zip.Entries)
            {
                using var part = new MemoryStream();
                await using var stream = entry.Open();
                await stream.CopyToAsync(part);
                Bodies.Add(part.ToArray());
            }
        }
        if (bytes.AsSpan().StartsWith("%PDF"u8))
        {
            using var pdf = PdfDocument.Open(bytes);
            Bodies.Add(Encoding.UTF8.GetBytes(string.Concat(pdf.GetPages().Select(p => p.Text))));
        }
        return answer;
    }
}
