using Certify.Certification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Certify.Data;

internal sealed class DayReportMapping : IEntityTypeConfiguration<DayReport>
{
    public void Configure(EntityTypeBuilder<DayReport> report)
    {
        // One kept report a day: the key decides, however many servers the hour strikes on.
        report.HasKey(r => r.Day);
        report.Property(r => r.Day).ValueGeneratedNever();
    }
}
