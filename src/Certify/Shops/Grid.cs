namespace Certify.Shops;

/// <summary>网格: subdistrict 街道 and community 社区, the unit that an inspector is responsible for.</summary>
public sealed class Grid
{
    public const int NameLimit = 40;

    private Grid() { }

    public Grid(string subdistrict, string community)
    {
        Id = Guid.CreateVersion7();
        (Subdistrict, Community) = (subdistrict, community);
    }

    public Guid Id { get; private set; }
    public string Subdistrict { get; private set; } = "";
    public string Community { get; private set; } = "";
    public string Name => Subdistrict + Community;
}
