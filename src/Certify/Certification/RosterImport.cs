using System.Text.Json;
using Certify.Accounts;
using Certify.Data;
using Certify.Shops;
using Certify.Shops.Import;
using Certify.Staff;
using Certify.Staff.Import;
using Certify.Tables;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// Rows of a roster into the staff of many shops. What an import says counts for a badge only once an officer has confirmed it; a person whom an officer
/// has confirmed, or recorded as left, stays as recorded. Opening what is known of others, to see whether a row changes it, is on record like any reveal.
/// </summary>
public sealed class RosterImport(PiiVault vault, ShopReview review, CertifyClock clock) : RowImport
{
    public override ImportKind Kind => ImportKind.Staff;
    public override IReadOnlyList<ImportColumn> Columns => RosterColumns.All;

    public override async Task<IReadOnlyList<StagedRow>> JudgeAsync(CertifyDb db, Actor actor, ImportSettings settings, SeenRows seen, IReadOnlyList<TableRow> rows, CancellationToken cancel)
    {
        var shops = await RosterShops.FindAsync(db, settings.Columns, rows, cancel);
        var reader = new RosterRowReader(settings.Columns, clock.Today);
        var read = new List<(TableRow Row, Shop? Shop, RosterRow? Person, RowNotes Notes)>(rows.Count);
        foreach (var row in rows)
        {
            var notes = new RowNotes();
            var shop = shops.Find(row, notes);
            read.Add((row, shop, reader.Read(row, shop?.Id, notes), notes));
        }
        var known = await KnownAsync(db, [.. read.Select(one => one.Person).OfType<RosterRow>()], cancel);
        var opened = await OpenAsync(actor, [.. known.Values.SelectMany(staff => staff).Where(staff => staff is { Confirmed: false, LeftOn: null }).Select(staff => staff.Id).Distinct()], cancel);
        return [.. read.Select(one =>
        {
            var title = $"{Masking.Name(CellReader.Line(settings.Columns.Cell(one.Row, RosterColumns.Name)))} · {one.Shop?.SignboardName ?? CellReader.Line(settings.Columns.Cell(one.Row, RosterColumns.Shop))}";
            var verdict = one.Person is null ? RowVerdict.Wrong : Judge(one.Person, one.Row.Number, known, opened, seen, one.Notes);
            return new StagedRow(one.Row.Number, one.Row.Cells, title, verdict, one.Notes.All, one.Person is null ? null : JsonSerializer.Serialize(one.Person));
        })];
    }

    public override async Task WriteAsync(CertifyDb db, Actor actor, IReadOnlyList<StagedRow> rows, DateTimeOffset now, CancellationToken cancel)
    {
        var people = rows.Select(row => JsonSerializer.Deserialize<RosterRow>(row.Value!)!).ToList();
        var hashes = people.Select(HashOf).ToList();
        var persons = (await db.Persons.Where(person => hashes.Contains(person.IdHash!)).ToListAsync(cancel)).ToDictionary(person => Convert.ToHexString(person.IdHash!), StringComparer.Ordinal);
        var ids = persons.Values.Select(person => person.Id).ToList();
        var staff = await db.Staff.Where(member => ids.Contains(member.PersonId)).ToListAsync(cancel);
        for (var i = 0; i < people.Count; i++)
        {
            var key = Convert.ToHexString(hashes[i]);
            if (!persons.TryGetValue(key, out var person)) db.Add(person = persons[key] = vault.NewPerson(hashes[i]));
            var member = staff.Find(member => member.PersonId == person.Id && member.ShopId == people[i].ShopId);
            // Confirmed or gone since the row was judged: what an officer says stands.
            if (member is { Confirmed: true } or { LeftOn: not null }) continue;
            if (member is null)
            {
                db.Add(member = new StaffMember(people[i].ShopId, person, StaffSource.Import, clock.Today, now));
                staff.Add(member);
            }
            vault.SealProfile(person, member, people[i].Profile);
            vault.SealHealth(person, member, people[i].Health);
            member.Place(people[i].Position);
            member.Claim(StaffSource.Import, now);
        }
        foreach (var shopId in people.Select(person => person.ShopId).Distinct()) await review.ReviewAsync(db, shopId, actor, cancel: cancel);
    }

    private RowVerdict Judge(RosterRow row, int number, Dictionary<string, List<StaffMember>> known, IReadOnlyDictionary<Guid, Revealed> opened, SeenRows seen, RowNotes notes)
    {
        var key = Convert.ToHexString(HashOf(row));
        if (seen.FirstWith($"{key}@{row.ShopId:N}", number) is { } first)
        {
            notes.AddWarning(RosterColumns.IdNumber, "import.note_person_double", Text(first));
            return RowVerdict.Double;
        }
        var everywhere = known.GetValueOrDefault(key) ?? [];
        if (everywhere.Exists(member => member.ShopId != row.ShopId && member.WorksOn(clock.Today))) notes.AddWarning(RosterColumns.IdNumber, "import.note_person_elsewhere");
        else if (seen.FirstWith(key, number) is { } other) notes.AddWarning(RosterColumns.IdNumber, "import.note_person_elsewhere_in_file", Text(other));
        if (everywhere.Find(member => member.ShopId == row.ShopId) is not { } here) return RowVerdict.New;
        if (here.LeftOn is { } left)
        {
            notes.AddWarning(RosterColumns.Name, "import.note_person_left", left.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            return RowVerdict.Unchanged;
        }
        return here.Confirmed || (opened.TryGetValue(here.Id, out var before) && Same(row, here, before)) ? RowVerdict.Unchanged : RowVerdict.Changed;
    }

    private static bool Same(RosterRow row, StaffMember here, Revealed before) =>
        before.Name == row.Name && before.Phone == row.Phone && here.Position == row.Position && here.IdType == row.IdType
        && before.Health is { } health && health.Reason == row.Reason && health.Doses.SequenceEqual(row.Health.Doses);

    private async Task<Dictionary<string, List<StaffMember>>> KnownAsync(CertifyDb db, IReadOnlyList<RosterRow> rows, CancellationToken cancel)
    {
        var hashes = rows.Select(HashOf).ToList();
        var known = await (from member in db.Staff.AsNoTracking()
                           join person in db.Persons.AsNoTracking() on member.PersonId equals person.Id
                           where hashes.Contains(person.IdHash!)
                           select new { member, person.IdHash }).ToListAsync(cancel);
        return known.GroupBy(one => Convert.ToHexString(one.IdHash!), one => one.member, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.ToList(), StringComparer.Ordinal);
    }

    private async Task<Dictionary<Guid, Revealed>> OpenAsync(Actor actor, IReadOnlyList<Guid> staffIds, CancellationToken cancel)
    {
        var opened = new Dictionary<Guid, Revealed>();
        foreach (var page in staffIds.Chunk(PiiVault.PageLimit))
            foreach (var revealed in await vault.RevealAsync(actor, page, Pii.Name | Pii.Phone | Pii.Health, "import", cancel: cancel)) opened[revealed.StaffId] = revealed;
        return opened;
    }

    private byte[] HashOf(RosterRow row) => vault.HashOf(row.IdType, row.IdNumber)!;

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
