using System.Text.Json;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Faults;

/// <summary>The published log against our own check of every byte, and against a program that shares no code with ours.</summary>
public sealed class LogCheckTests
{
    [Fact]
    public async Task Every_flipped_byte_of_every_file_is_found()
    {
        await using var app = new CertifyApp();
        for (var n = 1; n <= 3; n++)
            await app.Given.Badges(1, n);
        var (folder, check) = (app.Given.LogFolder, app.Services.GetRequiredService<LogCheck>());
        Assert.Equal((4, 0), await Faults(check));

        var missed = new List<string>();
        foreach (var file in folder.Files().ToList())
        {
            var path = Path.Combine(folder.Path, file);
            var bytes = await File.ReadAllBytesAsync(path);
            for (var at = 0; at < bytes.Length; at++)
            {
                bytes[at] ^= (byte)(1 << (at % 8));
                await File.WriteAllBytesAsync(path, bytes);
                if ((await check.FilesAsync()).Faults.Count == 0)
                    missed.Add($"{file} at {at}");
                bytes[at] ^= (byte)(1 << (at % 8));
            }
            await File.WriteAllBytesAsync(path, bytes);
        }

        Assert.Empty(missed);
        Assert.Equal((4, 0), await Faults(check));
    }

    [Fact]
    public async Task Flipped_byte_deep_in_a_large_log_is_found_with_its_file()
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(600);
        var (folder, check) = (app.Given.LogFolder, app.Services.GetRequiredService<LogCheck>());
        foreach (var (file, code) in new[] { ("tile/0/001", "log.check_tile"), ("tile/1/000.p/2", "log.check_tile"), ("tile/entries/001", "log.check_root"), ("tile/entries/002.p/89", "log.check_root") })
        {
            var path = Path.Combine(folder.Path, file);
            var bytes = await File.ReadAllBytesAsync(path);
            bytes[bytes.Length / 2] ^= 4;
            await File.WriteAllBytesAsync(path, bytes);

            var faults = (await check.FilesAsync()).Faults;

            Assert.Contains(faults, f => f.Code == code || f.Code == "log.check_file");
            Assert.Contains(faults, f => f.Args.Any(a => a is string named && file.StartsWith(named, StringComparison.Ordinal)));
            bytes[bytes.Length / 2] ^= 4;
            await File.WriteAllBytesAsync(path, bytes);
        }
        Assert.Empty((await check.RunAsync()).Faults);
    }

    [Fact]
    public async Task Records_that_differ_from_the_log_are_found()
    {
        await using var app = new CertifyApp();
        var badges = await app.Given.Badges(4);
        var (files, records) = (app.Services.GetRequiredService<LogCheck>(), app.Services.GetRequiredService<BadgeLogCheck>());
        Assert.Empty((await files.RunAsync()).Faults);
        Assert.Empty(await records.RunAsync());

        await app.ReadAsync(db => db.LogLeaves.Where(l => l.Index == 3).ExecuteUpdateAsync(s => s.SetProperty(l => l.Json, "{}")));
        await app.ReadAsync(db => db.LogLeaves.Where(l => l.Index == 4).ExecuteDeleteAsync());
        await app.Given.Change(badges[0], b => b.Revoke("私下撤销", CertifyApp.Start));
        await app.ReadAsync(db => db.Badges.Where(b => b.Id == badges[1].Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.Token, badges[0].Token)));

        Assert.Equal([("log.check_database", 3L), ("log.check_missing", 4L)], (await files.RunAsync()).Faults.Select(f => (f.Code, (long)f.Args[0]!)));
        Assert.Equal([("log.check_badge", badges[1].Number), ("log.check_revoked", badges[0].Number)], (await records.RunAsync()).Select(f => (f.Code, (string)f.Args[0]!)));
    }

    [Fact]
    public async Task Piece_that_a_crash_left_is_found_and_the_next_start_removes_it()
    {
        await using var app = new CertifyApp();
        for (var n = 1; n <= 3; n++)
            await app.Given.Badges(1, n);
        var (folder, check) = (app.Given.LogFolder, app.Services.GetRequiredService<LogCheck>());
        var whole = await File.ReadAllBytesAsync(Path.Combine(folder.Path, "tile/0/000.p/4"));
        var (right, left) = (whole[..(3 * Merkle.Bytes)], Path.Combine(folder.Path, "tile/0/000.p/3"));
        byte[] wrong = [.. right];
        wrong[40] ^= 1;
        await File.WriteAllBytesAsync(left, wrong);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "tile/0/notes"), "");

        Assert.Equal([("log.check_stray", "tile/0/000.p/3"), ("log.check_stray", "tile/0/notes")], (await check.FilesAsync()).Faults.Select(f => (f.Code, (string)f.Args[0]!)));
        var keys = new LogKeys(Path.Combine(app.DataDirectory, "keys", "log-key.json"), MasterKey.Load(Path.Combine(app.Folder, "master.key")));
        using (var restarted = new LogPublisher(app.Services.GetRequiredService<IDbContextFactory<CertifyDb>>(), folder, keys, new PublishedLog(folder, keys), app.Services.GetRequiredService<LogHistory>(),
            FaultPoints.None, app.Services.GetRequiredService<CertifyOptions>(), app.Services.GetRequiredService<CertifyClock>()))
            Assert.Equal(4, (await restarted.PublishAsync()).Value);

        Assert.False(File.Exists(left));
        Assert.Equal(right, await app.Anonymous().Client.GetByteArrayAsync("/log/tile/0/000.p/3"));
        // What nobody here has written nobody here deletes.
        Assert.Equal("tile/0/notes", (await check.FilesAsync()).Faults.Single().Args[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_beside_a_service_that_issues_revokes_and_publishes_raises_no_alarm(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        var badges = await app.Given.Badges(40);
        var decisions = app.Services.GetRequiredService<Certification.BadgeDecisions>();
        var serving = Task.Run(async () =>
        {
            for (var n = 0; n < badges.Count; n++)
            {
                await app.Given.Badges(1, 1001 + n);
                await decisions.RevokeAsync(badges[n].Number, "冒用", Given.AnOfficer);
                await app.Given.Published();
            }
        });
        var (faults, checks) = (new List<string>(), 0);
        while (!serving.IsCompleted)
        {
            faults.AddRange((await app.Services.GetRequiredService<LogCheck>().RunAsync()).Faults.Select(f => $"{f.Code} {string.Join(' ', f.Args)}"));
            faults.AddRange((await app.Services.GetRequiredService<BadgeLogCheck>().RunAsync()).Select(f => $"{f.Code} {string.Join(' ', f.Args)}"));
            checks++;
        }
        await serving;

        Assert.Empty(faults);
        Assert.True(checks > 3, $"only {checks} checks beside the service");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(600)]
    public async Task Independent_program_accepts_tiles_checkpoint_key_and_proofs(int count)
    {
        await using var app = new CertifyApp();
        var badges = await app.Given.Badges(count);
        Badge[] proven = [badges[0], badges[count / 2], badges[^1]];

        var (code, said) = await Given.Checked(await app.Given.AMirror([.. proven.Distinct()]));

        Assert.True(code == 0, said);
        var found = JsonDocument.Parse(said).RootElement;
        Assert.Equal(count + 1, found.GetProperty("size").GetInt32());
        Assert.Equal(count, found.GetProperty("types").GetProperty("issue").GetInt32());
        var payloads = found.GetProperty("proofs").EnumerateArray().Select(p => p.GetProperty("payload").GetString()).Order();
        Assert.Equal(proven.Distinct().Select(b => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BadgeToken.Payload(b.Token)))).Order(), payloads);
    }

    /// <summary>The control: the program must be able to say no.</summary>
    [Theory]
    [InlineData("vkey", "vkey")]
    [InlineData("checkpoint", "checkpoint")]
    [InlineData("tile/0/000.p/21", "tile")]
    [InlineData("tile/entries/000.p/21", "checkpoint")]
    [InlineData("HYGX-2021-000007-AAAA.tlog-proof", "proof")]
    public async Task Independent_program_refuses_a_changed_copy(string file, string complaint)
    {
        await using var app = new CertifyApp();
        var badges = await app.Given.Badges(20);
        var mirror = await app.Given.AMirror(badges[6]);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(mirror, file));
        bytes[^8] ^= 1;
        if (file.EndsWith(LogProofs.Ending, StringComparison.Ordinal))
            (bytes[^8], bytes[120]) = ((byte)(bytes[^8] ^ 1), (byte)(bytes[120] ^ 1));
        await File.WriteAllBytesAsync(Path.Combine(mirror, file), bytes);

        var (code, said) = await Given.Checked(mirror);

        Assert.Equal(1, code);
        Assert.StartsWith(complaint, said, StringComparison.Ordinal);
    }

    private static async Task<(long Size, int Faults)> Faults(LogCheck check) => await check.FilesAsync() is var report ? (report.Size, report.Faults.Count) : default;
}
