namespace Certify.Shops;

/// <summary>The datum that coordinates of a file are in: GPS and the national CGCS2000 (WGS-84 to within a metre), Amap and Tencent, or Baidu.</summary>
public enum Datum { Wgs84, Gcj02, Bd09 }

/// <summary>A point in degrees, WGS-84 unless said otherwise.</summary>
public sealed record GeoPoint(double Latitude, double Longitude);

/// <summary>
/// Chinese web maps shift coordinates by up to 700 m (GCJ-02) and once more (BD-09). The shift has a public formula on the
/// Krasovsky 1940 ellipsoid; its way back is found by iteration, to less than a centimetre.
/// </summary>
public static class Geo
{
    private const double SemiMajorAxis = 6378245.0, EccentricitySquared = 0.00669342162296594323, BaiduPi = Math.PI * 3000.0 / 180.0;

    /// <summary>Mainland China with its seas, in whole degrees: what a coordinate in a registry can be at all.</summary>
    public static bool InChina(double latitude, double longitude) => latitude is >= 3 and <= 54 && longitude is >= 73 and <= 136;

    public static GeoPoint ToWgs84(GeoPoint point, Datum from) => from switch
    {
        Datum.Bd09 => FromGcj02(Gcj02FromBd09(point)),
        Datum.Gcj02 => FromGcj02(point),
        _ => point,
    };

    /// <summary>WGS-84 to GCJ-02; points outside China are not shifted.</summary>
    public static GeoPoint ToGcj02(GeoPoint point)
    {
        if (!InChina(point.Latitude, point.Longitude)) return point;
        double x = point.Longitude - 105, y = point.Latitude - 35;
        var root = Math.Sqrt(Math.Abs(x));
        var waves = (20 * Math.Sin(6 * x * Math.PI) + 20 * Math.Sin(2 * x * Math.PI)) * 2 / 3;
        var north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
            + (20 * Math.Sin(y * Math.PI) + 40 * Math.Sin(y / 3 * Math.PI)) * 2 / 3
            + (160 * Math.Sin(y / 12 * Math.PI) + 320 * Math.Sin(y * Math.PI / 30)) * 2 / 3;
        var east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
            + (20 * Math.Sin(x * Math.PI) + 40 * Math.Sin(x / 3 * Math.PI)) * 2 / 3
            + (150 * Math.Sin(x / 12 * Math.PI) + 300 * Math.Sin(x / 30 * Math.PI)) * 2 / 3;
        var radians = point.Latitude * Math.PI / 180;
        var magic = 1 - EccentricitySquared * Math.Sin(radians) * Math.Sin(radians);
        var latitude = north * 180 / (SemiMajorAxis * (1 - EccentricitySquared) / (magic * Math.Sqrt(magic)) * Math.PI);
        var longitude = east * 180 / (SemiMajorAxis / Math.Sqrt(magic) * Math.Cos(radians) * Math.PI);
        return new GeoPoint(point.Latitude + latitude, point.Longitude + longitude);
    }

    private static GeoPoint FromGcj02(GeoPoint shifted)
    {
        var guess = shifted;
        for (var i = 0; i < 5; i++)
        {
            var again = ToGcj02(guess);
            guess = new GeoPoint(guess.Latitude + shifted.Latitude - again.Latitude, guess.Longitude + shifted.Longitude - again.Longitude);
        }
        return guess;
    }

    private static GeoPoint Gcj02FromBd09(GeoPoint point)
    {
        double x = point.Longitude - 0.0065, y = point.Latitude - 0.006;
        var radius = Math.Sqrt(x * x + y * y) - 0.00002 * Math.Sin(y * BaiduPi);
        var angle = Math.Atan2(y, x) - 0.000003 * Math.Cos(x * BaiduPi);
        return new GeoPoint(radius * Math.Sin(angle), radius * Math.Cos(angle));
    }
}
