using System.Net;
using System.Text;
using System.Threading.RateLimiting;
using Certify.Photos;
using Certify.Web.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Certify.Web.Pages.Tips;

/// <summary>The photo that came with a form: a feature of its request.</summary>
public sealed class SentPhoto : IDisposable
{
    /// <summary>The file as it came. Empty: there was none, or it was not taken.</summary>
    public ReadOnlyMemory<byte> File { get; set; }

    /// <summary>Why it was not taken.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>Its place among the photos in memory.</summary>
    public RateLimitLease? Room { get; set; }
    public bool Came => !File.IsEmpty || Refusal is not null;

    public void Dispose() => Room?.Dispose();
}

/// <summary>
/// Reads a tip's form as it comes in. What was typed is kept whatever comes with it. A photo is held in memory only if it is none too large and there is room
/// for it, once, without a copy; any other runs past, and the form is shown again with a sentence. So nobody's words wait for anybody's photo.
/// </summary>
public sealed class TipFormReader : IAsyncResourceFilter, IDisposable
{
    /// <summary>Photos that are taken at once, from one network and in all: each is held in memory until it is sealed.</summary>
    public const int FromOneNetwork = 6, InAll = 16;

    /// <summary>Bytes of a whole form: some times what a phone's largest photo has. More is answered with 413 and a page that says so.</summary>
    private const int FormBytes = 64 << 20;

    /// <summary>Bytes of what was typed: far more than the fields take.</summary>
    private const int WordBytes = 64 << 10;

    /// <summary>Bytes that are let run past before the answer: a browser reads it only when it has sent everything.</summary>
    private const long RunPast = 1L << 30;
    private const int Fields = 16, BoundaryLength = 128;

    private readonly PartitionedRateLimiter<IPAddress> networks, all, room;

    public TipFormReader()
    {
        networks = PartitionedRateLimiter.Create<IPAddress, IPAddress>(network => RateLimitPartition.GetConcurrencyLimiter(network, _ => new() { PermitLimit = FromOneNetwork }));
        all = PartitionedRateLimiter.Create<IPAddress, int>(_ => RateLimitPartition.GetConcurrencyLimiter(0, _ => new() { PermitLimit = InAll }));
        room = PartitionedRateLimiter.CreateChained(networks, all);
    }

    public void Dispose()
    {
        room.Dispose();
        networks.Dispose();
        all.Dispose();
    }

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.HasFormContentType)
        {
            await next();
            return;
        }
        using var photo = new SentPhoto();
        http.Features.Set(photo);
        if (await ReadAsync(http, photo, http.RequestAborted) is { } status)
        {
            // Whatever is shown instead must not read on.
            http.Request.Form = FormCollection.Empty;
            context.Result = new StatusCodeResult(status);
            return;
        }
        await next();
    }

    /// <returns>Null: the request's form is there. Else the status to answer with.</returns>
    private async Task<int?> ReadAsync(HttpContext http, SentPhoto photo, CancellationToken cancel)
    {
        var request = http.Request;
        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString() : null;
        var limit = boundary is null ? WordBytes : FormBytes;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = request.ContentLength > limit ? RunPast : limit;
        try
        {
            if (request.ContentLength > limit)
            {
                await request.Body.CopyToAsync(Stream.Null, cancel);
                return StatusCodes.Status413PayloadTooLarge;
            }
            if (boundary is null)
                await request.ReadFormAsync(cancel);
            else if (boundary.Length is 0 or > BoundaryLength)
                return StatusCodes.Status400BadRequest;
            else
                request.Form = await ReadPartsAsync(new MultipartReader(boundary, request.Body), http, photo, cancel);
            return null;
        }
        catch (BadHttpRequestException refused)
        {
            return refused.StatusCode;
        }
        catch (Exception torn) when (torn is InvalidDataException or IOException)
        {
            return StatusCodes.Status400BadRequest;
        }
    }

    private async Task<FormCollection> ReadPartsAsync(MultipartReader parts, HttpContext http, SentPhoto photo, CancellationToken cancel)
    {
        var typed = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; await parts.ReadNextSectionAsync(cancel) is { } part; i++)
        {
            if (i == Fields)
                throw new InvalidDataException("Too many fields.");
            if (part.GetContentDispositionHeader() is not { } named)
                continue;
            if (named.IsFileDisposition())
                await TakeAsync(photo, part.Body, http, cancel);
            else if (named.IsFormDisposition())
                typed[HeaderUtilities.RemoveQuotes(named.Name).ToString()] = await WordsAsync(part.Body, cancel);
        }
        return new FormCollection(typed);
    }

    private static async Task<string> WordsAsync(Stream part, CancellationToken cancel)
    {
        var bytes = new byte[WordBytes + 1];
        var length = await part.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        return length <= WordBytes ? Encoding.UTF8.GetString(bytes, 0, length) : throw new BadHttpRequestException("Too long.", StatusCodes.Status413PayloadTooLarge);
    }

    /// <summary>Takes the first file that has anything in it.</summary>
    private async Task TakeAsync(SentPhoto photo, Stream file, HttpContext http, CancellationToken cancel)
    {
        var first = new byte[1];
        if (photo.Came || await file.ReadAsync(first, cancel) == 0)
            return;
        photo.Room = room.AttemptAcquire(TipGate.Network(http.Connection.RemoteIpAddress));
        if (!photo.Room.IsAcquired)
        {
            photo.Refusal = new Refusal("tips.photo_busy");
            return;
        }
        var bytes = new byte[Math.Min(http.Request.ContentLength ?? FormBytes, PhotoIntake.UploadBytes) + 1];
        bytes[0] = first[0];
        var length = 1 + await file.ReadAtLeastAsync(bytes.AsMemory(1), bytes.Length - 1, throwOnEndOfStream: false, cancel);
        if (length <= PhotoIntake.UploadBytes)
        {
            photo.File = bytes.AsMemory(0, length);
            return;
        }
        photo.Refusal = new Refusal("photos.large", PhotoIntake.UploadBytes >> 20);
        photo.Room.Dispose();
    }
}
