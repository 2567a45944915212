using Certify.Appeals;
using Certify.Photos;
using Certify.Tips;
using Certify.Web.Pages.Tips;
using Certify.Web.Security;

namespace Certify.Web;

/// <summary>What people tell us: tips from the public, appeals of owners.</summary>
public static class Telling
{
    public static IServiceCollection AddTelling(this IServiceCollection services) =>
        services.AddSingleton<TipGate>().AddSingleton<TipFormReader>().AddSingleton<PhotoIntake>().AddSingleton<TipInbox>().AddSingleton<TipDesk>().AddSingleton<TipRetention>().AddSingleton<AppealBook>();
}
