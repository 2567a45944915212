using System.Security.Cryptography;
using System.Text.Json;
using Certify.Badges;
using Microsoft.Extensions.Time.Testing;

namespace Certify.Tests.Rules;

public sealed class KeyStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("certify-keys-").FullName;
    private readonly MasterKey master = new(RandomNumberGenerator.GetBytes(MasterKey.Bytes));
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2021, 8, 9, 2, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Active_first_start_makes_one_key_that_the_next_start_opens()
    {
        var made = Open().Active;

        Assert.Equal(made.Thumbprint, Open().Active.Thumbprint);
        Assert.True(Open().Find(made.Kid)!.Verify([1], made.Sign([1])));
    }

    [Fact]
    public void File_is_private_and_holds_no_private_key_in_clear()
    {
        var key = Open().Active;

        var file = Assert.Single(Directory.GetFiles(folder, "*.json"));
        Assert.Equal(key.Thumbprint, Path.GetFileNameWithoutExtension(file));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain(Directory.GetFiles(folder), f => f.EndsWith(".new", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_other_master_key_is_refused()
    {
        _ = Open().Active;

        var wrong = Assert.Throws<InvalidDataException>(() => new KeyStore(folder, new MasterKey(new byte[32]), time));
        Assert.Contains("master key is another one", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compromisedSince", "2021-08-09T00:00:00+00:00")]
    [InlineData("createdAt", "2031-08-09T00:00:00+00:00")]
    [InlineData("thumbprint", "another")]
    [InlineData("sealed", "AAAA")]
    public void Open_changed_file_is_refused(string member, string value)
    {
        _ = Open().Active;
        var path = Directory.GetFiles(folder, "*.json").Single();
        var json = JsonSerializer.Deserialize<Dictionary<string, object?>>(File.ReadAllText(path))!;
        json[member] = value;
        File.WriteAllText(path, JsonSerializer.Serialize(json));

        Assert.Throws<InvalidDataException>(Open);
    }

    [Fact]
    public void Rotate_new_key_signs_and_old_one_still_verifies()
    {
        var store = Open();
        var old = store.Active;
        time.Advance(TimeSpan.FromDays(30));

        var next = store.Rotate();

        Assert.Equal(next.Thumbprint, store.Active.Thumbprint);
        Assert.NotNull(store.Find(old.Kid));
        Assert.Equal([next.Kid, old.Kid], store.All.Select(k => k.Kid));
    }

    [Fact]
    public void Rotate_in_another_process_is_seen_by_who_signs_at_once_and_by_who_reads_within_seconds()
    {
        var running = Open();
        _ = running.Active;
        time.Advance(TimeSpan.FromDays(1));
        var next = Open().Rotate();

        Assert.Equal(next.Thumbprint, running.Active.Thumbprint);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(running.Find(next.Kid));
    }

    [Fact]
    public void Revoke_in_another_process_lets_the_key_sign_no_more_from_that_moment_on()
    {
        var running = Open();
        var stolen = running.Active;

        Open().Revoke(stolen.Thumbprint, time.GetUtcNow());

        Assert.NotEqual(stolen.Thumbprint, running.Active.Thumbprint);
        Assert.Null(running.Active.CompromisedSince);
    }

    [Fact]
    public void Revoke_active_key_after_a_rotation_makes_a_new_one_and_does_not_bring_the_old_one_back()
    {
        var store = Open();
        var first = store.Active;
        time.Advance(TimeSpan.FromDays(30));
        var second = store.Rotate();
        time.Advance(TimeSpan.FromDays(1));

        store.Revoke(second.Thumbprint, time.GetUtcNow());

        Assert.DoesNotContain(store.Active.Thumbprint, new[] { first.Thumbprint, second.Thumbprint });
        Assert.Equal(3, store.All.Count);
        Assert.Equal(store.Active.Thumbprint, Open().Active.Thumbprint);
    }

    [Fact]
    public void Revoke_key_that_signs_no_more_makes_no_new_one()
    {
        var store = Open();
        var first = store.Active;
        time.Advance(TimeSpan.FromDays(30));
        var second = store.Rotate();

        store.Revoke(first.Thumbprint, time.GetUtcNow());

        Assert.Equal(second.Thumbprint, store.Active.Thumbprint);
        Assert.Equal(2, store.All.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    public void Revoke_where_the_clock_stands_or_was_set_back_still_leaves_one_key_that_signs(int seconds)
    {
        var stolen = Open().Active;
        var earlier = new FakeTimeProvider(time.GetUtcNow().AddSeconds(seconds));
        var store = new KeyStore(folder, master, earlier);

        store.Revoke(stolen.Thumbprint, earlier.GetUtcNow());

        Assert.Equal(store.Active.Thumbprint, Open().Active.Thumbprint);
        Assert.Equal(2, store.All.Count);
        Assert.Equal(store.Rotate().Thumbprint, store.Active.Thumbprint);
    }

    [Fact]
    public void Revoke_active_key_marks_it_and_another_takes_over()
    {
        var store = Open();
        var stolen = store.Active;
        var since = time.GetUtcNow();
        time.Advance(TimeSpan.FromDays(2));

        Assert.True(store.Revoke(stolen.Thumbprint, since));

        Assert.NotEqual(stolen.Kid, store.Active.Kid);
        Assert.Equal(since, Open().Find(stolen.Kid)!.CompromisedSince);
        var published = JsonSerializer.Serialize(KeySet.Of(store), JsonSerializerOptions.Web);
        Assert.Contains($"\"kid\":\"{stolen.Thumbprint}\",\"coseKid\":\"{Convert.ToHexStringLower(stolen.Kid)}\",\"alg\":\"ES256\",\"use\":\"sig\",\"compromisedSince\":\"2021-08-09T02:00:00+00:00\"", published, StringComparison.Ordinal);
    }

    [Fact]
    public void Revoke_again_moves_the_time_only_back()
    {
        var store = Open();
        var stolen = store.Active;
        var since = time.GetUtcNow();

        store.Revoke(stolen.Thumbprint, since);
        store.Revoke(stolen.Thumbprint, since.AddDays(1));
        Assert.Equal(since, store.Find(stolen.Kid)!.CompromisedSince);

        store.Revoke(stolen.Thumbprint, since.AddDays(-1));
        Assert.Equal(since.AddDays(-1), store.Find(stolen.Kid)!.CompromisedSince);
    }

    [Fact]
    public void Revoke_unknown_key_is_refused() => Assert.False(Open().Revoke("../elsewhere", time.GetUtcNow()));

    [Fact]
    public async Task Active_two_first_starts_at_once_make_one_key()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => Open()).ToList();

        var active = await Task.WhenAll(stores.Select(s => Task.Run(() => s.Active.Thumbprint)));

        Assert.Single(active.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Verify_many_threads_at_once_agree()
    {
        var key = Open().Active;
        var signature = key.Sign([1, 2, 3]);

        Parallel.For(0, 2000, i => Assert.Equal(i % 2 == 0, key.Verify(i % 2 == 0 ? [1, 2, 3] : [3, 2, 1], signature)));
    }

    [Fact]
    public void Derive_each_purpose_has_its_own_key()
    {
        Assert.Equal(master.Derive("one"), master.Derive("one"));
        Assert.NotEqual(master.Derive("one"), master.Derive("two"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64")]
    public void Read_wrong_master_key_file_says_how_to_make_one(string content)
    {
        var path = Path.Combine(folder, "master.key");
        File.WriteAllText(path, content);

        Assert.Contains("Base64", Assert.Throws<InvalidDataException>(() => MasterKey.Load(path)).Message, StringComparison.Ordinal);
    }

    private KeyStore Open() => new(folder, master, time);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
