using System.Text.Json;

namespace Certify.Certification;

/// <summary>The day's figures. Shops are those open; a shop counts as certified once a badge was issued to it, as valid while the badge is.</summary>
/// <param name="AsOf">The moment that the figures are of.</param>
/// <param name="Total"></param>
/// <param name="Grids">One row a grid, by name.</param>
/// <param name="Inspectors">One row an inspector who has visited or holds a grid.</param>
public sealed record ReportFigures(DateTimeOffset AsOf, ReportRow Total, IReadOnlyList<ReportRow> Grids, IReadOnlyList<InspectorRow> Inspectors)
{
    public string ToJson() => JsonSerializer.Serialize(this);

    public static ReportFigures Read(string json) => JsonSerializer.Deserialize<ReportFigures>(json)!;
}

/// <param name="Name">The grid's; empty for the total.</param>
/// <param name="Shops"></param>
/// <param name="VisitedToday">Shops visited on the day.</param>
/// <param name="Visited">Shops visited ever.</param>
/// <param name="ToGo">Shops not visited yet.</param>
/// <param name="CertifiedToday">Shops that got a badge on the day for the first time.</param>
/// <param name="Certified">Shops that ever got a badge.</param>
/// <param name="Valid">Shops whose badge is valid now.</param>
/// <param name="Suspended"></param>
/// <param name="NotVaccinated">People listed and not fully vaccinated, or not confirmed yet.</param>
public sealed record ReportRow(string Name, int Shops, int VisitedToday, int Visited, int ToGo, int CertifiedToday, int Certified, int Valid, int Suspended, int NotVaccinated);

/// <param name="Name"></param>
/// <param name="VisitsToday"></param>
/// <param name="Visits"></param>
/// <param name="CertifiedToday">Visits of the day that led to a badge.</param>
/// <param name="Certified"></param>
public sealed record InspectorRow(string Name, int VisitsToday, int Visits, int CertifiedToday, int Certified);
