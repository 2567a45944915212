using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;

namespace Certify.Web;

/// <summary>The configuration, read once and checked before anything starts: each fault is a sentence that says what to set.</summary>
public static class Settings
{
    /// <summary>Binds and checks section <c>Certify</c>. Null when something is wrong; every fault has then been said on the console.</summary>
    public static CertifyOptions? AddSettings(this WebApplicationBuilder builder)
    {
        var root = builder.Environment.ContentRootPath;
        builder.Services.AddOptions<CertifyOptions>().BindConfiguration(CertifyOptions.Section).PostConfigure(o => Locate(o, root));
        var options = builder.Configuration.GetSection(CertifyOptions.Section).Get<CertifyOptions>() ?? new();
        Locate(options, root);
        var faults = Faults(options, builder.Environment.IsDevelopment()).ToList();
        faults.ForEach(Console.Error.WriteLine);
        if (faults.Count > 0)
            return null;
        builder.AddProxies(options);
        return options;
    }

    /// <summary>What must be set otherwise before the service can start.</summary>
    /// <param name="options"></param>
    /// <param name="makesOwnKey">Development makes its master key by itself; anywhere else a missing one is a fault, never a new key.</param>
    public static IEnumerable<string> Faults(CertifyOptions options, bool makesOwnKey)
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true))
            return faults.Select(f => f.ErrorMessage!);
        return makesOwnKey && !File.Exists(options.MasterKeyFile) ? [] : KeyFaults(options.MasterKeyFile);
    }

    private static IEnumerable<string> KeyFaults(string file)
    {
        if (!File.Exists(file))
            return [$"The master key file {file} (Certify__MasterKeyFile) does not exist. For a new installation make one: openssl rand -base64 32 > {file}; for an existing one bring back the file that it was made with."];
        try
        {
            MasterKey.Load(file);
            return [];
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return [wrong.Message];
        }
    }

    private static void Locate(CertifyOptions options, string root)
    {
        if (options.DataDirectory.Length > 0)
            options.DataDirectory = Path.GetFullPath(options.DataDirectory, root);
        if (options.MasterKeyFile.Length > 0)
            options.MasterKeyFile = Path.GetFullPath(options.MasterKeyFile, root);
    }

    /// <summary>The scheme is configured, never asked of the request: behind a proxy that ends TLS, cookies are still marked secure and links still https.</summary>
    public static void UsePublicScheme(this IApplicationBuilder app, string publicUrl)
    {
        var scheme = new Uri(publicUrl).Scheme;
        app.Use((context, next) =>
        {
            context.Request.Scheme = scheme;
            return next(context);
        });
    }

    /// <summary>Which host names are answered to, and which proxies are believed about who asks.</summary>
    private static void AddProxies(this WebApplicationBuilder builder, CertifyOptions options)
    {
        if (!builder.Environment.IsDevelopment() && builder.Configuration["AllowedHosts"] is null or "" or "*")
            builder.Services.PostConfigure<HostFilteringOptions>(hosts => hosts.AllowedHosts = [new Uri(options.PublicUrl).Host, "localhost", "127.0.0.1", "[::1]"]);
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = options.KnownProxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in options.KnownProxies)
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy.Contains('/', StringComparison.Ordinal) ? proxy : $"{proxy}/{(proxy.Contains(':', StringComparison.Ordinal) ? 128 : 32)}"));
        });
    }
}
