using Certify.Appeals;
using Certify.Badges;
using Certify.Shops;
using Certify.Tips;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Certify.Data;

internal sealed class TipMapping : IEntityTypeConfiguration<Tip>
{
    public void Configure(EntityTypeBuilder<Tip> tip)
    {
        tip.Property(t => t.Id).ValueGeneratedNever();
        tip.Property(t => t.BadgeNumber).HasMaxLength(40);
        tip.Property(t => t.Asked).HasMaxLength(Tip.NoteLimit);
        tip.Property(t => t.Note).HasMaxLength(Tip.NoteLimit);
        tip.Property(t => t.Version).IsConcurrencyToken();
        tip.HasIndex(t => new { t.ShopId, t.ReceivedAt });
        tip.HasIndex(t => new { t.ClosedAt, t.ReceivedAt });
        tip.HasOne<Shop>().WithMany().HasForeignKey(t => t.ShopId).OnDelete(DeleteBehavior.Restrict);
        tip.HasOne<Badge>().WithMany().HasForeignKey(t => t.BadgeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TipPhotoMapping : IEntityTypeConfiguration<TipPhoto>
{
    public void Configure(EntityTypeBuilder<TipPhoto> photo)
    {
        photo.HasKey(p => p.TipId);
        photo.HasOne<Tip>().WithOne().HasForeignKey<TipPhoto>(p => p.TipId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AppealMapping : IEntityTypeConfiguration<Appeal>
{
    public void Configure(EntityTypeBuilder<Appeal> appeal)
    {
        appeal.Property(a => a.Id).ValueGeneratedNever();
        appeal.Property(a => a.BadgeNumber).HasMaxLength(40);
        appeal.Property(a => a.Version).IsConcurrencyToken();
        appeal.HasIndex(a => new { a.State, a.DueOn });
        appeal.HasIndex(a => a.ShopId);
        // One open appeal a badge: this index decides.
        appeal.HasIndex(a => a.BadgeId).IsUnique().HasFilter("\"State\" = 'Open'").HasDatabaseName("IX_Appeals_OneOpen");
        appeal.HasOne<Shop>().WithMany().HasForeignKey(a => a.ShopId).OnDelete(DeleteBehavior.Restrict);
        appeal.HasOne<Badge>().WithMany().HasForeignKey(a => a.BadgeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VisitOrderMapping : IEntityTypeConfiguration<VisitOrder>
{
    public void Configure(EntityTypeBuilder<VisitOrder> order)
    {
        order.Property(o => o.Id).ValueGeneratedNever();
        order.HasIndex(o => new { o.ShopId, o.OrderedAt });
        order.HasOne<Shop>().WithMany().HasForeignKey(o => o.ShopId).OnDelete(DeleteBehavior.Restrict);
    }
}
