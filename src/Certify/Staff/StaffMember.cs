namespace Certify.Staff;

/// <summary>A natural person, known only by a keyed hash of the ID number. Holds the key under which all that is known of the person is sealed: without it, nothing opens.</summary>
public sealed class Person
{
    private Person() { }

    internal Person(Guid id, byte[]? idHash, byte[] wrappedKey) => (Id, IdHash, WrappedKey) = (id, idHash, wrappedKey);

    public Guid Id { get; private set; }

    /// <summary>HMAC-SHA-256 of type and normalised number; null where a visit was kept without a number.</summary>
    public byte[]? IdHash { get; private set; }
    public byte[]? WrappedKey { get; private set; }
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>A person kept without a number showed it at last.</summary>
    public void Identify(byte[] idHash) => IdHash ??= idHash;

    /// <summary>The number was written down wrong: from now on the person is found by another one, or by none.</summary>
    public void Renumber(byte[]? idHash) => IdHash = idHash;

    public void Erase(DateTimeOffset now) => (WrappedKey, IdHash, ErasedAt) = (null, null, now);
}

public enum IdType { ResidentId, Passport, Other }

/// <summary>Who said so last. What an owner enters counts against a badge at once, for it only once an officer confirmed it.</summary>
public enum StaffSource { Visit, Owner, Import }

/// <summary>从业人员: a person working at a shop between two dates. Everything personal is sealed; only what coverage needs is plain.</summary>
public sealed class StaffMember
{
    public const int NameLimit = 60, IdNumberLimit = 30, PhoneLimit = 20, PositionLimit = 30;

    private StaffMember() { }

    public StaffMember(Guid shopId, Person person, StaffSource source, DateOnly since, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (ShopId, PersonId, Source, Since, ChangedAt) = (shopId, person.Id, source, since, now);
    }

    public Guid Id { get; private set; }
    public Guid ShopId { get; private set; }
    public Guid PersonId { get; private set; }
    public StaffSource Source { get; private set; }
    public DateOnly Since { get; private set; }
    public DateOnly? LeftOn { get; private set; }

    /// <summary>True once an officer has seen proof at a visit of what is recorded now.</summary>
    public bool Confirmed { get; private set; }

    /// <summary>Vaccinated under the policy in force when last judged; an unconfirmed person never is.</summary>
    public bool Vaccinated { get; private set; }

    /// <summary>Last day for which <see cref="Vaccinated"/> holds, where it rests on an exemption that ends; null: until something is changed.</summary>
    public DateOnly? VerdictUntil { get; private set; }

    public string Position { get; private set; } = "";
    public IdType IdType { get; private set; }

    /// <summary>Sealed under the person's key, table <c>Staff</c>, column by these names.</summary>
    public byte[] Name { get; private set; } = [];
    public byte[] IdNumber { get; private set; } = [];
    public byte[] Phone { get; private set; } = [];

    /// <summary><see cref="HealthRecord"/>: doses, exemption, reason.</summary>
    public byte[] Health { get; private set; } = [];

    /// <summary>Masked name, ID number and phone, sealed under the table key: what lists show.</summary>
    public byte[] Masked { get; private set; } = [];

    public DateTimeOffset ChangedAt { get; private set; }

    public bool WorksOn(DateOnly day) => Since <= day && (LeftOn is null || LeftOn > day);

    /// <summary>Counts as vaccinated on that day.</summary>
    public bool VaccinatedOn(DateOnly day) => Vaccinated && !(VerdictUntil < day);

    internal void SealProfile(IdType idType, byte[] name, byte[] idNumber, byte[] phone, byte[] masked) =>
        (IdType, Name, IdNumber, Phone, Masked) = (idType, name, idNumber, phone, masked);

    /// <summary>The person is erased: the key is gone, and with it all that is sealed under it; what a table key would still open goes too.</summary>
    internal void Erase(byte[] nothing) => (Name, IdNumber, Phone, Health, Masked) = ([], [], [], [], nothing);

    internal void SealHealth(byte[] health) => Health = health;

    public void Place(string position) => Position = position;

    /// <summary>An officer saw the proof: the verdict counts from then on. <paramref name="visitedAt"/>, not the arrival, decides what is newer.</summary>
    public void Confirm(bool vaccinated, DateTimeOffset visitedAt, DateOnly? until = null) =>
        (Source, Confirmed, Vaccinated, VerdictUntil, LeftOn, ChangedAt) = (StaffSource.Visit, true, vaccinated, until, null, visitedAt);

    /// <summary>Another policy, or another day, judges what is recorded anew. A claim that no officer confirmed never counts.</summary>
    public void Judge(bool vaccinated, DateOnly? until = null) => (Vaccinated, VerdictUntil) = (Confirmed && vaccinated, until);

    /// <summary>An officer put the record right: the verdict follows, and whoever had opened it before must look again.</summary>
    public void Correct(bool vaccinated, DateOnly? until, DateTimeOffset now)
    {
        Judge(vaccinated, until);
        ChangedAt = now;
    }

    /// <summary>Somebody else changed what is recorded: it counts against the badge until an officer confirms it.</summary>
    public void Claim(StaffSource source, DateTimeOffset now) =>
        (Source, Confirmed, Vaccinated, VerdictUntil, ChangedAt) = (source, false, false, null, now);

    public void Leave(DateOnly on, DateTimeOffset now) => (LeftOn, ChangedAt) = (on, now);

    public void Return(DateTimeOffset now) => (LeftOn, ChangedAt) = (null, now);
}
