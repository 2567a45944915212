namespace Certify.Badges;

public enum BadgeState { Valid, Suspended, Revoked, Expired, Superseded }

/// <summary>
/// What suspended a badge: coverage, a supervisor, the correction of the visit that had earned it, the shop's closing or its move.
/// Each lifts only what it did itself; a supervisor lifts any.
/// </summary>
public enum SuspensionCause { None, Coverage, Supervisor, Visit, Closed, Moved }

/// <summary>Where the printed sign is: 待打印, 已打印, 已张贴, 待摘除, 已摘除.</summary>
public enum SignState { ToPrint, Printed, Posted, ToTakeDown, TakenDown }
