namespace Certify.Badges;

/// <summary>标识: the right to show the sign. Names and address are those of the day of issue, as the token carries them.</summary>
public sealed class Badge
{
    public const int ReasonLimit = 300;

    private Badge() { }

    public Badge(Guid id, Guid shopId, Guid visitId, string number, BadgeText text, BadgeTerm term, SignedToken token, int policyVersion)
    {
        (Id, ShopId, VisitId, Number, PolicyVersion) = (id, shopId, visitId, number, policyVersion);
        (SignboardName, RegisteredName, Address) = (text.SignboardName, text.RegisteredName, text.Address);
        (IssuedAt, IssuedOn, ValidUntil, ExpiresAt) = (term.IssuedAt, term.IssuedOn, term.ValidUntil, term.ExpiresAt);
        (Token, TokenHash, Cti, Kid, StatusIndex) = (token.Text, token.Hash, token.Cti, token.Kid, token.StatusIndex);
    }

    public Guid Id { get; private set; }
    public Guid ShopId { get; private set; }
    public Guid VisitId { get; private set; }

    /// <summary>HYGX-2021-000531-7K3Q</summary>
    public string Number { get; private set; } = "";
    public string SignboardName { get; private set; } = "";
    public string RegisteredName { get; private set; } = "";
    public string Address { get; private set; } = "";
    public DateTimeOffset IssuedAt { get; private set; }

    /// <summary>评定日期</summary>
    public DateOnly IssuedOn { get; private set; }

    /// <summary>有效期至, the last valid day.</summary>
    public DateOnly ValidUntil { get; private set; }

    /// <summary>The midnight that ends <see cref="ValidUntil"/> in the programme's zone.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>The Base32 token that the QR carries.</summary>
    public string Token { get; private set; } = "";

    /// <summary>SHA-256 of the token's text: a scanned text with this hash is authentic.</summary>
    public byte[] TokenHash { get; private set; } = [];
    public byte[] Cti { get; private set; } = [];
    public byte[] Kid { get; private set; } = [];
    public int StatusIndex { get; private set; }
    public int PolicyVersion { get; private set; }

    /// <summary>Place of its issue in the public log; null only on badges from before there was one, until the next start.</summary>
    public long? LeafIndex { get; private set; }

    public BadgeState State { get; private set; }
    public SuspensionCause Cause { get; private set; }

    /// <summary>
    /// The end of the grace period: the moment from which short coverage suspends the badge, whether or not anybody has written that down yet.
    /// Null while coverage is full.
    /// </summary>
    public DateTimeOffset? RestsAt { get; private set; }

    /// <summary>Why, for the desk and the owner; never public.</summary>
    public string? Reason { get; private set; }
    public DateTimeOffset? ChangedAt { get; private set; }
    public Guid? SupersededById { get; private set; }
    public SignState Sign { get; private set; }
    public DateTimeOffset? SignAt { get; private set; }

    /// <summary>Set by the application at each change; a stale write is refused.</summary>
    public int Version { get; private set; }

    public void Log(long leafIndex) => LeafIndex = LeafIndex is null ? leafIndex : throw new InvalidOperationException("A badge is logged once.");

    public bool IsLive => State is BadgeState.Valid or BadgeState.Suspended;

    /// <summary>The state at a moment: time alone ends a live badge, and lets one rest whose grace period is over.</summary>
    public BadgeState StateAt(DateTimeOffset moment) => StateAt(State, RestsAt, ExpiresAt, moment);

    internal static BadgeState StateAt(BadgeState state, DateTimeOffset? restsAt, DateTimeOffset expiresAt, DateTimeOffset moment) => state switch
    {
        BadgeState.Valid or BadgeState.Suspended when moment >= expiresAt => BadgeState.Expired,
        BadgeState.Valid when moment >= restsAt => BadgeState.Suspended,
        _ => state,
    };

    /// <summary>Coverage is short: the badge rests from then on unless it is full again before. Null calls it off.</summary>
    public void RestFrom(DateTimeOffset? at)
    {
        if (RestsAt != at)
            (RestsAt, Version) = (at, Version + 1);
    }

    /// <summary>Writes down one thing that time alone has done, as of the moment when it did; true if there was one.</summary>
    public bool CatchUp(string coverageReason, DateTimeOffset now)
    {
        if (State == BadgeState.Valid && RestsAt is { } rests && rests < ExpiresAt && now >= rests)
            Move(BadgeState.Suspended, SuspensionCause.Coverage, coverageReason, rests);
        else if (IsLive && now >= ExpiresAt)
            Move(BadgeState.Expired, Cause, Reason, ExpiresAt);
        else
            return false;
        return true;
    }

