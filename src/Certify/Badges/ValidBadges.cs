using System.Linq.Expressions;

namespace Certify.Badges;

/// <summary>Which badges are valid, for queries: the same as <see cref="Badge.StateAt(DateTimeOffset)"/> says of one.</summary>
public static class ValidBadges
{
    public static Expression<Func<Badge, bool>> At(DateTimeOffset moment) =>
        badge => badge.State == BadgeState.Valid && badge.ExpiresAt > moment && (badge.RestsAt == null || badge.RestsAt > moment);

    /// <summary>Those that a scan calls valid, and that lists for everyone may therefore name: the published log covers their issue.</summary>
    /// <param name="moment"></param>
    /// <param name="published">Entries that are published (<see cref="Log.PublishedLog.Size"/>).</param>
    public static Expression<Func<Badge, bool>> ShownAt(DateTimeOffset moment, long published) =>
        badge => badge.State == BadgeState.Valid && badge.ExpiresAt > moment && (badge.RestsAt == null || badge.RestsAt > moment) && badge.LeafIndex < published;
}
