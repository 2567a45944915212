using Certify.Accounts;
using Certify.Checklists;
using Certify.Referrals;
using Certify.Shops;
using Certify.Staff;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Certify.Data;

internal sealed class VisitMapping : IEntityTypeConfiguration<Visit>
{
    public void Configure(EntityTypeBuilder<Visit> visit)
    {
        visit.Property(v => v.Id).ValueGeneratedNever();
        visit.Property(v => v.Companion).HasMaxLength(Visit.CompanionLimit);
        visit.Property(v => v.ForeignReason).HasMaxLength(Visit.ForeignReasonLimit);
        visit.Property(v => v.Passed).HasColumnName("PassedMeasures").HasConversion(
            keys => string.Join(' ', keys), text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            new ValueComparer<IReadOnlyList<string>>((a, b) => a!.SequenceEqual(b!), keys => keys.Count, keys => keys));
        visit.HasIndex(v => new { v.ShopId, v.VisitedAt });
        visit.HasIndex(v => v.VisitedAt);
        visit.HasIndex(v => v.InspectorId);
        visit.HasIndex(v => v.SupersedesId).IsUnique();
        visit.HasOne<Shop>().WithMany().HasForeignKey(v => v.ShopId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VisitStaffMapping : IEntityTypeConfiguration<VisitStaff>
{
    public void Configure(EntityTypeBuilder<VisitStaff> line)
    {
        line.ToTable("VisitStaff");
        line.Property(l => l.Id).ValueGeneratedNever();
        line.HasIndex(l => new { l.VisitId, l.StaffId }).IsUnique();
        line.HasIndex(l => l.StaffId);
        line.HasOne<Visit>().WithMany().HasForeignKey(l => l.VisitId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<StaffMember>().WithMany().HasForeignKey(l => l.StaffId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VisitConflictMapping : IEntityTypeConfiguration<VisitConflict>
{
    public void Configure(EntityTypeBuilder<VisitConflict> conflict)
    {
        conflict.Property(c => c.Id).ValueGeneratedNever();
        // The same other content, sent again, is kept once.
        conflict.HasIndex(c => new { c.VisitId, c.ContentHash }).IsUnique();
    }
}

internal sealed class VisitPhotoMapping : IEntityTypeConfiguration<VisitPhoto>
{
    public void Configure(EntityTypeBuilder<VisitPhoto> photo)
    {
        photo.Property(p => p.Id).ValueGeneratedNever();
        // Two at once don't get the same number: who comes second counts again, so that there are never too many.
        photo.HasIndex(p => new { p.VisitId, p.Number }).IsUnique();
        photo.HasIndex(p => p.ReceivedAt);
        photo.HasOne<Visit>().WithMany().HasForeignKey(p => p.VisitId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PhotoUploadMapping : IEntityTypeConfiguration<PhotoUpload>
{
    public void Configure(EntityTypeBuilder<PhotoUpload> upload)
    {
        upload.Property(u => u.Id).ValueGeneratedNever();
        upload.Property(u => u.Version).IsConcurrencyToken();
        upload.HasIndex(u => u.VisitId);
        upload.HasOne<Visit>().WithMany().HasForeignKey(u => u.VisitId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VisitPairMapping : IEntityTypeConfiguration<VisitPair>
{
    public void Configure(EntityTypeBuilder<VisitPair> pair)
    {
        pair.Property(p => p.Id).ValueGeneratedNever();
        pair.Property(p => p.NotedByName).HasMaxLength(AppUser.NameLimit);
        pair.HasIndex(p => new { p.EarlierId, p.LaterId }).IsUnique();
        pair.HasIndex(p => p.LaterId);
        pair.HasIndex(p => p.State);
        pair.HasOne<Visit>().WithMany().HasForeignKey(p => p.EarlierId).OnDelete(DeleteBehavior.Restrict);
        pair.HasOne<Visit>().WithMany().HasForeignKey(p => p.LaterId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RectificationMapping : IEntityTypeConfiguration<Rectification>
{
    public void Configure(EntityTypeBuilder<Rectification> order)
    {
        order.Property(o => o.Id).ValueGeneratedNever();
        order.Property(o => o.Measure).HasColumnName("MeasureKey").HasMaxLength(SubmittedMeasures.KeyLimit);
        order.Property(o => o.TextZh).HasMaxLength(ChecklistItem.TextLimit);
        order.Property(o => o.TextEn).HasMaxLength(ChecklistItem.TextLimit);
        order.Ignore(o => o.Text);
        order.HasIndex(o => new { o.ShopId, o.DoneAt });
        order.HasIndex(o => o.DueOn);
        order.HasOne<Visit>().WithMany().HasForeignKey(o => o.VisitId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class HeldFormMapping : IEntityTypeConfiguration<HeldForm>
{
    public void Configure(EntityTypeBuilder<HeldForm> form)
    {
        form.Property(f => f.Id).ValueGeneratedNever();
        form.HasIndex(f => f.UserName);
    }
}

internal sealed class ReferralMapping : IEntityTypeConfiguration<Referral>
{
    public void Configure(EntityTypeBuilder<Referral> referral)
    {
        referral.Property(r => r.Id).ValueGeneratedNever();
        referral.HasIndex(r => new { r.ShopId, r.State });
        referral.HasIndex(r => new { r.State, r.NextDoseFrom });
        // One open referral a person, however many visits find the same.
        referral.HasIndex(r => r.StaffId).IsUnique().HasFilter("\"State\" = 'Open'").HasDatabaseName("IX_Referrals_OneOpen");
        referral.HasOne<StaffMember>().WithMany().HasForeignKey(r => r.StaffId).OnDelete(DeleteBehavior.Restrict);
    }
}
