using Certify.Badges;
using Certify.Certification;
using Certify.Shops;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Certify.Data;

internal sealed class BadgeMapping : IEntityTypeConfiguration<Badge>
{
    public void Configure(EntityTypeBuilder<Badge> badge)
    {
        badge.Property(b => b.Id).ValueGeneratedNever();
        badge.Property(b => b.Number).HasMaxLength(40);
        badge.Property(b => b.SignboardName).HasMaxLength(Shop.NameLimit);
        badge.Property(b => b.RegisteredName).HasMaxLength(Shop.NameLimit);
        badge.Property(b => b.Address).HasMaxLength(Shop.AddressLimit);
        badge.Property(b => b.Reason).HasMaxLength(Badge.ReasonLimit);
        badge.Property(b => b.Version).IsConcurrencyToken();
        badge.HasIndex(b => b.Number).IsUnique();
        badge.HasIndex(b => b.TokenHash).IsUnique();
        badge.HasIndex(b => b.Cti).IsUnique();
        badge.HasIndex(b => b.StatusIndex).IsUnique();
        badge.HasIndex(b => b.VisitId).IsUnique();
        badge.HasIndex(b => b.LeafIndex).IsUnique();
        // Which bits of a status list are set, answered from the index alone.
        badge.HasIndex(b => new { b.State, b.StatusIndex });
        badge.HasIndex(b => new { b.State, b.ValidUntil });
        // At most one live badge a shop: this index decides, not a check before it.
        badge.HasIndex(b => b.ShopId).IsUnique().HasFilter("\"State\" IN ('Valid', 'Suspended')").HasDatabaseName("IX_Badges_OneLive");
        badge.HasOne<Shop>().WithMany().HasForeignKey(b => b.ShopId).OnDelete(DeleteBehavior.Restrict);
        badge.HasOne<Visit>().WithMany().HasForeignKey(b => b.VisitId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BadgeCounterMapping : IEntityTypeConfiguration<BadgeCounter>
{
    public void Configure(EntityTypeBuilder<BadgeCounter> counter)
    {
        counter.HasKey(c => c.Year);
        counter.Property(c => c.Year).ValueGeneratedNever();
        counter.Property(c => c.Last).IsConcurrencyToken();
    }
}

internal sealed class PolicyMapping : IEntityTypeConfiguration<CertificationPolicy>
{
    public void Configure(EntityTypeBuilder<CertificationPolicy> policy)
    {
        policy.HasKey(p => p.Version);
        policy.Property(p => p.Version).ValueGeneratedNever();
        policy.Ignore(p => p.Terms);
    }
}

internal sealed class StandingMapping : IEntityTypeConfiguration<Standing>
{
    public void Configure(EntityTypeBuilder<Standing> standing)
    {
        standing.HasKey(s => s.ShopId);
        standing.HasIndex(s => s.BadgeState);
        standing.Property(s => s.Version).IsConcurrencyToken();
        standing.Ignore(s => s.IsFull);
        standing.HasOne<Shop>().WithOne().HasForeignKey<Standing>(s => s.ShopId).OnDelete(DeleteBehavior.Restrict);
    }
}
