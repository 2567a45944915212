using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Certify.Data;

/// <summary>Whether a failure means that the database is gone, busy or broken: not a fault of this program, and worth another try later.</summary>
public static class Unreachable
{
    public static bool IsUnreachable(this Exception failure) =>
        failure is DbException or DbUpdateException or IOException or TimeoutException
        // Npgsql wraps what may pass by itself.
        || failure is InvalidOperationException { InnerException: DbException or IOException or TimeoutException };
}
