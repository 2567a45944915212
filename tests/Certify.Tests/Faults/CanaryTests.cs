using System.Text;
using Certify.Accounts;
using Certify.Shops;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Certify.Tests.Faults;

/// <summary>
/// A canary: one person goes through all journeys, and afterwards nothing that tells of the person lies or leaves anywhere in clear.
/// The shop's name goes the same ways openly: each search must find it, or it could not have found the canary either.
/// </summary>
public sealed class CanaryTests
{
    private const string Name = "欧阳金丝雀", Phone = "19099887766", Exemption = "对疫苗成分严重过敏（金丝雀）", Reason = "备孕中金丝雀";
    private const string ShopName = "对照商行甲";
    private static readonly string IdNumber = IdNumbers.Next();
    private static readonly string[] Secrets = [Name, IdNumber, Phone, Exemption, Reason];

    [Fact]
    public async Task A_persons_data_is_found_nowhere_in_clear()
    {
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal) { ["Logging:LogLevel:Default"] = "Trace", ["Logging:Console:LogLevel:Default"] = "None" });
        using var heard = new Heard(app.Services.GetRequiredService<ILoggerFactory>());
        var shop = await app.Given.AShop(ShopName);
        await app.Given.AnOwner(Roles.Owner, shop);
        var said = new Said();

        await EnterAsync(app, shop, said);
        var number = await VisitAsync(app, shop, said);
        await TellAsync(app, shop, number, said);
        await LookAsync(app, shop, number, said);

        Sought("pages, answers and exports", said.Bodies);
        Sought("cookies and headers", [.. said.Headers, Encoding.UTF8.GetBytes(Uri.EscapeDataString(ShopName))]);
        heard.Log.CreateLogger("control").LogWarning("{Control}", ShopName);
        Sought("log lines", heard.Lines);
        using (var control = Heard.Source.StartActivity("control"))
            control?.SetTag("control", ShopName);
        Sought("traces", heard.Traces);
        Sought("database with its write-ahead log, and all other files", Files(app));
        await app.ReadAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        Sought("database after a checkpoint", Files(app));
        // The last control: the very words, in a column of their own, would have been seen.
        await app.ReadAsync(db => db.Database.ExecuteSqlRawAsync("CREATE TABLE control (words TEXT)"));
        foreach (var secret in Secrets)
            await app.ReadAsync(db => db.Database.ExecuteSqlAsync($"INSERT INTO control VALUES ({secret})"));
        Assert.All(Secrets, secret => Assert.Contains(Files(app), file => Holds(file.Bytes, secret)));
    }

    /// <summary>The owner adds the person, also with mistakes, and marks them as left and back.</summary>
    private static async Task EnterAsync(CertifyApp app, Shop shop, Said said)
    {
        var owner = await app.SignInAsync(Roles.Owner);
        var page = await owner.OpenAsync($"/desk/owner/{shop.Id}/staff");
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["Input.Name"] = Name, ["Input.IdNumber"] = IdNumber, ["Input.Phone"] = "x" + Phone, ["Input.Position"] = "服务员" };
        var refused = await owner.SubmitAsync(page, values, "aside form");
        Assert.Contains(Name, refused.Html);
        values["Input.Phone"] = Phone;
        var added = await owner.SubmitAsync(refused, values, "aside form");
        Assert.Contains(Name, added.Text);
        await owner.SubmitAsync(await owner.SubmitAsync(added, [], "form[action$='handler=Leave']"), [], "form[action$='handler=Return']");
        said.Hear(refused.Response, added.Response);
        said.Hear(await owner.OpenAsync("/desk/owner"));
    }

    /// <summary>A visit through the API, one that conflicts with it, one that is refused; then one that certifies the shop. Answers the badge's number.</summary>
    private static async Task<string> VisitAsync(CertifyApp app, Shop shop, Said said)
    {
        var inspector = await app.SignInAsync(Roles.Inspector);
        var exempt = Body(shop, exemption: Exemption, doses: "[]");
        foreach (var body in new[] { exempt, exempt.Replace("服务员", "店长", StringComparison.Ordinal), exempt.Replace("residentId", "nonsense", StringComparison.Ordinal), exempt.Replace(IdNumber, IdNumber[..^1] + "?", StringComparison.Ordinal), exempt[..^9] })
            said.Hear(await said.ReadAsync(await Post(inspector, body)));
        app.Time.Advance(TimeSpan.FromMinutes(1));
        said.Hear(await said.ReadAsync(await Post(inspector, Body(shop, exemption: "", doses: """[{"vaccine":"CANSINO","on":"2021-06-01","proof":"system"}]"""))));
        var standing = await app.ReadAsync(db => db.Standings.SingleAsync());
        Assert.Equal((1, 1), (standing.Vaccinated, standing.Staff));
        Assert.NotEqual(0, await app.ReadAsync(db => db.VisitConflicts.CountAsync()));
        return await app.ReadAsync(db => db.Badges.Select(b => b.Number).SingleAsync());
    }

    /// <summary>Somebody names the person in a tip, the owner in the answer, both sides in an appeal: read where it is read by right, and nowhere else.</summary>
    private static async Task TellAsync(CertifyApp app, Shop shop, string number, Said said)
    {
        var (passer, words) = (app.Anonymous(), $"{Name} {IdNumber} {Phone} {Reason} {Exemption}");
        var form = await passer.OpenAsync($"/tips?number={number}");
        var refused = await passer.SubmitAsync(form, new(StringComparer.Ordinal) { ["Input.Text"] = words });
        Assert.Contains(Name, refused.Html);
        var sent = await passer.SubmitAsync(refused, new(StringComparer.Ordinal) { ["Input.Kind"] = "Misplaced", ["Input.Place"] = Name }, files: ("Input.Photo", Name + ".jpg", PhotoFiles.FromAPhone()));
        said.Hear(refused.Response);
        said.Hear(sent);
        var (supervisor, owner, other) = (await app.SignInAsync(Roles.Supervisor), await app.SignInAsync(Roles.Owner), await app.SignInAsync(Roles.Supervisor, "other-supervisor"));
        var tip = $"/desk/tips/{await app.ReadAsync(db => db.Tips.Select(t => t.Id).SingleAsync())}";
        said.Hear(await supervisor.SubmitAsync(await supervisor.OpenAsync(tip), [], "form[action$='handler=Ask']") is { } asked && asked.Html.Contains(Name, StringComparison.Ordinal) ? asked.Response : throw new InvalidOperationException("The supervisor does not see what was told."));
        said.Hear(await owner.OpenAsync($"/desk/owner/{shop.Id}/tips"));
        said.Hear((await owner.SubmitAsync(await owner.OpenAsync($"/desk/owner/{shop.Id}/tips"), new(StringComparer.Ordinal) { ["Input.Reply"] = words })).Response);
        await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/badges/{number}/suspend"), new(StringComparer.Ordinal) { ["Input.Reason"] = "核查中" });
        said.Hear((await owner.SubmitAsync(await owner.OpenAsync($"/desk/owner/{shop.Id}/appeals"), new(StringComparer.Ordinal) { ["Input.Text"] = words })).Response);
        var appeal = $"/desk/appeals/{await app.ReadAsync(db => db.Appeals.Select(a => a.Id).SingleAsync())}";
        said.Hear((await other.SubmitAsync(await other.OpenAsync(appeal), new(StringComparer.Ordinal) { ["Input.Uphold"] = "true", ["Input.Text"] = words })).Response);
        foreach (var (reader, address) in new[] { (supervisor, tip), (supervisor, tip + "?handler=Photo"), (owner, $"/desk/owner/{shop.Id}/tips"), (owner, $"/desk/owner/{shop.Id}/appeals"), (other, appeal) })
            said.Hear(await reader.Client.GetAsync(address));
        await said.AskAsync(other, "/desk/appeals");
        await said.AskAsync(owner, "/desk/owner");
    }

    /// <summary>Public pages, the desk of every role, the papers, the exports; and the places where the data is shown by right, whose pages are not searched but whose traces are.</summary>
    private static async Task LookAsync(CertifyApp app, Shop shop, string number, Said said)
    {
        var token = await app.ReadAsync(db => db.Badges.Select(b => b.Token).SingleAsync());
        var anonymous = app.Anonymous();
        foreach (var address in new[] { "/", "/shops", "/shops?q=" + Uri.EscapeDataString(ShopName), $"/b/{number}", $"/V/{token}", $"/api/v1/verify/{token}", "/.well-known/jwks.json", "/openapi/v1.json", $"/badges/{number}.svg", $"/badges/{number}.png" })
            await said.AskAsync(anonymous, address);
        var staff = await app.ReadAsync(db => db.Staff.Select(s => s.Id).SingleAsync());
        foreach (var (role, addresses) in new (string, string[])[]
        {
            (Roles.Supervisor, ["/desk", "/desk/shops", $"/desk/shops/{shop.Id}", "/desk/staff", $"/desk/staff/{staff}", "/desk/referrals", "/desk/report", "/desk/report?handler=Xlsx", "/desk/shops?handler=Export", "/desk/audit", "/desk/audit/access", "/desk/policy", $"/desk/badges/{number}", $"/desk/badges/{number}/certificate-a4.pdf", $"/desk/badges/{number}/door-a5.png", "/desk/prints", "/desk/imports"]),
            (Roles.Auditor, ["/desk", "/desk/audit", "/desk/audit/access", "/desk/report", $"/desk/staff/{staff}", $"/desk/shops/{shop.Id}"]),
            (Roles.Inspector, ["/desk", "/desk/shops", $"/desk/shops/{shop.Id}", $"/desk/staff?shop={shop.Id}", $"/desk/invite/{shop.Id}"]),
            (Roles.Dispatcher, ["/desk", "/desk/referrals"]),
            (Roles.Admin, ["/desk", "/desk/users"]),
        })
        {
            var visitor = await app.SignInAsync(role);
            foreach (var address in addresses)
                await said.AskAsync(visitor, address);
        }
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var opened = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/staff/{staff}"), new(StringComparer.Ordinal) { ["purpose"] = "request" }, "form[action$='handler=Reveal']");
        Assert.Contains(IdNumber, opened.Html);
        said.Hear(opened.Response);
        said.Hear((await supervisor.SubmitAsync(opened, new(StringComparer.Ordinal) { ["Input.Phone"] = Phone }, "form[action$='handler=Correct']")).Response);
        said.Hear((await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/staff/{staff}"), new(StringComparer.Ordinal) { ["format"] = "json" }, "form[action$='handler=Export']")).Response);
    }

    private static Task<HttpResponseMessage> Post(Visitor visitor, string body) =>
        visitor.Client.PostAsync("/api/v1/visits", new StringContent(body, Encoding.UTF8, "application/json"));

    private static readonly Guid Same = Guid.CreateVersion7();

    private static string Body(Shop shop, string exemption, string doses) => $$"""
        {
          "id": "{{(exemption.Length > 0 ? Same : Guid.CreateVersion7())}}", "shopId": "{{shop.Id}}",
          "startedAt": "2021-08-09T13:55:00+08:00", "finishedAt": "2021-08-09T14:00:00+08:00", "sentAt": "2021-08-09T14:00:00+08:00",
          "staff": [{ "name": "{{Name}}", "idType": "residentId", "idNumber": "{{IdNumber}}", "phone": "{{Phone}}", "position": "服务员", "status": "working",
            "doses": {{doses}}, "exemption": "{{exemption}}", "reason": "{{(exemption.Length > 0 ? Reason : "")}}" }],
          "measures": { "realName": true, "masks": true, "temperature": true, "codes": true, "ventilation": true, "disinfection": true }
        }
        """;

    private static void Sought(string where, IEnumerable<byte[]> pieces) => Sought(where, pieces.Select((bytes, i) => new Piece($"{where} {i}", bytes)));

    private static void Sought(string where, IEnumerable<Piece> pieces)
    {
        var all = pieces.ToList();
        var told = from secret in Secrets from piece in all where Holds(piece.Bytes, secret) select $"{piece.Name} holds {secret}";
        Assert.Empty(told);
        Assert.True(all.Exists(p => Holds(p.Bytes, ShopName) || Holds(p.Bytes, Uri.EscapeDataString(ShopName))), $"The search through {where} would find nothing.");
    }

    /// <summary>The text in UTF-8, UTF-16, or escaped as in JSON, HTML and addresses.</summary>
    internal static bool Holds(byte[] bytes, string text) => Spellings(text).Any(spelling => bytes.AsSpan().IndexOf(spelling) >= 0);

    private static IEnumerable<byte[]> Spellings(string text)
    {
        yield return Encoding.UTF8.GetBytes(text);
        yield return Encoding.Unicode.GetBytes(text);
        yield return Encoding.BigEndianUnicode.GetBytes(text);
        if (text.All(char.IsAscii))
            yield break;
        yield return Encoding.ASCII.GetBytes(string.Concat(text.Select(c => $"\\u{(int)c:x4}")));
        yield return Encoding.ASCII.GetBytes(string.Concat(text.Select(c => $"\\u{(int)c:X4}")));
        yield return Encoding.ASCII.GetBytes(string.Concat(text.Select(c => $"&#x{(int)c:X};")));
        yield return Encoding.ASCII.GetBytes(Uri.EscapeDataString(text));
    }

    private static List<Piece> Files(CertifyApp app) =>
        [.. Directory.EnumerateFiles(app.DataDirectory, "*", SearchOption.AllDirectories).Select(path =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            file.CopyTo(copy);
            return new Piece(Path.GetFileName(path), copy.ToArray());
        })];
}

internal sealed record Piece(string Name, byte[] Bytes);
