using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>The form outside a request: who it was written for, and its text while it is held for them.</summary>
public sealed class VisitForms(IDataProtectionProvider protection)
{
    /// <summary>500 rows of 20 fields.</summary>
    public const int ValueLimit = 12_000, BodyLimit = 2 * 1024 * 1024;

    private readonly IDataProtector _protector = protection.CreateProtector("visit.form.by");

    public string Protect(string userName) => _protector.Protect(userName);

    /// <summary>The user for whom the server wrote the form; null where nobody can tell.</summary>
    public string? Unprotect(string? by)
    {
        try
        {
            return string.IsNullOrEmpty(by) ? null : _protector.Unprotect(by);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public static string Write(VisitForm form) => JsonSerializer.Serialize(form);

    public static VisitForm Read(string body) => JsonSerializer.Deserialize<VisitForm>(body)!;

    public static string Write(DateTimeOffset moment) => moment.ToString("O", CultureInfo.InvariantCulture);
}
