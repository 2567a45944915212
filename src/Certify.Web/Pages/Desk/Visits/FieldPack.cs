using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Certify.Accounts;
using Certify.Badges;
using Certify.Checklists;
using Certify.Data;
using Certify.Rounds;
using Certify.Shops;
using Certify.Staff;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>
/// What an inspector's laptop takes along: the shops of the own grids and where they stand, the round, and who works there. Full names and doses for the shops
/// of today's round, on record; masked names for the others; never an ID number or a phone in full.
/// </summary>
public sealed class FieldPack(CertifyDb db, RoundBook rounds, PiiVault vault, CertifyClock clock, Words words)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <param name="TakenAt"></param>
    /// <param name="Shops"></param>
    /// <param name="Lists">The checklists in force, by number.</param>
    /// <param name="Kinds">The number of each category's list, so that a shop that is found is visited by its own.</param>
    /// <param name="Grids">The own ones.</param>
    public sealed record Pack(DateTimeOffset TakenAt, IReadOnlyList<PackShop> Shops, IReadOnlyDictionary<int, PackList> Lists, IReadOnlyDictionary<string, int> Kinds, IReadOnlyList<PackGrid> Grids);

    public sealed record PackGrid(Guid Id, string Name);

    /// <param name="Name">The list's name and number, as the visit page shows them.</param>
    /// <param name="Items"></param>
    public sealed record PackList(string Name, IReadOnlyList<PackMeasure> Items);

    public sealed record PackMeasure(string Key, string Text, bool Required);

    /// <param name="Id"></param>
    /// <param name="Name">Signboard name.</param>
    /// <param name="Address"></param>
    /// <param name="Search">What is searched: names, address, code, pinyin initials, folded.</param>
    /// <param name="Line">Address, category, grid and code, as the visit page shows them.</param>
    /// <param name="State">Text of where it stands.</param>
    /// <param name="Tone">Colour of the state: good, warn, bad.</param>
    /// <param name="Place">Its place in the round, from 1; null: not in it.</param>
    /// <param name="Rank">How urgent its reason is (<see cref="StopReason"/>): among equals the nearer one may come first.</param>
    /// <param name="At">Latitude and longitude in degrees of WGS-84, to about a metre, where they are known.</param>
    /// <param name="Why">Why it is in the round.</param>
    /// <param name="Last">The last visit, in words.</param>
    /// <param name="Orders">Measures that are to be put right, each with its day.</param>
    /// <param name="List">Number of the checklist by which it is visited.</param>
    /// <param name="People"></param>
    /// <param name="NoSlip">A full visit earns no badge yet: nobody has confirmed the shop, or a supervisor's suspension stands. No interim slip then.</param>
    /// <param name="Badge"></param>
    /// <param name="Grid">Its place among the grids, from 0.</param>
    /// <param name="Code"></param>
    /// <param name="Registered">The registered name; null: the signboard says the same.</param>
    public sealed record PackShop(Guid Id, string Name, string Address, string Search, string Line, int List, string State, string? Tone, int? Place, int? Rank, double[]? At, string? Why, string? Last, IReadOnlyList<PackOrder>? Orders, IReadOnlyList<PackPerson>? People, bool NoSlip, PackBadge? Badge, int Grid, string? Code, string? Registered);

    /// <summary>A measure that is to be put right, with its day, in words.</summary>
    public sealed record PackOrder(Guid Id, string Text);

    /// <summary>The live badge, by which a scan finds its shop: its number is typed, its status index stands in the code.</summary>
    public sealed record PackBadge(string Number, int Index);

    /// <summary>A row of the visit page. <paramref name="Cells"/> are the row's cells as they are typed; null: the record is not in this pack and stays as it is.</summary>
    public sealed record PackPerson(Guid Id, string Name, string Number, string Phone, bool HasNumber, bool Stood, bool Claimed, long Seen, string Position, PackCells? Cells);

    public sealed record PackCells(string? Vaccine, string? Dose1, string? Dose2, string? Dose3, DoseProof Proof, string? Exemption, string? ExemptUntil, string? Reason);

    /// <summary>The pack as JSON, compressed (gzip): so it is sent, and so it is kept.</summary>
    public async Task<byte[]> TakeAsync(System.Security.Claims.ClaimsPrincipal user, CancellationToken cancel)
    {
        var packed = new MemoryStream();
        await using (var zip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var grids = await GridsAsync(user.Id(), cancel);
            var lists = await ChecklistBook.InForceAsync(db, Category.All.Select(c => c.Code), cancel);
            var shops = await ShopsAsync(user, [.. grids.Select(g => g.Id)], lists, cancel);
            await JsonSerializer.SerializeAsync(zip, new Pack(clock.Now, shops, lists.Values.DistinctBy(l => l.Number).ToDictionary(l => l.Number, Packed), lists.ToDictionary(l => l.Key, l => l.Value.Number, StringComparer.Ordinal), grids), Form, cancel);
        }
        return packed.ToArray();
    }

    private async Task<IReadOnlyList<PackGrid>> GridsAsync(Guid me, CancellationToken cancel) =>
        [.. (await db.Grids.AsNoTracking().Where(g => db.GridHolders.Any(h => h.UserId == me && h.GridId == g.Id)).ToListAsync(cancel)).Select(g => new PackGrid(g.Id, g.Name)).OrderBy(g => g.Name, StringComparer.Ordinal)];

    private async Task<IReadOnlyList<PackShop>> ShopsAsync(System.Security.Claims.ClaimsPrincipal user, List<Guid> grids, IReadOnlyDictionary<string, ChecklistVersion> lists, CancellationToken cancel)
    {
        var round = (await rounds.OrderedRoundAsync(user.Id(), cancel)).Select((stop, i) => (stop, i)).ToDictionary(x => x.stop.ShopId, x => (x.stop, Place: x.i + 1));
        var own = db.ShopsOf(user).Where(s => s.ClosedOn == null);
        var shops = await (from s in own
                           join g in db.Grids on s.GridId equals g.Id
                           join st in db.Standings on s.Id equals st.ShopId into some
                           from st in some.DefaultIfEmpty()
                           select new { Shop = s, Grid = g.Subdistrict + g.Community, Standing = st }).AsNoTracking().ToListAsync(cancel);
        var orders = (await db.Rectifications.AsNoTracking().Where(r => r.DoneAt == null && own.Any(s => s.Id == r.ShopId)).ToListAsync(cancel)).ToLookup(r => r.ShopId);
        var badges = await db.Badges.AsNoTracking().Where(b => (b.State == BadgeState.Valid || b.State == BadgeState.Suspended) && own.Any(s => s.Id == b.ShopId))
            .Select(b => new { b.ShopId, b.Number, b.StatusIndex }).ToDictionaryAsync(b => b.ShopId, b => new PackBadge(b.Number, b.StatusIndex), cancel);
        var people = await PeopleAsync(own, round.Where(r => r.Value.Place <= RoundBook.Today).Select(r => r.Key).ToHashSet(), user.Actor(), cancel);
        return [.. shops.Select(s =>
        {
            var stop = round.GetValueOrDefault(s.Shop.Id);
            var (state, tone) = StateOf(s.Standing);
            var last = s.Standing?.LastVisitedAt is { } at ? words["visits.last", words.ShortDay(clock.DayOf(at)), s.Standing.Vaccinated, s.Standing.Staff] : null;
            return new PackShop(s.Shop.Id, s.Shop.SignboardName, s.Shop.Address, s.Shop.SearchText, $"{s.Shop.Address} · {Words.CategoryNameOf(s.Shop.Category)} · {s.Grid}{(s.Shop.Uscc is { } code ? " · " + code : "")}", lists[s.Shop.Category].Number,
                state, tone, stop.stop is null ? null : stop.Place, (int?)stop.stop?.Reason, s.Shop is { Latitude: { } latitude, Longitude: { } longitude } ? [Math.Round(latitude, 5), Math.Round(longitude, 5)] : null, stop.stop is null ? null : words[stop.stop.Why, stop.stop.On], last,
                orders.Contains(s.Shop.Id) ? [.. orders[s.Shop.Id].OrderBy(o => o.DueOn).Select(o => new PackOrder(o.Id, words["visits.needed_measure", o.Text, o.DueOn]))] : null, people.Contains(s.Shop.Id) ? [.. people[s.Shop.Id]] : null,
                s.Shop.IsProvisional || s.Standing is { BadgeState: BadgeState.Suspended, BadgeCause: SuspensionCause.Supervisor },
                badges.GetValueOrDefault(s.Shop.Id), Math.Max(0, grids.IndexOf(s.Shop.GridId)), s.Shop.Uscc, s.Shop.OwnSignboardName is null ? null : s.Shop.RegisteredName);
        }).OrderBy(s => s.Place ?? int.MaxValue).ThenBy(s => StreetAddress.Of(s.Address), StreetAddress.Walked)];
    }

    private PackList Packed(ChecklistVersion list) =>
        new(words["visits.list", list.Kind.Name, list.Number], [.. list.Items.Select(i => new PackMeasure(i.Key, Words.Of(i.Text), i.Required))]);

    private (string State, string? Tone) StateOf(Certification.Standing? standing) => standing switch
    {
        null or { LastVisitedAt: null } => (words["shops.state_unvisited"], null),
        { BadgeState: BadgeState.Valid } when standing.BadgeUntil >= clock.Today => (words["shops.state_certified"], "good"),
        { BadgeState: BadgeState.Suspended } => (words["shops.state_suspended"], "warn"),
        _ => (words["shops.state_uncertified"], "warn"),
    };

    private async Task<ILookup<Guid, PackPerson>> PeopleAsync(IQueryable<Shop> own, HashSet<Guid> named, Actor actor, CancellationToken cancel)
    {
        var today = clock.Today;
        var rows = await (from s in db.Staff.AsNoTracking()
                          join p in db.Persons.AsNoTracking() on s.PersonId equals p.Id
                          where own.Any(o => o.Id == s.ShopId) && p.WrappedKey != null && s.Since <= today && (s.LeftOn == null || s.LeftOn > today)
                          orderby s.Since, s.Id
                          select new { Staff = s, HasNumber = p.IdHash != null }).ToListAsync(cancel);
        var opened = new Dictionary<Guid, Revealed>();
        foreach (var page in rows.Where(r => named.Contains(r.Staff.ShopId)).Select(r => r.Staff.Id).Chunk(PiiVault.PageLimit))
            foreach (var person in await vault.RevealAsync(actor, page, Pii.Name | Pii.Health, "field_pack", cancel: cancel))
                opened[person.StaffId] = person;
        return rows.ToLookup(r => r.Staff.ShopId, r => Packed(r.Staff, r.HasNumber, opened.GetValueOrDefault(r.Staff.Id), today));
    }

    private PackPerson Packed(StaffMember staff, bool hasNumber, Revealed? opened, DateOnly today)
    {
        var masked = vault.Masked(staff);
        var row = opened is null ? null : ListedPeople.RowOf(opened.Health!, today);
        return new(staff.Id, opened?.Name ?? masked.Name, masked.IdNumber, masked.Phone, hasNumber, staff is { Confirmed: true } && staff.VaccinatedOn(today), !staff.Confirmed, staff.ChangedAt.UtcTicks, staff.Position,
            row is null ? null : new(row.Vaccine, row.Dose1, row.Dose2, row.Dose3, row.Proof, row.Exemption, row.ExemptUntil, row.Reason));
    }
}
