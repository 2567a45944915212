using Certify.Log;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Certify.Data;

internal sealed class LogLeafMapping : IEntityTypeConfiguration<LogLeaf>
{
    public void Configure(EntityTypeBuilder<LogLeaf> leaf)
    {
        // The place in the log is the key: of two writers who want the same one, one begins again.
        leaf.HasKey(l => l.Index);
        leaf.Property(l => l.Index).ValueGeneratedNever();
        leaf.Property(l => l.Subject).HasMaxLength(LogLeaf.SubjectLimit);
        leaf.Property(l => l.Json).HasMaxLength(LogLeaf.JsonLimit);
        leaf.HasIndex(l => new { l.Type, l.Subject }).IsUnique();
    }
}
