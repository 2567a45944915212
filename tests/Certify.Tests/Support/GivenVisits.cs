using Certify.Accounts;
using Certify.Certification;
using Certify.Log;
using Certify.Shops;
using Certify.Staff;
using Certify.Visits;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Support;

public sealed partial class Given
{
    /// <summary>A visit as a client would send it now: everybody fully vaccinated, all measures passed, unless told otherwise.</summary>
    public VisitSubmission AVisit(Shop shop, params IReadOnlyList<SubmittedStaff> staff)
    {
        var now = app.Time.GetUtcNow();
        return new()
        {
            Id = Guid.CreateVersion7(),
            ShopId = shop.Id,
            StartedAt = now.AddMinutes(-5),
            FinishedAt = now,
            SentAt = now,
            Staff = staff.Count > 0 ? staff : [Person("陈桂英"), Person("李文斌")],
            Measures = All,
        };
    }

    public static readonly SubmittedMeasures All = SubmittedMeasures.Passing(SixMeasures.Keys);

    public static SubmittedStaff Person(string name, HealthRecord? health = null, string? idNumber = null) => new()
    {
        Name = name,
        IdType = IdType.ResidentId,
        IdNumber = idNumber ?? IdNumbers.Next(),
        Phone = "19000005423",
        Position = "服务员",
        Status = StaffStatus.Working,
        Doses = [.. (health ?? Doses.Full).Doses.Select(d => new SubmittedDose(d.Vaccine, null, d.On, null, d.Proof))],
        Exemption = health?.Exemption,
        Reason = health?.Reason,
    };

    /// <summary>Records a visit as <paramref name="inspector"/>, through the service.</summary>
    public async Task<VisitAnswer> Recorded(VisitSubmission visit, string inspector = Roles.Inspector)
    {
        var user = await AUser(inspector, Roles.Inspector);
        var answer = await app.WithAsync<VisitRecording, VisitAnswer>(r => r.RecordAsync(visit, new Actor(user.Id, inspector, Roles.Inspector)));
        await app.Services.GetRequiredService<LogPublisher>().BeforeAnswerAsync();
        return answer;
    }
}
