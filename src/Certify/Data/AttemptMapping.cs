using Certify.Shops;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Certify.Data;

internal sealed class AttemptMapping : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> attempt)
    {
        attempt.Property(a => a.Id).ValueGeneratedNever();
        attempt.Ignore(a => a.IsTask);
        attempt.HasIndex(a => new { a.ShopId, a.ReceivedAt });
        attempt.HasIndex(a => new { a.InspectorId, a.ReceivedAt });
        attempt.HasOne<Shop>().WithMany().HasForeignKey(a => a.ShopId).OnDelete(DeleteBehavior.Restrict);
    }
}
