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

    private string PathOf(Guid id) => Path.Combine(folder, $"{id:N}.sealed");
}
