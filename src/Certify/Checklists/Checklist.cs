namespace Certify.Checklists;

/// <summary>检查清单: what is checked at one kind of place. Keys are stable; what stands on a list is its versions' (<see cref="ChecklistVersion"/>).</summary>
public sealed record Checklist(string Key, string NameZh, string NameEn)
{
    public const string Shop = "shop";

    public static readonly IReadOnlyList<Checklist> All =
    [
        new(Shop, "一般经营场所", "Shops"),
        new("station", "车站", "Stations"),
        new("hotel", "宾馆酒店", "Hotels"),
        new("market", "商场超市", "Shopping centres and supermarkets"),
        new("wetMarket", "农贸市场", "Wet markets"),
        new("school", "学校", "Schools"),
    ];

    public ChecklistText Name => new(NameZh, NameEn);

    public static Checklist? Find(string key) => All.FirstOrDefault(c => c.Key == key);

    /// <summary>The list that a category uses until a supervisor chooses another.</summary>
    public static string DefaultOf(string category) => category switch
    {
        "station" => "station",
        "hotel" => "hotel",
        "supermarket" => "market",
        "market" => "wetMarket",
        "school" => "school",
        _ => Shop,
    };
}

/// <summary>A text in both languages.</summary>
public sealed record ChecklistText(string Zh, string En);

/// <summary>One measure 防控措施 on a list.</summary>
/// <param name="Key">camelCase, the same however it is reworded, on whichever list it stands.</param>
/// <param name="Zh"></param>
/// <param name="En"></param>
/// <param name="Required">A badge needs it, and it is ordered put right where it fails; else it is advice 建议项.</param>
public sealed record ChecklistItem(string Key, string Zh, string En, bool Required)
{
    public const int TextLimit = 80;

    public ChecklistText Text => new(Zh, En);
}

/// <summary>
/// What stood on one list from a time on. Never edited: a change is a new version. Numbers run through all lists, so that a number alone says which list
/// and which version a visit was made with; 1 is the list of shops as it was in the beginning.
/// </summary>
public sealed class ChecklistVersion
{
    public const int First = 1, ItemsLimit = 30, NameLimit = 20;

    private ChecklistVersion() { }

    /// <param name="number"></param>
    /// <param name="checklist">Key of a <see cref="Checklists.Checklist"/>.</param>
    /// <param name="items">In the order in which they are read out.</param>
    /// <param name="by">Empty: it came with the program.</param>
    /// <param name="now"></param>
    public ChecklistVersion(int number, string checklist, IReadOnlyList<ChecklistItem> items, string by, DateTimeOffset now) =>
        (Number, Checklist, Items, PublishedBy, PublishedAt) = (number, checklist, items, by, now);

    public int Number { get; private set; }
    public string Checklist { get; private set; } = "";
    public IReadOnlyList<ChecklistItem> Items { get; private set; } = [];
    public string PublishedBy { get; private set; } = "";

    /// <summary>In force from here on, until the list's next version.</summary>
    public DateTimeOffset PublishedAt { get; private set; }

    public Checklist Kind => Checklists.Checklist.Find(Checklist)!;

    public ChecklistItem? Find(string key) => Items.FirstOrDefault(i => i.Key == key);

    /// <summary>These are its items, all and no other.</summary>
    public bool Names(IReadOnlyCollection<string> keys) => keys.Count == Items.Count && Items.All(i => keys.Contains(i.Key, StringComparer.Ordinal));
}

/// <summary>From a time on, shops of a category are inspected by a list. Rows are only added: the latest decides, the earlier ones tell what was asked when.</summary>
public sealed class ChecklistUse
{
    private ChecklistUse() { }

    public ChecklistUse(string category, string checklist, string by, DateTimeOffset now) =>
        (Category, Checklist, By, From) = (category, checklist, by, now);

    public int Id { get; private set; }
    public string Category { get; private set; } = "";
    public string Checklist { get; private set; } = "";
    public string By { get; private set; } = "";
    public DateTimeOffset From { get; private set; }
}
