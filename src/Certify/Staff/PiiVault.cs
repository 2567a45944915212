using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Certify.Accounts;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Staff;

[Flags]
public enum Pii { Name = 1, IdNumber = 2, Phone = 4, Health = 8 }

/// <summary>
/// The only door to personal data. Sealing is free; opening a full value goes through <see cref="RevealAsync"/>, which commits the access row first
/// and opens nothing if that fails. Masked forms open without a row. Each person has a key of their own, wrapped by the master key:
/// once it is deleted nothing of the person opens anywhere, backups with this database's state included.
/// </summary>
public sealed class PiiVault(MasterKey master, TableSeal tables, IDbContextFactory<CertifyDb> dbs, CertifyClock clock)
{
    /// <summary>Persons that one reveal opens at most: a page, never a table.</summary>
    public const int PageLimit = 200;

    private readonly byte[] _wrapping = master.Derive("person-keys"), _hashing = master.Derive("person-hash");

    /// <summary>HMAC-SHA-256 of type and folded number, by which a person is found again; null for an empty number.</summary>
    public byte[]? HashOf(IdType type, string idNumber)
    {
        var folded = ResidentId.Fold(idNumber);
        return folded.Length == 0 ? null : HMACSHA256.HashData(_hashing, Encoding.UTF8.GetBytes($"{(int)type}:{folded}"));
    }

    public Person NewPerson(byte[]? idHash)
    {
        var id = Guid.CreateVersion7();
        return new Person(id, idHash, Sealing.Seal(_wrapping, Sealing.Place("Persons", "WrappedKey", id), RandomNumberGenerator.GetBytes(32)));
    }

    public void SealProfile(Person person, StaffMember staff, Profile profile)
    {
        var key = KeyOf(person);
        staff.SealProfile(profile.IdType,
            Seal(key, "Name", staff.Id, profile.Name), Seal(key, "IdNumber", staff.Id, ResidentId.Fold(profile.IdNumber)), Seal(key, "Phone", staff.Id, profile.Phone),
            tables.Seal("Staff", "Masked", staff.Id, JsonSerializer.SerializeToUtf8Bytes(profile.Mask())));
    }

    /// <summary>Deletes the person's key and what else would tell who it was; counts stay. Give every line of the person, in whatever shop.</summary>
    public void Erase(Person person, IReadOnlyCollection<StaffMember> lines, DateTimeOffset now)
    {
        person.Erase(now);
        foreach (var line in lines)
            line.Erase(tables.Seal("Staff", "Masked", line.Id, JsonSerializer.SerializeToUtf8Bytes(new MaskedProfile("", "", ""))));
    }

    public void SealHealth(Person person, StaffMember staff, HealthRecord health) =>
        staff.SealHealth(SealRecord(person, "Staff", staff.Id, health));

    /// <summary>Seals a health record for another row, e.g. a visit's snapshot, under the person's key.</summary>
    public byte[] SealRecord(Person person, string table, Guid row, HealthRecord health) =>
        Sealing.Seal(KeyOf(person), Sealing.Place(table, "Health", row), JsonSerializer.SerializeToUtf8Bytes(health));

    public MaskedProfile Masked(StaffMember staff) => Masked(staff.Id, staff.Masked);

    public MaskedProfile Masked(Guid staffId, byte[] masked) =>
        JsonSerializer.Deserialize<MaskedProfile>(tables.Open("Staff", "Masked", staffId, masked))!;

