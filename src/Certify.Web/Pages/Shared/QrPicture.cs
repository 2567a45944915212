using System.Text;
using Certify.Badges.Paper;

namespace Certify.Web.Pages;

/// <summary>A QR code in a page: runs of modules as one path, with its quiet zone of four modules.</summary>
public sealed record QrPicture(QrModules Modules, string Label)
{
    public string Path
    {
        get
        {
            var path = new StringBuilder();
            foreach (var run in Modules.Runs)
                path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{run.X + 4} {run.Y + 4}h{run.Length}v1h-{run.Length}z");
            return path.ToString();
        }
    }
}
