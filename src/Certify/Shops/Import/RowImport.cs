using Certify.Accounts;
using Certify.Data;
using Certify.Tables;

namespace Certify.Shops.Import;

/// <summary>What differs between importing shops and importing staff: the columns, how a row is judged, how it is written.</summary>
public abstract class RowImport
{
    public abstract ImportKind Kind { get; }

    public abstract IReadOnlyList<ImportColumn> Columns { get; }

    /// <summary>Judges a chunk of rows, in order, against the database and the rows before them. What of others is opened for that is on record under the actor.</summary>
    public abstract Task<IReadOnlyList<StagedRow>> JudgeAsync(CertifyDb db, Actor actor, ImportSettings settings, SeenRows seen, IReadOnlyList<TableRow> rows, CancellationToken cancel);

    /// <summary>Adds the changes of a chunk of good rows to the context; the caller saves them within its transaction.</summary>
    public abstract Task WriteAsync(CertifyDb db, Actor actor, IReadOnlyList<StagedRow> rows, DateTimeOffset now, CancellationToken cancel);
}

/// <summary>The rows of a file met so far, by what must not come twice. Keeps a hash of each key: a million rows stay within some 50 MB.</summary>
public sealed class SeenRows
{
    private readonly Dictionary<UInt128, int> _rows = [];

    /// <summary>The number of the row that had this key first; notes this row's if there was none.</summary>
    public int? FirstWith(string key, int row)
    {
        Span<byte> hash = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key), hash);
        var id = System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
        return _rows.TryAdd(id, row) ? null : _rows[id];
    }
}
