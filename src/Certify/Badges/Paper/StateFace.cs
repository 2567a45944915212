namespace Certify.Badges.Paper;

/// <summary>A state in words, colour and sign: never colour alone.</summary>
public sealed record StateFace(string Chinese, string English, string Colour, StateMark Mark)
{
    public static StateFace Of(BadgeState state) => state switch
    {
        BadgeState.Valid => new("标识有效", "This badge is valid", "jade", StateMark.Check),
        BadgeState.Suspended => new("标识暂停使用", "This badge is suspended", "amber", StateMark.Exclamation),
        BadgeState.Revoked => new("标识已撤销", "This badge has been revoked", "red", StateMark.Cross),
        BadgeState.Superseded => new("标识已更换", "This badge has been replaced", "slate", StateMark.Exclamation),
        _ => new("标识已过期", "This badge has expired", "slate", StateMark.Exclamation),
    };
}

public enum StateMark
{
    Check,
    Exclamation,
    Cross,
}
