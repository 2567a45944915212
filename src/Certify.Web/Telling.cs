using System.Threading.RateLimiting;
using Certify.Appeals;
using Certify.Photos;
using Certify.Tips;
using Certify.Web.Security;
using Microsoft.AspNetCore.RateLimiting;

namespace Certify.Web;

/// <summary>What people tell us: tips from the public, appeals of owners.</summary>
public static class Telling
{
    /// <summary>Photos that one address may be sending at once, and how many more wait: each is held in memory until it is sealed.</summary>
    private const int Sending = 6, Waiting = 30;

    public static IServiceCollection AddTelling(this IServiceCollection services)
    {
        services.Configure<RateLimiterOptions>(limits => limits.AddPolicy(TipGate.UploadLimit, http => HttpMethods.IsPost(http.Request.Method)
            ? RateLimitPartition.GetConcurrencyLimiter(http.Connection.RemoteIpAddress, _ => new ConcurrencyLimiterOptions { PermitLimit = Sending, QueueLimit = Waiting })
            : RateLimitPartition.GetNoLimiter<System.Net.IPAddress?>(null)));
        return services.AddSingleton<TipGate>().AddSingleton<PhotoIntake>().AddSingleton<TipInbox>().AddSingleton<TipDesk>().AddSingleton<TipRetention>().AddSingleton<AppealBook>();
    }
}
