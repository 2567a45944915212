using Certify.Accounts;

namespace Certify.Demo;

/// <summary>The people who work with the demo district. Six of them can sign in; the other inspectors have no password.</summary>
public sealed class DemoAccounts(UserAccounts users, OwnAccount own, Invitations invitations)
{
    public const string Password = "certify-demo";

    /// <summary>User name, display name, roles of those who can sign in, as the sign-in page shows them; the owner is invited.</summary>
    public static readonly IReadOnlyList<(string UserName, string DisplayName, string Role)> SignedUp =
    [
        ("inspector", "王立新", Roles.Inspector), ("supervisor", "刘正华", Roles.Supervisor), ("dispatcher", "陈小兰", Roles.Dispatcher),
        ("admin", "周志明", Roles.Admin), ("auditor", "何静", Roles.Auditor),
    ];

    public const string Owner = "owner";

    /// <summary>The other supervisor, without a password: decides what the first one may not, and the other way round.</summary>
    public const string Deputy = "huang.qiming";

    private static readonly (string UserName, string DisplayName)[] Inspectors =
        [("zhao.lei", "赵磊"), ("peng.fang", "彭芳"), ("xiao.jun", "肖军"), ("tan.qing", "谭青"), ("deng.kai", "邓凯"), ("luo.min", "罗敏")];

    /// <summary>Makes all but the owner; the answer is each person as the services want to know them, by user name.</summary>
    public async Task<IReadOnlyDictionary<string, Actor>> MakeAsync(CancellationToken cancel)
    {
        var people = new Dictionary<string, Actor>(StringComparer.Ordinal);
        foreach (var (userName, displayName, role) in SignedUp)
            people[userName] = await AddAsync(userName, displayName, role, Password, cancel);
        foreach (var (userName, displayName) in Inspectors)
            people[userName] = await AddAsync(userName, displayName, Roles.Inspector, null, cancel);
        people[Deputy] = await AddAsync(Deputy, "黄启明", Roles.Supervisor, null, cancel);
        return people;
    }

    /// <summary>The largest grids first: two to each inspector, in turn.</summary>
    public async Task<IReadOnlyDictionary<Guid, Actor>> ShareGridsAsync(IReadOnlyList<Guid> grids, IReadOnlyDictionary<string, Actor> people, CancellationToken cancel)
    {
        var inspectors = people.Values.Where(p => p.Role == Roles.Inspector).ToList();
        var holders = grids.Select((grid, i) => (grid, Actor: inspectors[i % inspectors.Count])).ToList();
        foreach (var held in holders.GroupBy(h => h.Actor))
            await users.AssignGridsAsync(held.Key.UserId!.Value, [.. held.Select(h => h.grid)], people["admin"], cancel);
        return holders.ToDictionary(h => h.grid, h => h.Actor);
    }

    /// <summary>The owner takes up the invitations to these shops.</summary>
    public async Task<Actor> InviteOwnerAsync(IReadOnlyList<Guid> shops, Actor by, CancellationToken cancel)
    {
        var code = await invitations.CreateAsync(shops[0], by, cancel);
        var owner = new Actor(Done(await invitations.AcceptAsync(code!, Owner, Password, cancel)), Owner, Roles.Owner);
        foreach (var shop in shops.Skip(1))
            await invitations.AddShopAsync((await invitations.CreateAsync(shop, by, cancel))!, owner, cancel);
        return owner;
    }

    private async Task<Actor> AddAsync(string userName, string displayName, string role, string? password, CancellationToken cancel)
    {
        var account = Done(await users.AddAsync(userName, displayName, [role], Actor.System, cancel));
        if (password is not null)
            Done(await own.RedeemAsync(account.Code, password, cancel));
        return new Actor(account.UserId, displayName, role);
    }

    private static T Done<T>(Result<T>? result) =>
        result is { Ok: true } done ? done.Value! : throw new InvalidOperationException($"The demo district can't be made: {result?.Refusal?.Code ?? "nothing there"}");
}
