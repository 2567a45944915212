using Microsoft.AspNetCore.Identity;

namespace Certify.Accounts;

public static class Roles
{
    public const string Inspector = "inspector";
    public const string Supervisor = "supervisor";
    public const string Dispatcher = "dispatcher";
    public const string Owner = "owner";
    public const string Admin = "admin";
    public const string Auditor = "auditor";

    public static readonly IReadOnlyList<string> All = [Inspector, Supervisor, Dispatcher, Owner, Admin, Auditor];
}

/// <summary>A person who signs in. Roles are Identity's; what an owner or inspector may see is in <see cref="ShopOwner"/> and <see cref="GridHolder"/>.</summary>
public sealed class AppUser : IdentityUser<Guid>
{
    public const int NameLimit = 40;

    private AppUser() { }

    public AppUser(string userName, string displayName)
    {
        Id = Guid.CreateVersion7();
        UserName = userName;
        DisplayName = displayName;
    }

    public string DisplayName { get; set; } = "";

    /// <summary>Chosen language, <c>zh-CN</c> or <c>en</c>; null follows the browser.</summary>
    public string? Language { get; set; }

    /// <summary>Since when sign-in is refused; the account stays, because the record names it.</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }
}

/// <summary>An owner's right to one shop.</summary>
public sealed record ShopOwner(Guid UserId, Guid ShopId);

/// <summary>An inspector's grid.</summary>
public sealed record GridHolder(Guid UserId, Guid GridId);

/// <summary>Who does something: passed to every service method, written to every audit row.</summary>
public sealed record Actor(Guid? UserId, string Name, string Role)
{
    /// <summary>The program itself: the clock, the demo district, the command line.</summary>
    public static readonly Actor System = new(null, "system", "system");
}

public enum LinkPurpose { OwnerAccount, FillStaff, Password }

/// <summary>A one-time link. Only the SHA-256 of its 128-bit code is kept, so that the database opens nothing.</summary>
public sealed class OneTimeLink
{
    private OneTimeLink() { }

    public OneTimeLink(LinkPurpose purpose, byte[] codeHash, Guid? shopId, Guid? userId, Guid? createdBy, DateTimeOffset now, TimeSpan life)
    {
        Id = Guid.CreateVersion7();
        (Purpose, CodeHash, ShopId, UserId, CreatedBy, CreatedAt, ExpiresAt) = (purpose, codeHash, shopId, userId, createdBy, now, now + life);
    }

    public Guid Id { get; private set; }
    public LinkPurpose Purpose { get; private set; }
    public byte[] CodeHash { get; private set; } = [];
    public Guid? ShopId { get; private set; }
    public Guid? UserId { get; private set; }
    public Guid? CreatedBy { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? UsedAt { get; private set; }

    public bool IsOpen(DateTimeOffset now) => UsedAt is null && now < ExpiresAt;

    public void Use(DateTimeOffset now) => UsedAt = now;
}