    public Result Suspend(SuspensionCause cause, string reason, DateTimeOffset now)
    {
        // A stronger cause takes over what coverage did: full coverage alone must not bring back the badge of a shop that has closed or moved.
        var takesOver = State == BadgeState.Suspended && Cause == SuspensionCause.Coverage && cause is SuspensionCause.Visit or SuspensionCause.Closed or SuspensionCause.Moved;
        if (StateAt(now) != BadgeState.Valid && !(takesOver && now < ExpiresAt))
            return Refuse(now);
        Move(BadgeState.Suspended, cause, reason, now);
        return Result.Done;
    }

    /// <summary>Each cause lifts only what it did itself; a supervisor lifts any.</summary>
    public Result Restore(SuspensionCause by, string reason, DateTimeOffset now)
    {
        if (StateAt(now) != BadgeState.Suspended || (by != SuspensionCause.Supervisor && by != Cause))
            return Refuse(now);
        Move(BadgeState.Valid, SuspensionCause.None, reason, now);
        return Result.Done;
    }

    /// <summary>What that cause did is over, and coverage is short: the badge goes on resting, for that.</summary>
    public Result RestForCoverage(SuspensionCause by, string reason, DateTimeOffset now)
    {
        if (StateAt(now) != BadgeState.Suspended || by != Cause)
            return Refuse(now);
        Move(BadgeState.Suspended, SuspensionCause.Coverage, reason, now);
        return Result.Done;
    }

    public Result Revoke(string reason, DateTimeOffset now)
    {
        if (!IsLive)
            return Refuse(now);
        Move(BadgeState.Revoked, Cause, reason, now);
        return Result.Done;
    }

    /// <summary>A newer visit earned a newer badge. One that has expired stays so, and points to it: its sign may hang still.</summary>
    public Result Supersede(Guid byBadgeId, DateTimeOffset now)
    {
        if (!IsLive && State != BadgeState.Expired)
            return Refuse(now);
        (SupersededById, Version) = (byBadgeId, Version + 1);
        if (!IsLive)
            return Result.Done;
        var over = StateAt(now) == BadgeState.Expired;
        Move(over ? BadgeState.Expired : BadgeState.Superseded, SuspensionCause.None, Reason, over ? ExpiresAt : now);
        return Result.Done;
    }

    /// <summary>
    /// Whether people may say so of the sign: it is printed, put up, printed again, taken down. That it has to come down, the badge's state says.
    /// Only a valid badge is printed or put up.
    /// </summary>
    public bool CanMoveSign(SignState to, DateTimeOffset now) => (Sign, to) switch
    {
        (SignState.ToPrint, SignState.Printed) or (SignState.Printed, SignState.Posted) => StateAt(now) == BadgeState.Valid,
        (SignState.Printed or SignState.Posted or SignState.TakenDown, SignState.ToPrint) => StateAt(now) == BadgeState.Valid,
        (SignState.Printed or SignState.Posted or SignState.ToTakeDown, SignState.TakenDown) => true,
        _ => false,
    };

    public void MoveSign(SignState to, DateTimeOffset now) => (Sign, SignAt, Version) = (to, now, Version + 1);

    private Refusal Refuse(DateTimeOffset now) => new("badges.state_" + StateAt(now).ToString().ToLowerInvariant(), Number);

    private void Move(BadgeState to, SuspensionCause cause, string? reason, DateTimeOffset now)
    {
        (State, Cause, Reason, ChangedAt, RestsAt, Version) = (to, cause, reason, now, null, Version + 1);
        // A sign that may hang somewhere must come down; one never printed has nothing to take down.
        if (to is not BadgeState.Valid && Sign is SignState.Printed or SignState.Posted)
            MoveSign(SignState.ToTakeDown, now);
        else if (to is BadgeState.Valid && Sign is SignState.ToTakeDown)
            MoveSign(SignState.Posted, now);
        else if (to is BadgeState.Valid && Sign is SignState.TakenDown)
            MoveSign(SignState.ToPrint, now);
    }
}

public sealed record BadgeText(string SignboardName, string RegisteredName, string Address);

public sealed record BadgeTerm(DateTimeOffset IssuedAt, DateOnly IssuedOn, DateOnly ValidUntil, DateTimeOffset ExpiresAt);

/// <param name="Text"></param>
/// <param name="Hash">SHA-256 of the ASCII text.</param>
/// <param name="Cti"></param>
/// <param name="Kid"></param>
/// <param name="StatusIndex"></param>
public sealed record SignedToken(string Text, byte[] Hash, byte[] Cti, byte[] Kid, int StatusIndex);

/// <summary>Last number given in a year. Gaps are allowed, repeats are not.</summary>
public sealed class BadgeCounter
{
    private BadgeCounter() { }

    public BadgeCounter(int year) => Year = year;

    public int Year { get; private set; }
    public int Last { get; private set; }

    public int Next() => ++Last;
}
