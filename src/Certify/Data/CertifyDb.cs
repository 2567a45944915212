using Certify.Accounts;
using Certify.Appeals;
using Certify.Badges;
using Certify.Certification;
using Certify.Checklists;
using Certify.Log;
using Certify.Referrals;
using Certify.Shops;
using Certify.Shops.Import;
using Certify.Staff;
using Certify.Tips;
using Certify.Visits;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Data;

/// <summary>All that is kept. One sub-class and one folder of migrations a provider; the model is the same.</summary>
public abstract class CertifyDb(DbContextOptions options) : IdentityDbContext<AppUser, IdentityRole<Guid>, Guid>(options)
{
    public DbSet<Shop> Shops => Set<Shop>();
    public DbSet<Grid> Grids => Set<Grid>();
    public DbSet<ImportBatch> ImportBatches => Set<ImportBatch>();
    public DbSet<ImportRow> ImportRows => Set<ImportRow>();

    public DbSet<Person> Persons => Set<Person>();
    public DbSet<StaffMember> Staff => Set<StaffMember>();

    public DbSet<ChecklistVersion> ChecklistVersions => Set<ChecklistVersion>();
    public DbSet<ChecklistUse> ChecklistUses => Set<ChecklistUse>();

    public DbSet<Visit> Visits => Set<Visit>();
    public DbSet<VisitStaff> VisitStaff => Set<VisitStaff>();
    public DbSet<VisitConflict> VisitConflicts => Set<VisitConflict>();
    public DbSet<VisitPhoto> VisitPhotos => Set<VisitPhoto>();
    public DbSet<PhotoUpload> PhotoUploads => Set<PhotoUpload>();
    public DbSet<VisitPair> VisitPairs => Set<VisitPair>();
    public DbSet<Rectification> Rectifications => Set<Rectification>();
    public DbSet<HeldForm> HeldForms => Set<HeldForm>();
    public DbSet<Attempt> Attempts => Set<Attempt>();
    public DbSet<VisitOrder> VisitOrders => Set<VisitOrder>();

    public DbSet<Referral> Referrals => Set<Referral>();
    public DbSet<Badge> Badges => Set<Badge>();
    public DbSet<LogLeaf> LogLeaves => Set<LogLeaf>();
    public DbSet<BadgeCounter> BadgeCounters => Set<BadgeCounter>();
    public DbSet<CertificationPolicy> Policies => Set<CertificationPolicy>();
    public DbSet<Standing> Standings => Set<Standing>();
    public DbSet<BadgeStep> BadgeSteps => Set<BadgeStep>();
    public DbSet<DayReport> DayReports => Set<DayReport>();

    public DbSet<Tip> Tips => Set<Tip>();
    public DbSet<TipPhoto> TipPhotos => Set<TipPhoto>();
    public DbSet<Appeal> Appeals => Set<Appeal>();

    public DbSet<ShopOwner> ShopOwners => Set<ShopOwner>();
    public DbSet<Handover> Handovers => Set<Handover>();
    public DbSet<GridHolder> GridHolders => Set<GridHolder>();
    public DbSet<OneTimeLink> OneTimeLinks => Set<OneTimeLink>();
    public DbSet<AuditRow> Audit => Set<AuditRow>();
    public DbSet<AccessRow> Access => Set<AccessRow>();

    /// <summary>
    /// Identity asks the application's services which version of its tables is meant, and takes the first where there are none (<c>dotnet ef</c>, tests):
    /// the passkeys' table would be gone. So a context without an application gets services that say so.
    /// </summary>
    private static readonly IServiceProvider Alone =
        new ServiceCollection().Configure<IdentityOptions>(identity => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3).BuildServiceProvider();

    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        if (optionsBuilder.Options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider is null)
            optionsBuilder.UseApplicationServiceProvider(Alone);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        // SQLite can't compare DateTimeOffset; UTC DateTime it can, and PostgreSQL keeps it as timestamptz.
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(24);
        conventions.Properties<Measures>().HaveConversion<int>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(CertifyDb).Assembly);
        builder.Entity<IdentityRole<Guid>>().HasData(Accounts.Roles.All.Select((role, i) => new IdentityRole<Guid>
        {
            Id = new Guid(i + 1, 0, 0, new byte[8]),
            Name = role,
            NormalizedName = role.ToUpperInvariant(),
            ConcurrencyStamp = role,
        }));
    }
}

public sealed class SqliteCertifyDb(DbContextOptions<SqliteCertifyDb> options) : CertifyDb(options);

public sealed class PostgreSqlCertifyDb(DbContextOptions<PostgreSqlCertifyDb> options) : CertifyDb(options);
