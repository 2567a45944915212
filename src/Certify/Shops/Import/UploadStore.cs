namespace Certify.Shops.Import;

/// <summary>Uploaded files, sealed, in <c>{DataDirectory}/imports</c>: nothing of a roster lies on the disk in clear.</summary>
public sealed class UploadStore(MasterKey master, string folder)
{
    /// <summary>Bytes of a file that one seal covers.</summary>
    private const int ChunkBytes = 1 << 16;
    private readonly byte[] _key = master.Derive("imports");

    /// <summary>Keeps a copy of the stream. Throws <see cref="Tables.TableException"/> when it is longer than a table may be; nothing is kept then.</summary>
    public async Task KeepAsync(Guid id, Stream content, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        try
        {
            await using var file = new FileStream(PathOf(id), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write });
            var chunk = new byte[ChunkBytes];
            long total = 0;
            for (var index = 0; ; index++)
            {
                var read = await content.ReadAtLeastAsync(chunk, ChunkBytes, throwOnEndOfStream: false, cancel);
                total += read;
                if (total > Tables.TableLimits.FileBytes) throw new Tables.TableException("table.too_large", Tables.TableLimits.FileBytes >> 20);
                // The last chunk is shorter, if need be empty: a file cut at a chunk's end does not open.
                await file.WriteAsync(Sealing.Seal(_key, SealedFile.Place(id, index), chunk.AsSpan(0, read)), cancel);
                if (read < ChunkBytes) break;
            }
            file.Flush(flushToDisk: true);
        }
        catch
        {
            Remove(id);
            throw;
        }
    }

    /// <summary>Opens a kept file for reading, seekable.</summary>
    public Stream Open(Guid id) => new SealedFile(File.OpenRead(PathOf(id)), _key, id, ChunkBytes);

    public bool Has(Guid id) => File.Exists(PathOf(id));

    public void Remove(Guid id) => File.Delete(PathOf(id));

    /// <summary>Removes every file that belongs to none of these imports, but none that is so new that its import may not be written yet.</summary>
    public void KeepOnly(IReadOnlyCollection<Guid> ids, DateTimeOffset olderThan)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var path in Directory.EnumerateFiles(folder, "*.sealed"))
            if (!Guid.TryParseExact(Path.GetFileNameWithoutExtension(path), "N", out var id) || (!ids.Contains(id) && Written(id) < olderThan)) File.Delete(path);
    }

    // The identifier itself tells its time (UUIDv7), whatever a restore did to the file's.
    private static DateTimeOffset Written(Guid id) => DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id.ToString("N")[..12], 16));

    private string PathOf(Guid id) => Path.Combine(folder, $"{id:N}.sealed");
}
