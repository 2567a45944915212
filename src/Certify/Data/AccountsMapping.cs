using Certify.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Certify.Data;

internal sealed class AppUserMapping : IEntityTypeConfiguration<AppUser>
{
    public void Configure(EntityTypeBuilder<AppUser> user)
    {
        user.Property(u => u.Id).ValueGeneratedNever();
        user.Property(u => u.DisplayName).HasMaxLength(AppUser.NameLimit);
        user.Property(u => u.Language).HasMaxLength(10);
    }
}

internal sealed class ShopOwnerMapping : IEntityTypeConfiguration<ShopOwner>
{
    public void Configure(EntityTypeBuilder<ShopOwner> owner)
    {
        owner.HasKey(o => new { o.UserId, o.ShopId });
        owner.HasIndex(o => o.ShopId);
    }
}

internal sealed class GridHolderMapping : IEntityTypeConfiguration<GridHolder>
{
    public void Configure(EntityTypeBuilder<GridHolder> holder)
    {
        holder.HasKey(h => new { h.UserId, h.GridId });
        holder.HasIndex(h => h.GridId);
    }
}

internal sealed class OneTimeLinkMapping : IEntityTypeConfiguration<OneTimeLink>
{
    public void Configure(EntityTypeBuilder<OneTimeLink> link)
    {
        link.Property(l => l.Id).ValueGeneratedNever();
        link.HasIndex(l => l.CodeHash).IsUnique();
        link.Property(l => l.UsedAt).IsConcurrencyToken();
    }
}

internal sealed class AuditRowMapping : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> row)
    {
        row.Property(r => r.Id).ValueGeneratedNever();
        row.HasIndex(r => r.At);
        row.HasIndex(r => new { r.Subject, r.SubjectId });
    }
}

internal sealed class AccessRowMapping : IEntityTypeConfiguration<AccessRow>
{
    public void Configure(EntityTypeBuilder<AccessRow> row)
    {
        row.Property(r => r.Id).ValueGeneratedNever();
        row.HasIndex(r => r.At);
    }
}
