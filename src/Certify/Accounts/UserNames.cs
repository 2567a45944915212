namespace Certify.Accounts;

/// <summary>What a user name may be. It stands in audit rows and lists, so it must not be a phone or ID number.</summary>
public static class UserNames
{
    public static Refusal? Refuse(string userName)
    {
        if (userName.Length is < UserAccounts.UserNameMin or > UserAccounts.UserNameLimit)
            return new("account.user_name_length", UserAccounts.UserNameMin, UserAccounts.UserNameLimit);
        if (!userName.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            return new("account.user_name_characters");
        return userName.Count(char.IsAsciiDigit) >= 7 ? new("account.user_name_personal") : null;
    }
}
