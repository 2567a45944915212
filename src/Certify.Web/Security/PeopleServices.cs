using Certify.Accounts;
using Certify.Certification;
using Certify.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Certify.Web.Security;

/// <summary>Accounts, sessions and what stands behind them.</summary>
public static class PeopleServices
{
    public static IServiceCollection AddPeople(this IServiceCollection services, CertifyOptions options)
    {
        services.AddIdentity<AppUser, IdentityRole<Guid>>(identity =>
        {
            identity.Password = new PasswordOptions { RequiredLength = 10, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
            identity.Lockout = new LockoutOptions { MaxFailedAccessAttempts = 5, DefaultLockoutTimeSpan = UnknownNames.LockedFor };
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        }).AddEntityFrameworkStores<CertifyDb>().AddDefaultTokenProviders().AddClaimsPrincipalFactory<SignedInPerson>();
        var https = options.PublicUrl.StartsWith("https:", StringComparison.Ordinal);
        services.ConfigureApplicationCookie(cookie => SignInCookie.Configure(cookie, https));
        services.AddAntiforgery(forms => forms.Cookie.SecurePolicy = SignInCookie.Secure(https));
        services.Configure<Microsoft.AspNetCore.Mvc.CookieTempDataProviderOptions>(flash => flash.Cookie.SecurePolicy = SignInCookie.Secure(https));
        // A changed role or password, a deactivation, "sign out everywhere": felt by every session within a minute.
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddDataProtection().SetApplicationName("certify").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.DataDirectory, "keys", "cookies")));
        services.ConfigureOptions<SealedCookieKeys>();
        services.AddSingleton<ErasureLog>().AddSingleton<PersonErasure>().AddSingleton<OwnerRoster>().AddSingleton<StaffRecord>().AddSingleton<ReportBook>().AddSingleton<PolicyChanges>();
        services.AddHostedService<DailyWork>().AddHostedService<DueWork>();
        return services.AddSingleton<UnknownNames>().AddScoped<SignInDoor>()
            .AddScoped<LinkBook>().AddScoped<UserAccounts>().AddScoped<OwnAccount>().AddScoped<Invitations>();
    }
}
