using Certify.Badges;
using Certify.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Certify.Web.Api;

/// <summary><c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: database, signing keys and disk can be worked with; names what can't be, nothing more.</summary>
public static class Health
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database").AddCheck<KeysHealth>("keys").AddCheck<DiskHealth>("disk");
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        endpoints.MapHealthChecks("/healthz/ready", new HealthCheckOptions
        {
            ResponseWriter = (context, report) => context.Response.WriteAsync(
                string.Join('\n', report.Entries.Select(e => $"{e.Key}: {(e.Value.Status == HealthStatus.Healthy ? "ok" : "failed")}"))),
        }).AllowAnonymous();
    }
}

internal sealed class DatabaseHealth(IDbContextFactory<CertifyDb> dbs) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await db.Grids.AsNoTracking().Select(g => g.Id).FirstOrDefaultAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

internal sealed class KeysHealth(KeyStore keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(keys.Active is null ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
}

internal sealed class DiskHealth(CertifyOptions options) : IHealthCheck
{
    /// <summary>Less than this and a visit may soon not be kept.</summary>
    private const long Bytes = 100 * 1024 * 1024;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(new DriveInfo(options.DataDirectory).AvailableFreeSpace < Bytes ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
}
