using System.Security.Cryptography;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Microsoft.EntityFrameworkCore;

namespace Certify.Bench;

/// <summary>A database with as many valid badges as asked for, and nothing else: what the scan page reads.</summary>
internal static class ScanDistrict
{
    private const int Chunk = 5_000;

    /// <summary>
    /// Makes data folder, keys, database and log; gives the tokens of <paramref name="drawn"/> badges spread over all of them, and a tenth as many that are well
    /// signed and stand in no record.
    /// </summary>
    public static (IReadOnlyList<string> Stored, IReadOnlyList<string> Unknown) Make(string folder, string url, int badges, int drawn)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        var master = MasterKey.Create(Path.Combine(folder, "master.key"));
        var clock = new CertifyClock(TimeProvider.System, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var key = new KeyStore(Path.Combine(data, "keys", "signing"), master, TimeProvider.System).Active;
        // No shops and visits stand behind these badges: the scan reads neither. Their leaves are published when the service starts.
        var options = new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={Path.Combine(data, "certify.db")};Foreign Keys=False;Pooling=False").Options;
        using (var db = new SqliteCertifyDb(options))
            db.Database.Migrate();
        var marks = new LogMarks(master);
        var every = Math.Max(1, badges / drawn);
        var tokens = new List<string>();
        for (var from = 0; from < badges; from += Chunk)
        {
            using var db = new SqliteCertifyDb(options);
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            for (var index = from; index < Math.Min(badges, from + Chunk); index++)
            {
                var badge = Badge(index, new Uri(url).Authority, key, clock);
                var leaf = LeafText.Issue(
                    badge.IssuedAt, badge.Cti, marks.Shop(badge.ShopId), badge.IssuedOn, badge.ValidUntil, badge.Kid, BadgeToken.Payload(badge.Token), marks.Visit(badge.VisitId, badge.Cti));
                badge.Log(index);
                db.Badges.Add(badge);
                db.LogLeaves.Add(new LogLeaf(index, leaf));
                if (index % every == 0)
                    tokens.Add(badge.Token);
            }
            db.SaveChanges();
        }
        Publish(data, url, master, options, clock);
        Random.Shared.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens));
        return (tokens, [.. Enumerable.Range(badges, drawn / 10).Select(index => Badge(index, new Uri(url).Authority, key, clock).Token)]);
    }

    private static void Publish(string data, string url, MasterKey master, DbContextOptions<SqliteCertifyDb> options, CertifyClock clock)
    {
        var folder = new LogFolder(Path.Combine(data, "log"));
        var keys = new LogKeys(Path.Combine(data, "keys", "log-key.json"), master);
        using var publisher = new LogPublisher(new Databases(options), folder, keys, new PublishedLog(folder, keys), new LogHistory(folder, master), FaultPoints.None, new CertifyOptions { PublicUrl = url, DataDirectory = data }, clock);
        if (publisher.PublishAsync().GetAwaiter().GetResult().Refusal is { } refused)
            throw new InvalidOperationException("The bench's log was not published: " + refused.Code);
    }

    private sealed class Databases(DbContextOptions<SqliteCertifyDb> options) : IDbContextFactory<CertifyDb>
    {
        public CertifyDb CreateDbContext() => new SqliteCertifyDb(options);
    }

    private static Badge Badge(int index, string issuer, SigningKey key, CertifyClock clock)
    {
        var (now, today) = (clock.Now, clock.Today);
        var text = new BadgeText($"湘味土菜馆{index}店", $"衡阳高新区湘味土菜馆{index}店", $"衡阳市高新区解放大道{index}号");
        var term = new BadgeTerm(now, today, today.AddDays(90), clock.EndOf(today.AddDays(90)));
        var claims = new TokenClaims(
            issuer, DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()), term.ExpiresAt, RandomNumberGenerator.GetBytes(TokenClaims.IdBytes),
            TokenClaims.Fit(text.SignboardName, TokenClaims.MaxNameBytes), TokenClaims.Fit(text.Address, TokenClaims.MaxAddressBytes), index);
        var token = BadgeToken.Sign(claims, key);
        return new Badge(
            Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), BadgeNumber.Draw("HYGX", today.Year, index + 1).ToString(), text, term,
            new SignedToken(token, BadgeToken.Hash(token), claims.Id, key.Kid, index), policyVersion: 1);
    }
}
