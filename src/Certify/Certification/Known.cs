using Certify.Staff;
using Certify.Visits;

namespace Certify.Certification;

/// <summary>What was opened of known people before the visit's transaction began.</summary>
public sealed class Opened
{
    private readonly Dictionary<Guid, (Revealed Revealed, DateTimeOffset ChangedAt)> _people = [];

    public void Add(Revealed revealed, DateTimeOffset changedAt) => _people[revealed.StaffId] = (revealed, changedAt);

    public Revealed? Find(Guid staffId) => _people.TryGetValue(staffId, out var found) ? found.Revealed : null;

    /// <summary>Somebody changed a record after it was opened: what was read is no longer what would be kept.</summary>
    public bool IsStale(IReadOnlyDictionary<Guid, StaffMember> now) =>
        _people.Any(p => now.TryGetValue(p.Key, out var staff) && staff.ChangedAt != p.Value.ChangedAt);
}

/// <param name="Person">Null: nobody of that number is known.</param>
/// <param name="Staff">Null: not on this shop's roster yet.</param>
/// <param name="Replaced">A line kept without a number that turned out to be this person's second one.</param>
public sealed record Match(Person? Person, StaffMember? Staff, StaffMember? Replaced = null);

/// <summary>Who the lines of a visit are. A person is one line of a shop's roster, however often typed.</summary>
public sealed class Known
{
    public Known(IReadOnlyList<SubmittedStaff> lines, IReadOnlyList<byte[]?> hashes, IReadOnlyList<Person> persons, IReadOnlyDictionary<Guid, StaffMember> staff)
    {
        (Hashes, Staff) = (hashes, staff);
        var errors = new List<FieldRefusal>();
        Matches = [.. lines.Select((line, i) => Find(line, hashes[i], i, persons, errors))];
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Matches.Count; i++)
        {
            var who = Matches[i].Staff?.Id.ToString() ?? Matches[i].Person?.Id.ToString() ?? (hashes[i] is { } hash ? Convert.ToHexString(hash) : null);
            if (who is not null && !seen.TryAdd(who, i))
                errors.Add(new($"staff[{i}].{(lines[i].StaffId is null ? "idNumber" : "staffId")}", new("visits.person_twice", seen[who] + 1)));
        }
        Errors = errors;
    }

    public IReadOnlyList<byte[]?> Hashes { get; }
    public IReadOnlyDictionary<Guid, StaffMember> Staff { get; }
    public IReadOnlyList<Match> Matches { get; }
    public IReadOnlyList<FieldRefusal> Errors { get; }

    private Match Find(SubmittedStaff line, byte[]? hash, int index, IReadOnlyList<Person> persons, List<FieldRefusal> errors)
    {
        var byHash = hash is null ? null : persons.FirstOrDefault(p => p.IdHash?.AsSpan().SequenceEqual(hash) == true);
        var here = byHash is null ? null : Staff.Values.FirstOrDefault(s => s.PersonId == byHash.Id);
        if (line.StaffId is not { } staffId)
            return new(byHash, here);
        var person = Staff.TryGetValue(staffId, out var staff) ? persons.FirstOrDefault(p => p.Id == staff.PersonId) : null;
        if (person?.WrappedKey is null)
        {
            errors.Add(new($"staff[{index}].staffId", new("visits.staff_unknown")));
            return new(null, null);
        }
        if (hash is null || person == byHash || (person.IdHash is null && byHash is null))
            return new(person, staff);
        if (person.IdHash is null)
            return new(byHash, here, staff);
        errors.Add(new($"staff[{index}].idNumber", new("visits.id_differs")));
        return new(person, staff);
    }
}
