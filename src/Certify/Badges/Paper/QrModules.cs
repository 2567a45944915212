using System.Runtime.InteropServices;
using QRCoder;

namespace Certify.Badges.Paper;

/// <summary>The dark modules of a QR code, error correction M, as horizontal runs; without the quiet zone, which the template keeps free.</summary>
public sealed record QrModules(int Size, IReadOnlyList<QrRun> Runs)
{
    /// <summary>Modules that must stay light around the code (ISO/IEC 18004).</summary>
    public const int QuietZone = 4;

    public static QrModules Of(string text)
    {
        using var generator = new QRCodeGenerator();
        // Capital letters, digits and $%*+-./: make QRCoder take the alphanumeric mode: 5.5 bits a character in place of 8.
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var matrix = code.ModuleMatrix;
        var size = matrix.Count - (2 * QuietZone);
        var runs = new List<QrRun>(size * size / 4);
        for (var y = 0; y < size; y++)
        {
            var row = matrix[y + QuietZone];
            for (var x = 0; x < size; x++)
            {
                if (!row[x + QuietZone]) continue;
                var start = x;
                while (x + 1 < size && row[x + 1 + QuietZone]) x++;
                runs.Add(new QrRun(start, y, x + 1 - start));
            }
        }
        return new QrModules(size, runs);
    }
}

/// <summary>Dark modules side by side, in modules from the upper left.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct QrRun(int X, int Y, int Length);
