using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Certify.Badges;

/// <summary>
/// Tells who remembers badges which of them this process has just changed, whoever changed them and however: it listens where EF Core saves and commits.
/// Told after both, since a scan between the two would read, and remember, what was there before.
/// </summary>
public sealed class BadgeChanges : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private Action<IReadOnlyCollection<string>>? told;

    /// <param name="listener">Gets the tokens of badges that may have changed, on the thread that saved; must not throw.</param>
    public void Listen(Action<IReadOnlyCollection<string>> listener) => told += listener;

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Tell(eventData.Context);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Tell(eventData.Context);
        return new(result);
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Tell(eventData.Context);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Tell(eventData.Context);
        return Task.CompletedTask;
    }

    private void Tell(DbContext? db)
    {
        if (told is { } tell && db?.ChangeTracker.Entries<Badge>().Select(b => b.Entity.Token).ToList() is { Count: > 0 } tokens)
            tell(tokens);
    }
}
