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
        badge.HasIndex(b => b.RestsAt).HasFilter("\"RestsAt\" IS NOT NULL");
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

internal sealed class BadgeStepMapping : IEntityTypeConfiguration<BadgeStep>
{
    public void Configure(EntityTypeBuilder<BadgeStep> step)
    {
        step.Property(s => s.Id).ValueGeneratedNever();
        step.Property(s => s.Number).HasMaxLength(40);
        step.Property(s => s.Reason).HasMaxLength(Badge.ReasonLimit);
        // However many look at a shop at once, each line of it is written by one; and what can happen to a badge only once is written once.
        step.HasIndex(s => new { s.ShopId, s.Line }).IsUnique();
        step.HasIndex(s => new { s.BadgeId, s.Kind }).IsUnique().HasFilter("\"Kind\" IN ('Issued', 'Warned14', 'Warned3', 'Superseded', 'Revoked', 'Expired')").HasDatabaseName("IX_BadgeSteps_Once");
        step.HasOne<Badge>().WithMany().HasForeignKey(s => s.BadgeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StandingMapping : IEntityTypeConfiguration<Standing>
{
    public void Configure(EntityTypeBuilder<Standing> standing)
    {
        standing.HasKey(s => s.ShopId);
        standing.HasIndex(s => s.BadgeState);
        // What time has made due, and what another policy has: each found by its own index.
        standing.HasIndex(s => s.DueAt);
        standing.HasIndex(s => s.PolicyVersion);
        standing.HasIndex(s => s.RevisitOn);
        standing.Property(s => s.Version).IsConcurrencyToken();
        standing.Ignore(s => s.IsFull);
        standing.HasOne<Shop>().WithOne().HasForeignKey<Standing>(s => s.ShopId).OnDelete(DeleteBehavior.Restrict);
    }
}
