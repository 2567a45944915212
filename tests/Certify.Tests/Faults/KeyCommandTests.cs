using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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
        await using var db = Open(folder);
        var changes = (await db.LogLeaves.OrderBy(l => l.Index).Select(l => l.Json).ToListAsync()).Select(j => LeafText.Read(System.Text.Encoding.UTF8.GetBytes(j))!).ToList();
        Assert.Equal(["made", "rotated", "compromised", "rotated"], changes.Select(c => c.Change));
        Assert.Equal((changes[1].Kid, "2021-08-09T00:00:00.000Z"), (changes[2].Kid, changes[2].CompromisedSince));
        var audited = await db.Audit.Where(a => a.Subject == "key").OrderBy(a => a.Id).Select(a => ValueTuple.Create(a.Action, a.Label)).ToListAsync();
        Assert.Equal(changes.Select(c => (c.Change == "compromised" ? "key.compromised" : "key.made", c.Kid)).Order(), audited.Select(a => (a.Item1, (string?)a.Item2)).Order());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Revoked_key_takes_the_badges_with_it_that_were_not_logged_before_and_sends_an_inspector()
    {
        var folder = ProgramRun.NewFolder();
        await using var app = new CertifyApp();
        app.Time.SetUtcNow(TimeProvider.System.GetUtcNow().AddDays(-2));
        var (_, honest) = await app.Given.ACertifiedShop("老街米粉店");
        await app.Given.Published();
        app.Time.Advance(TimeSpan.FromDays(1));
        var (shop, between) = await app.Given.ACertifiedShop();
        await app.Given.Published();
        var number = (await app.Given.BadgeOf(between)).Number;
        await app.LeaveAsync(folder);
        var since = app.Time.GetUtcNow().AddHours(-1).ToString("yyyy-MM-dd'T'HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture);

        var (code, said) = await ProgramRun.DoAsync(folder, null, "keys", "revoke", app.Services.GetRequiredService<KeyStore>().Active.Thumbprint, "--since", since);

        Assert.True(code == 0, said);
        Assert.Contains(number, said, StringComparison.Ordinal);
        await using var db = Open(folder);
        Assert.Equal((BadgeState.Revoked, "badges.reason_key"), await db.Badges.Where(b => b.Id == between).Select(b => ValueTuple.Create(b.State, b.Reason!)).SingleAsync());
        Assert.Equal(BadgeState.Valid, await db.Badges.Where(b => b.Id == honest).Select(b => b.State).SingleAsync());
        Assert.Equal(1, await db.Audit.CountAsync(a => a.Action == "badge.revoked" && a.SubjectId == between));
        Assert.Equal(1, await db.LogLeaves.CountAsync(l => l.Type == LeafType.Revoke));
        var standing = await db.Standings.SingleAsync(s => s.ShopId == shop.Id);
        Assert.Equal((BadgeState.Revoked, "KeyRevoked"), (standing.BadgeState, standing.Revisit.ToString()));
        var (good, report) = await ProgramRun.DoAsync(folder, null, "log", "check");
        Assert.True(good == 0, report);
        Directory.Delete(folder, recursive: true);
    }

    private static SqliteCertifyDb Open(string folder) =>
        new(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={Path.Combine(folder, "data", "certify.db")};Pooling=False").Options);
}
