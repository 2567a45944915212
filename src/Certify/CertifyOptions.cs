using System.ComponentModel.DataAnnotations;

namespace Certify;

/// <summary>Section <c>Certify</c> of the configuration. Checked at start; each message says what to set.</summary>
public sealed class CertifyOptions : IValidatableObject
{
    public const string Section = "Certify";

    /// <summary>Scheme and host that QR codes and links carry, e.g. <c>https://certify.example</c>. Never taken from a request.</summary>
    [Required(ErrorMessage = "Set Certify__PublicUrl to the address under which the public reaches this service, e.g. https://certify.example")]
    public string PublicUrl { get; set; } = "";

    [Required(ErrorMessage = "Set Certify__DataDirectory to a folder that is kept: database, signing keys, uploads and backups live there.")]
    public string DataDirectory { get; set; } = "";

    [Required(ErrorMessage = "Set Certify__MasterKeyFile to a file outside the data directory that holds 32 random bytes in Base64 (openssl rand -base64 32).")]
    public string MasterKeyFile { get; set; } = "";

    public DatabaseOptions Database { get; set; } = new();

    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>First part of each badge number: two to eight letters A–Z.</summary>
    [RegularExpression("^[A-Z]{2,8}$", ErrorMessage = "Certify__BadgePrefix must be two to eight letters A-Z, e.g. HYGX.")]
    public string BadgePrefix { get; set; } = "HYGX";

    /// <summary>Full name of the body that certifies 评定单位, printed on each badge.</summary>
    public string IssuerName { get; set; } = "衡阳市市场监督管理局园区分局";
    public string IssuerNameEn { get; set; } = "Hengyang Administration for Market Regulation, Park Branch";

    /// <summary>Host organisation 主办单位 of the public pages.</summary>
    public string HostOrganisation { get; set; } = "衡阳市市场监督管理局园区分局";
    public string HostOrganisationEn { get; set; } = "Hengyang Administration for Market Regulation, Park Branch";
    public string Hotline { get; set; } = "12345";
    public string? IcpFiling { get; set; }
    public string? PublicSecurityFiling { get; set; }

    /// <summary>Licence line of the open data.</summary>
    public string OpenDataLicence { get; set; } = "CC BY 4.0";
    public string OpenDataLicenceUrl { get; set; } = "https://creativecommons.org/licenses/by/4.0/";

    /// <summary>TrueType files that are tried, in order, for a character that the main font lacks.</summary>
    public IList<string> FallbackFonts { get; } = [];

    /// <summary>Hour of the day (0–23, programme's zone) at which the day's report is made.</summary>
    [Range(0, 23, ErrorMessage = "Certify__ReportHour must be 0 to 23.")]
    public int ReportHour { get; set; } = 18;

    /// <summary>Days after leaving, or after the programme's end, after which a person's record is erased.</summary>
    [Range(1, 3650, ErrorMessage = "Certify__RetentionDays must be 1 to 3650.")]
    public int RetentionDays { get; set; } = 180;

    /// <summary>The programme's last day, once it is over; the kept days count from there for everybody.</summary>
    public DateOnly? ProgrammeEndedOn { get; set; }

    /// <summary>Days within which a badge follows the interim slip that a laptop without a network prints.</summary>
    [Range(1, 30, ErrorMessage = "Certify__InterimSlipDays must be 1 to 30.")]
    public int InterimSlipDays { get; set; } = 3;

    /// <summary>Room for the photos of tips, in MB; when it is full a tip is taken without its photo.</summary>
    [Range(1, 100_000, ErrorMessage = "Certify__TipPhotosMegabytes must be 1 to 100000.")]
    public int TipPhotosMegabytes { get; set; } = 256;

    /// <summary>Addresses or networks (CIDR) of the reverse proxies whose <c>X-Forwarded-For</c> is believed.</summary>
    public IList<string> KnownProxies { get; } = [];

    public string Host => new Uri(PublicUrl).Authority;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.AbsolutePath is not "/" || PublicUrl.EndsWith('/'))
            yield return new($"Certify__PublicUrl must be scheme and host alone, e.g. https://certify.example, not '{PublicUrl}'.");
        if (Path.GetFullPath(MasterKeyFile).StartsWith(Path.GetFullPath(DataDirectory).TrimEnd('/') + '/', StringComparison.Ordinal))
            yield return new("Certify__MasterKeyFile must lie outside Certify__DataDirectory: whoever copies the data must not get the key with it.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new($"Certify__TimeZone must be a time zone's name, e.g. Asia/Shanghai, not '{TimeZone}'.");
        if (Database.Provider.ToUpperInvariant() is not ("SQLITE" or "POSTGRESQL"))
            yield return new($"Certify__Database__Provider must be Sqlite or PostgreSql, not '{Database.Provider}'.");
        else if (Database.IsPostgreSql && string.IsNullOrWhiteSpace(Database.ConnectionString))
            yield return new("Set Certify__Database__ConnectionString, e.g. Host=db;Database=certify;Username=certify;Password=…");
        foreach (var proxy in KnownProxies)
            if (!System.Net.IPAddress.TryParse(proxy, out _) && !System.Net.IPNetwork.TryParse(proxy, out _))
                yield return new($"Certify__KnownProxies must be addresses or networks, e.g. 10.0.0.5 or 10.0.0.0/24, not '{proxy}'.");
    }
}

public sealed class DatabaseOptions
{
    /// <summary><c>Sqlite</c> or <c>PostgreSql</c>.</summary>
    public string Provider { get; set; } = "Sqlite";

    public bool IsPostgreSql => Provider.Equals("PostgreSql", StringComparison.OrdinalIgnoreCase);

    /// <summary>Empty with SQLite: <c>certify.db</c> in the data directory.</summary>
    public string? ConnectionString { get; set; }
}
