using Certify.Shops;
using Certify.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Certify.Data;

internal sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.Property(p => p.Id).ValueGeneratedNever();
        person.HasIndex(p => p.IdHash).IsUnique();
    }
}

internal sealed class StaffMemberMapping : IEntityTypeConfiguration<StaffMember>
{
    public void Configure(EntityTypeBuilder<StaffMember> staff)
    {
        staff.ToTable("Staff");
        staff.Property(s => s.Id).ValueGeneratedNever();
        staff.Property(s => s.Position).HasMaxLength(StaffMember.PositionLimit);
        staff.HasIndex(s => new { s.ShopId, s.LeftOn });
        staff.HasIndex(s => s.VerdictUntil).HasFilter("\"VerdictUntil\" IS NOT NULL");
        // One person is one line of a shop's roster, however often they are typed.
        staff.HasIndex(s => new { s.ShopId, s.PersonId }).IsUnique();
        staff.HasOne<Shop>().WithMany().HasForeignKey(s => s.ShopId).OnDelete(DeleteBehavior.Restrict);
        staff.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
