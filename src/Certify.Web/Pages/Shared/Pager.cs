namespace Certify.Web.Pages.Shared;

/// <summary>Where a long list stands. A page number that is out of range is drawn to the nearest one.</summary>
public sealed class Pager(int page, int size, int rows)
{
    public static readonly Pager None = new(1, 1, 0);

    public int Rows => rows;
    public int Pages { get; } = Math.Max(1, (rows + size - 1) / size);
    public int Page => Math.Clamp(page, 1, Pages);
    public int Skip => (Page - 1) * size;
}
