using Certify.Accounts;
using Certify.Shops;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Certify.Data;

internal sealed class HandoverMapping : IEntityTypeConfiguration<Handover>
{
    public void Configure(EntityTypeBuilder<Handover> handover)
    {
        handover.Property(h => h.Id).ValueGeneratedNever();
        handover.Ignore(h => h.HoldersBefore).Ignore(h => h.IsOpen);
        handover.Property(h => h.Version).IsConcurrencyToken();
        handover.HasIndex(h => new { h.GridId, h.OrderedAt });
        handover.HasIndex(h => new { h.DoneAt, h.On });
        handover.HasOne<Grid>().WithMany().HasForeignKey(h => h.GridId).OnDelete(DeleteBehavior.Restrict);
    }
}
