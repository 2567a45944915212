using System.Globalization;
using System.Text;

namespace Certify.Backups;

/// <summary>The moment that the last finished backup shows: what arrived before it is held twice, and an inspector's laptop may forget its copy.</summary>
public sealed class BackupMark(CertifyOptions options)
{
    private string File => Path.Combine(options.DataDirectory, "backed-up-at");

    public void Write(DateTimeOffset madeAt) => DurableFile.Write(File, Encoding.ASCII.GetBytes(madeAt.ToString("O", CultureInfo.InvariantCulture)));

    /// <summary>Null: none has been made, or the mark can't be read.</summary>
    public DateTimeOffset? Read() =>
        System.IO.File.Exists(File) && DateTimeOffset.TryParse(System.IO.File.ReadAllText(File), CultureInfo.InvariantCulture, out var madeAt) ? madeAt : null;
}
