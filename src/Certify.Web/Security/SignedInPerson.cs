using System.Security.Claims;
using Certify.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Certify.Web.Security;

/// <summary>What the session cookie says of a person besides the roles: the name that others read, and the chosen language.</summary>
public sealed class SignedInPerson(UserManager<AppUser> users, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<AppUser, IdentityRole<Guid>>(users, roles, options)
{
    public const string DisplayName = "display_name";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(AppUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DisplayName, user.DisplayName));
        if (user.Language is { } language)
            identity.AddClaim(new Claim(Languages.Claim, language));
        return identity;
    }
}
