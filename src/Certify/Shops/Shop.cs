namespace Certify.Shops;

/// <summary>A premises that trades with the public. Identity: USCC and address; without a USCC, registered name and address.</summary>
public sealed class Shop
{
    /// <summary>Code of what a visit at a provisional shop still needs.</summary>
    public const string ProvisionalMissing = "visits.missing_provisional";

    public const int NameLimit = 100, AddressLimit = 200, PhoneLimit = 20;

    private Shop() { }

    /// <param name="facts"></param>
    /// <param name="gridId"></param>
    /// <param name="now"></param>
    /// <param name="id">Made by the laptop that found it; null: made here.</param>
    public Shop(ShopFacts facts, Guid gridId, DateTimeOffset now, Guid? id = null)
    {
        Id = id ?? Guid.CreateVersion7(now);
        (GridId, CreatedAt) = (gridId, now);
        Amend(facts, gridId, now);
    }

    public Guid Id { get; private set; }

    /// <summary>统一社会信用代码, GB 32100-2015, folded and checked; null for the rare shop that has none yet.</summary>
    public string? Uscc { get; private set; }

    /// <summary>登记名称</summary>
    public string RegisteredName { get; private set; } = "";

    /// <summary>招牌名称 as set by inspector or owner; null: the registered name.</summary>
    public string? OwnSignboardName { get; private set; }

    /// <summary>The name on the signboard, which badge and token carry.</summary>
    public string SignboardName => OwnSignboardName ?? RegisteredName;

    public string Address { get; private set; } = "";

    /// <summary><see cref="ShopIdentity.Key"/> of code (or name) and address; unique in the database.</summary>
    public string IdentityKey { get; private set; } = "";

    /// <summary>Lower-case name, signboard, code, address and pinyin initials: what the search box looks in.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>Code of a <see cref="Category"/>.</summary>
    public string Category { get; private set; } = "";

    public Guid GridId { get; private set; }

    /// <summary>Responsible person and phone from the registry, sealed under the table key (columns <c>ContactName</c>, <c>ContactPhone</c>).</summary>
    public byte[]? ContactName { get; private set; }
    public byte[]? ContactPhone { get; private set; }

    /// <summary>Number of staff as the registry claims; a hint for the round, never part of coverage.</summary>
    public int? ClaimedStaff { get; private set; }
    public DateOnly? EstablishedOn { get; private set; }

    /// <summary>WGS-84 degrees.</summary>
    public double? Latitude { get; private set; }
    public double? Longitude { get; private set; }

    /// <summary>When it last moved to another place; an address that was only written wrong is no move.</summary>
    public DateTimeOffset? MovedAt { get; private set; }

    public DateOnly? ClosedOn { get; private set; }
    public string? ClosedReason { get; private set; }

    /// <summary>Found in the street by an inspector, and no supervisor has looked yet: it is visited like any other, and gets no badge.</summary>
    public bool IsProvisional { get; private set; }
    public Guid? FoundBy { get; private set; }
    public string? FoundByName { get; private set; }

    /// <summary>The registered shop that this found one turned out to be; visits that still name this one are that one's.</summary>
    public Guid? MatchedToId { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Set by the application at each change; a stale write is refused.</summary>
    public int Version { get; private set; }

    public bool IsOpen => ClosedOn is null;

    public void Amend(ShopFacts facts, Guid gridId, DateTimeOffset now)
    {
        (Uscc, RegisteredName, Address, Category) = (facts.Uscc, facts.RegisteredName, facts.Address, facts.Category);
        (ClaimedStaff, EstablishedOn, Latitude, Longitude) = (facts.ClaimedStaff, facts.EstablishedOn, facts.Latitude, facts.Longitude);
        GridId = gridId;
        Changed(now);
    }

    /// <summary>It trades at another place from now on.</summary>
    public void Move(ShopFacts facts, Guid gridId, DateTimeOffset now)
    {
        MovedAt = now;
        Amend(facts, gridId, now);
    }

    public void NameSignboard(string? name, DateTimeOffset now)
    {
        OwnSignboardName = string.IsNullOrWhiteSpace(name) || string.Equals(name.Trim(), RegisteredName, StringComparison.Ordinal) ? null : name.Trim();
        Changed(now);
    }

    public void SealContact(byte[]? name, byte[]? phone) => (ContactName, ContactPhone) = (name, phone);

    public void Close(DateOnly on, string reason, DateTimeOffset now)
    {
        (ClosedOn, ClosedReason) = (on, reason);
        Changed(now);
    }

    public void Reopen(DateTimeOffset now)
    {
        (ClosedOn, ClosedReason) = (null, null);
        Changed(now);
    }

    public void Found(Guid? by, string byName) => (IsProvisional, FoundBy, FoundByName) = (true, by, byName);

    /// <summary>A supervisor knows it as a shop of its own.</summary>
    public void Accept(DateTimeOffset now)
    {
        IsProvisional = false;
        Changed(now);
    }

    /// <summary>It is another, registered shop.</summary>
    public void Match(Guid shopId, DateOnly today, string name, DateTimeOffset now)
    {
        (IsProvisional, MatchedToId) = (false, shopId);
        Close(today, name, now);
    }

    /// <summary>It is <paramref name="known"/>, found by a laptop that couldn't know: this id leads there, and is no shop beside it.</summary>
    public void FoundAgain(Shop known, DateOnly today, DateTimeOffset now)
    {
        IdentityKey = ShopIdentity.OnlyAnId + Id.ToString("N");
        Match(known.Id, today, known.RegisteredName, now);
    }

    private void Changed(DateTimeOffset now)
    {
        // The identity that an id only leads to is the other's.
        if (!IdentityKey.StartsWith(ShopIdentity.OnlyAnId, StringComparison.Ordinal))
            IdentityKey = ShopIdentity.Key(Uscc, RegisteredName, Address);
        SearchText = ShopIdentity.SearchText(this);
        ChangedAt = now;
        Version++;
    }
}

/// <summary>What the registry says of a shop, folded and checked.</summary>
public sealed record ShopFacts(
    string? Uscc, string RegisteredName, string Address, string Category,
    int? ClaimedStaff = null, DateOnly? EstablishedOn = null, double? Latitude = null, double? Longitude = null);
