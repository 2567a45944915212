using Certify.Data;
using Certify.Log;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Faults;

/// <summary>The signing keys by command line: each change is in the public log when the command comes back.</summary>
public sealed class KeyCommandTests
{
    [Fact]
    public async Task Rotated_and_revoked_keys_are_logged_and_a_time_to_come_is_refused()
    {
        var folder = ProgramRun.NewFolder();
        Assert.Equal(0, (await ProgramRun.DoAsync(folder, null, "keys", "rotate")).ExitCode);
        var (rotated, first) = await ProgramRun.DoAsync(folder, null, "keys", "rotate");
        Assert.True(rotated == 0, first);
        var stolen = System.Text.RegularExpressions.Regex.Match(first, "[A-Za-z0-9_-]{43}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

        var (future, why) = await ProgramRun.DoAsync(folder, null, "keys", "revoke", stolen, "--since", "2999-01-01T00:00Z");
        Assert.Equal(1, future);
        Assert.Contains("尚未到来", why, StringComparison.Ordinal);
        var (revoked, said) = await ProgramRun.DoAsync(folder, null, "keys", "revoke", stolen, "--since", "2021-08-09T00:00Z");
        Assert.True(revoked == 0, said);

        var (code, report) = await ProgramRun.DoAsync(folder, null, "log", "check");
        Assert.True(code == 0, report);
        await using var db = new SqliteCertifyDb(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={Path.Combine(folder, "data", "certify.db")};Pooling=False").Options);
        var changes = (await db.LogLeaves.OrderBy(l => l.Index).Select(l => l.Json).ToListAsync()).Select(j => LeafText.Read(System.Text.Encoding.UTF8.GetBytes(j))!).ToList();
        Assert.Equal(["made", "rotated", "compromised", "rotated"], changes.Select(c => c.Change));
        Assert.Equal((changes[1].Kid, "2021-08-09T00:00:00.000Z"), (changes[2].Kid, changes[2].CompromisedSince));
        Directory.Delete(folder, recursive: true);
    }
}
