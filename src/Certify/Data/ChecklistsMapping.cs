using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Certify.Checklists;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Certify.Data;

internal sealed class ChecklistVersionMapping : IEntityTypeConfiguration<ChecklistVersion>
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public void Configure(EntityTypeBuilder<ChecklistVersion> version)
    {
        // Two that publish at once reach for the same number: the second begins again, and meets the first.
        version.HasKey(v => v.Number);
        version.Property(v => v.Number).ValueGeneratedNever();
        version.Property(v => v.Checklist).HasMaxLength(ChecklistVersion.NameLimit);
        version.Property(v => v.PublishedBy).HasMaxLength(Accounts.AppUser.NameLimit);
        version.Property(v => v.Items).HasConversion(items => Write(items), text => Read(text),
            new ValueComparer<IReadOnlyList<ChecklistItem>>((a, b) => a!.SequenceEqual(b!), items => items.Count, items => items));
        version.Ignore(v => v.Kind);
    }

    private static string Write(IReadOnlyList<ChecklistItem> items) => JsonSerializer.Serialize(items.Select(i => new { i.Key, i.Zh, i.En, i.Required }), Form);

    private static IReadOnlyList<ChecklistItem> Read(string text) => JsonSerializer.Deserialize<List<ChecklistItem>>(text, Form)!;
}

internal sealed class ChecklistUseMapping : IEntityTypeConfiguration<ChecklistUse>
{
    public void Configure(EntityTypeBuilder<ChecklistUse> use)
    {
        use.Property(u => u.Category).HasMaxLength(ChecklistVersion.NameLimit);
        use.Property(u => u.Checklist).HasMaxLength(ChecklistVersion.NameLimit);
        use.Property(u => u.By).HasMaxLength(Accounts.AppUser.NameLimit);
        use.HasIndex(u => u.Category);
    }
}
