using Microsoft.AspNetCore.Identity;

namespace Certify.Accounts;

/// <summary>Identity answers in English sentences; here its codes become refusals in our words.</summary>
internal static class IdentityAnswers
{
    public const int PasswordMin = 10;

    public static Refusal? Refusal(IdentityResult result) => result.Succeeded ? null : result.Errors.First().Code switch
    {
        nameof(IdentityErrorDescriber.DuplicateUserName) => new("account.user_name_taken"),
        nameof(IdentityErrorDescriber.InvalidUserName) => new("account.user_name_characters"),
        nameof(IdentityErrorDescriber.PasswordTooShort) => new("account.password_short", PasswordMin),
        nameof(IdentityErrorDescriber.PasswordRequiresUniqueChars) => new("account.password_simple"),
        nameof(IdentityErrorDescriber.PasswordMismatch) => new("account.password_wrong"),
        nameof(IdentityErrorDescriber.ConcurrencyFailure) => new("account.changed_meanwhile"),
        var other => throw new InvalidOperationException($"Identity refused: {other}"),
    };

    public static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException($"Identity refused: {string.Join(' ', result.Errors.Select(e => e.Code))}");
    }
}
