using System.Globalization;
using Certify.Tests.Support;

namespace Certify.Tests.Faults;

/// <summary>A visit that a laptop sends: one person with the whole course, every measure passed.</summary>
public sealed record KillVisit(Guid Id, int Laptop, string Name, Guid Shop, string IdNumber, DateTimeOffset At)
{
    public string ToJson() => $$"""
        {
          "id": "{{Id}}", "shopId": "{{Shop}}", "companion": "{{Name}}",
          "startedAt": "{{Text(At.AddMinutes(-9))}}", "finishedAt": "{{Text(At)}}", "sentAt": "{{Text(At)}}",
          "staff": [ { "name": "陈桂英", "idType": "residentId", "idNumber": "{{IdNumber}}", "phone": "19000005423", "position": "服务员", "status": "working",
            "doses": [ { "vaccine": "SINOVAC", "number": 1, "on": "{{Day(-80)}}", "proof": "healthCode" }, { "vaccine": "SINOVAC", "number": 2, "on": "{{Day(-50)}}", "proof": "healthCode" } ] } ],
          "measures": { "realName": true, "masks": true, "temperature": true, "codes": true, "ventilation": true, "disinfection": true }
        }
        """;

    private static string Text(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);

    private string Day(int days) => At.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Inspectors, each with a laptop and shops of their own, in a data folder that outlives the service.</summary>
public sealed class KillDistrict : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly List<(Guid Shop, string IdNumber)>[] _shops;

    private KillDistrict(string folder, List<(Guid, string)>[] shops) => (Folder, _shops) = (folder, shops);

    public string Folder { get; }

    public static string Inspector(int laptop) => "inspector-" + laptop.ToString(CultureInfo.InvariantCulture);

    /// <param name="laptops"></param>
    /// <param name="shops">Of each laptop.</param>
    public static async Task<KillDistrict> FillAsync(int laptops, int shops)
    {
        var folder = ProgramRun.NewFolder();
        await using var app = new CertifyApp();
        app.Time.SetUtcNow(Now);
        var each = new List<(Guid, string)>[laptops];
        for (var laptop = 0; laptop < laptops; laptop++)
        {
            var grid = await app.Given.AGrid(community: $"第{laptop + 1}社区", heldBy: Inspector(laptop));
            each[laptop] = [];
            for (var i = 0; i < shops; i++)
                each[laptop].Add(((await app.Given.AShop($"湘味土菜馆{laptop}-{i}店", grid: grid)).Id, IdNumbers.Next()));
        }
        await app.LeaveAsync(folder);
        return new(folder, each);
    }

    /// <summary>The laptop's next visit: its shops in turn.</summary>
    public KillVisit Visit(int laptop, int number)
    {
        var (shop, idNumber) = _shops[laptop][number % _shops[laptop].Count];
        return new(Guid.CreateVersion7(), laptop, $"{Inspector(laptop)}, {number}", shop, idNumber, Now.AddMinutes(-600 + number));
    }

    /// <summary>The program over what the service has left behind.</summary>
    public CertifyApp Open() => new(settings: new(StringComparer.Ordinal)
    {
        ["Certify:PublicUrl"] = "http://localhost",
        ["Certify:DataDirectory"] = Path.Combine(Folder, "data"),
        ["Certify:MasterKeyFile"] = Path.Combine(Folder, "master.key"),
    });

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
