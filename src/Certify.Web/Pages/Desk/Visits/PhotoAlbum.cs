using Certify.Visits;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>A visit's photos as its pages show them. <paramref name="Shown"/> stands large on the page already.</summary>
public sealed record PhotoAlbum(Visit Visit, IReadOnlyList<AlbumPhoto> Photos, bool IsMine, Guid? Shown = null)
{
    public bool HasRoom => Photos.Count < VisitPhoto.PerVisit;
}
