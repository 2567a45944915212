using Certify.Shops;
using Certify.Shops.Import;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Certify.Data;

internal sealed class ShopMapping : IEntityTypeConfiguration<Shop>
{
    public void Configure(EntityTypeBuilder<Shop> shop)
    {
        shop.Property(s => s.Id).ValueGeneratedNever();
        shop.Property(s => s.Uscc).HasMaxLength(18);
        shop.Property(s => s.RegisteredName).HasMaxLength(Shop.NameLimit);
        shop.Property(s => s.OwnSignboardName).HasMaxLength(Shop.NameLimit);
        shop.Ignore(s => s.SignboardName);
        shop.Property(s => s.Address).HasMaxLength(Shop.AddressLimit);
        shop.Property(s => s.Version).IsConcurrencyToken();
        shop.HasIndex(s => s.IdentityKey).IsUnique();
        shop.HasIndex(s => s.Uscc);
        shop.HasIndex(s => s.IsProvisional).HasFilter("\"IsProvisional\"");
        shop.Property(s => s.FoundByName).HasMaxLength(Accounts.AppUser.NameLimit);
        shop.HasIndex(s => new { s.GridId, s.Category });
        shop.HasOne<Grid>().WithMany().HasForeignKey(s => s.GridId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class GridMapping : IEntityTypeConfiguration<Grid>
{
    public void Configure(EntityTypeBuilder<Grid> grid)
    {
        grid.Property(g => g.Id).ValueGeneratedNever();
        grid.Property(g => g.Subdistrict).HasMaxLength(Grid.NameLimit);
        grid.Property(g => g.Community).HasMaxLength(Grid.NameLimit);
        grid.Ignore(g => g.Name);
        grid.HasIndex(g => new { g.Subdistrict, g.Community }).IsUnique();
    }
}

internal sealed class ImportBatchMapping : IEntityTypeConfiguration<ImportBatch>
{
    public void Configure(EntityTypeBuilder<ImportBatch> batch)
    {
        batch.Property(b => b.Id).ValueGeneratedNever();
        batch.Property(b => b.FileName).HasMaxLength(ImportBatch.FileNameLimit);
        batch.Property(b => b.Version).IsConcurrencyToken();
        batch.Ignore(b => b.Publisher).Ignore(b => b.FailedBecause);
    }
}

internal sealed class ImportRowMapping : IEntityTypeConfiguration<ImportRow>
{
    public void Configure(EntityTypeBuilder<ImportRow> row)
    {
        row.Property(r => r.Id).ValueGeneratedNever();
        row.HasIndex(r => new { r.BatchId, r.RowNumber }).IsUnique();
        row.HasIndex(r => new { r.BatchId, r.Verdict });
        row.HasOne<ImportBatch>().WithMany().HasForeignKey(r => r.BatchId).OnDelete(DeleteBehavior.Cascade);
    }
}
