using Certify.Backups;
using Certify.Certification;
using Certify.Staff;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Faults;

/// <summary>A restore changes nothing until it is sure, and throws nothing away.</summary>
public sealed class RestoreTests
{
    [Fact]
    public async Task Restore_over_data_is_refused_and_forced_moves_it_aside()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("旧店");
        var file = await BackUpAsync(app);
        await app.Given.AShop("新店");

        var refused = await RestoreAsync(app, file);
        Assert.Equal("restore.not_empty", refused.Refusal?.Code);
        Assert.Equal(2, await app.ReadAsync(db => db.Shops.CountAsync()));

        var forced = await RestoreAsync(app, file, force: true);

        Assert.True(forced.Ok, forced.Refusal?.Code);
        Assert.Equal(["旧店"], await app.ReadAsync(db => db.Shops.Select(s => s.RegisteredName).ToListAsync()));
        Assert.True(File.Exists(Path.Combine(Directory.EnumerateDirectories(app.DataDirectory, "before-restore-*").Single(), "certify.db")));
    }

    [Fact]
    public async Task Restore_of_a_damaged_file_changes_nothing()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("旧店");
        var file = await BackUpAsync(app);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 0x20;
        await File.WriteAllBytesAsync(file, bytes);
        await app.Given.AShop("新店");

        var answer = await RestoreAsync(app, file, force: true);

        Assert.Contains(answer.Refusal?.Code, new[] { "restore.damaged", "restore.unreadable" });
        Assert.Equal(2, await app.ReadAsync(db => db.Shops.CountAsync()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(app.DataDirectory, ".restore-*"));
    }

    [Fact]
    public async Task Restore_of_a_cut_file_or_of_something_else_is_unreadable()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop();
        var file = await BackUpAsync(app);
        var bytes = await File.ReadAllBytesAsync(file);

        await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 3)]);
        Assert.False((await RestoreAsync(app, file, force: true)).Ok);

        await File.WriteAllTextAsync(file, "这不是备份");
        Assert.Equal("restore.unreadable", (await RestoreAsync(app, file, force: true)).Refusal?.Code);
        Assert.Equal(1, await app.ReadAsync(db => db.Shops.CountAsync()));
    }

    [Fact]
    public async Task Restore_under_another_master_key_is_refused()
    {
        await using var theirs = new CertifyApp();
        await theirs.Given.AShop();
        var file = await BackUpAsync(theirs);
        await using var ours = new CertifyApp();

        var answer = await RestoreAsync(ours, file, force: true);

        Assert.Equal("restore.other_key", answer.Refusal?.Code);
    }

    [Fact]
    public async Task Restore_keeps_erasures_that_came_after_the_backup()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop();
        var log = Path.Combine(app.DataDirectory, "erasures.log");
        await File.WriteAllLinesAsync(log, ["2021-08-01T00:00:00Z 01"]);
        var file = await BackUpAsync(app);
        await File.WriteAllLinesAsync(log, ["2021-08-01T00:00:00Z 01", "2021-08-09T00:00:00Z 02"]);

        Assert.True((await RestoreAsync(app, file, force: true)).Ok);

        Assert.Equal(["2021-08-01T00:00:00Z 01", "2021-08-09T00:00:00Z 02"], (await File.ReadAllLinesAsync(log)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_person_erased_after_the_backup_is_erased_again_at_the_next_start()
    {
        await using var app = new CertifyApp();
        var member = await app.Given.AStaffMember(await app.Given.AShop(), "陈桂英");
        var file = await BackUpAsync(app);
        await app.WithAsync<PersonErasure, Result?>(erasure => erasure.EraseAsync(member.Id, Accounts.Actor.System));
        Assert.Empty(await NamesAsync(app, member.Id));

        Assert.True((await RestoreAsync(app, file, force: true)).Ok);

        // The control: the restored database knows the person again, until the program starts.
        Assert.Equal(["陈桂英"], await NamesAsync(app, member.Id));
        await Web.Commands.Serve.PrepareAsync(app.Services, TestContext.Current.CancellationToken);
        Assert.Empty(await NamesAsync(app, member.Id));
        Assert.True(await app.ReadAsync(db => db.Persons.AllAsync(p => p.WrappedKey == null)));
        Assert.True(await app.ReadAsync(db => db.Audit.AnyAsync(a => a.Action == "person.erasure_replayed" && a.SubjectId == member.PersonId)));
    }

    [Fact]
    public async Task Backup_leaves_out_session_keys_and_is_readable_by_its_owner_alone()
    {
        await using var app = new CertifyApp();
        await app.SignInAsync(Accounts.Roles.Supervisor);
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(app.DataDirectory, "keys", "cookies")));

        var file = await BackUpAsync(app);

        var names = new List<string>();
        await using (var zip = new System.IO.Compression.GZipStream(File.OpenRead(file), System.IO.Compression.CompressionMode.Decompress))
        await using (var tar = new System.Formats.Tar.TarReader(zip))
            while (await tar.GetNextEntryAsync() is { } entry)
                names.Add(entry.Name);
        Assert.Contains("database", names);
        Assert.DoesNotContain(names, n => n.Contains("cookies", StringComparison.Ordinal) || n.Contains("certify.db", StringComparison.Ordinal) || n.Contains("master", StringComparison.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Backup_and_restore_on_PostgreSql_bring_everything_back()
    {
        var postgres = await Postgres.Running;
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Certify:Database:Provider"] = "PostgreSql", ["Certify:Database:ConnectionString"] = await postgres.NewDatabaseAsync() };
        await using var app = new CertifyApp(settings: settings);
        await app.Given.AShop("旧店");
        var file = await BackUpAsync(app);
        await app.Given.AShop("新店");
        Assert.Equal("restore.not_empty", (await RestoreAsync(app, file)).Refusal?.Code);

        var answer = await RestoreAsync(app, file, force: true);

        Assert.True(answer.Ok, answer.Refusal?.Code);
        Npgsql.NpgsqlConnection.ClearAllPools();
        Assert.Equal(["旧店"], await app.ReadAsync(db => db.Shops.Select(s => s.RegisteredName).ToListAsync()));
    }

    private static async Task<IEnumerable<string?>> NamesAsync(CertifyApp app, Guid staffId) =>
        (await app.WithAsync<PiiVault, IReadOnlyList<Revealed>>(vault => vault.RevealAsync(Accounts.Actor.System, [staffId], Pii.Name, "check"))).Select(r => r.Name);

    private static Task<string> BackUpAsync(CertifyApp app) =>
        app.Services.GetRequiredService<Backup>().MakeAsync(Path.Combine(app.Folder, "a.tar.gz"));

    private static Task<Result<BackupManifest>> RestoreAsync(CertifyApp app, string file, bool force = false) =>
        app.Services.GetRequiredService<Restore>().RunAsync(file, force);
}