    /// <summary>Opens the asked columns of a page of people, after the access row that names them is committed. Erased people are left out.</summary>
    /// <param name="actor"></param>
    /// <param name="staffIds"></param>
    /// <param name="columns"></param>
    /// <param name="purpose">Text key under <c>purpose.</c></param>
    /// <param name="shopId"></param>
    /// <param name="cancel"></param>
    public async Task<IReadOnlyList<Revealed>> RevealAsync(Actor actor, IReadOnlyCollection<Guid> staffIds, Pii columns, string purpose, Guid? shopId = null, CancellationToken cancel = default)
    {
        if (staffIds.Count == 0)
            return [];
        if (staffIds.Count > PageLimit)
            throw new ArgumentException($"At most {PageLimit} people are opened at a time.", nameof(staffIds));
        await using var db = await dbs.CreateDbContextAsync(cancel);
        db.Access.Add(new AccessRow(actor, purpose, columns.ToString(), staffIds, shopId, clock.Now));
        await db.SaveChangesAsync(cancel);

        var rows = await (from s in db.Staff.AsNoTracking()
                          join p in db.Persons.AsNoTracking() on s.PersonId equals p.Id
                          where staffIds.Contains(s.Id) && p.WrappedKey != null
                          select new { s, p }).ToListAsync(cancel);
        return [.. rows.Select(r => Open(r.p, r.s, columns))];
    }

    /// <summary>Opens snapshots of health records that stand in another table (a visit's). The access row is committed first, as ever.</summary>
    public async Task<IReadOnlyDictionary<Guid, HealthRecord>> RevealRecordsAsync(Actor actor, string table, IReadOnlyCollection<SealedRecord> records, string purpose, Guid? shopId = null, CancellationToken cancel = default)
    {
        if (records.Count == 0)
            return new Dictionary<Guid, HealthRecord>();
        await using var db = await dbs.CreateDbContextAsync(cancel);
        db.Access.Add(new AccessRow(actor, purpose, nameof(Pii.Health), [.. records.Select(r => r.StaffId)], shopId, clock.Now));
        await db.SaveChangesAsync(cancel);
        var staffIds = records.Select(r => r.StaffId).ToList();
        var persons = await (from s in db.Staff.AsNoTracking()
                             join p in db.Persons.AsNoTracking() on s.PersonId equals p.Id
                             where staffIds.Contains(s.Id) && p.WrappedKey != null
                             select new { s.Id, p }).ToDictionaryAsync(x => x.Id, x => x.p, cancel);
        return records.Where(r => persons.ContainsKey(r.StaffId)).ToDictionary(r => r.Row, r => ReadRecord(KeyOf(persons[r.StaffId]), table, r.Row, r.Health));
    }

    /// <summary>Whether a record is still the one that was opened before, on record.</summary>
    public bool IsAsOpened(Person person, StaffMember staff, HealthRecord opened) =>
        JsonSerializer.Serialize(ReadRecord(KeyOf(person), "Staff", staff.Id, staff.Health)) == JsonSerializer.Serialize(opened);

    private Revealed Open(Person person, StaffMember s, Pii columns)
    {
        var key = KeyOf(person);
        string? Text(Pii column, byte[] box) => columns.HasFlag(column) ? Encoding.UTF8.GetString(Sealing.Open(key, Sealing.Place("Staff", column.ToString(), s.Id), box)) : null;
        return new(s.Id, Text(Pii.Name, s.Name), Text(Pii.IdNumber, s.IdNumber), Text(Pii.Phone, s.Phone),
            columns.HasFlag(Pii.Health) ? ReadRecord(key, "Staff", s.Id, s.Health) : null);
    }

    private static HealthRecord ReadRecord(byte[] key, string table, Guid row, byte[] box) =>
        JsonSerializer.Deserialize<HealthRecord>(Sealing.Open(key, Sealing.Place(table, "Health", row), box))!;

    private static byte[] Seal(byte[] key, string column, Guid row, string text) =>
        Sealing.Seal(key, Sealing.Place("Staff", column, row), Encoding.UTF8.GetBytes(text));

    private byte[] KeyOf(Person person) =>
        Sealing.Open(_wrapping, Sealing.Place("Persons", "WrappedKey", person.Id), person.WrappedKey ?? throw new InvalidOperationException("The person has been erased."));
}

/// <summary>A sealed health record in a row of another table, and whose it is.</summary>
public sealed record SealedRecord(Guid Row, Guid StaffId, byte[] Health);
