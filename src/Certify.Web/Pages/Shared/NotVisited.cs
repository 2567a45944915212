using System.Text.Json;
using Certify.Visits;

namespace Certify.Web.Pages.Shared;

/// <summary>The shop at whose door no visit came of it.</summary>
public sealed record NotVisited(Guid ShopId, string Name)
{
    /// <summary>As the API and the browser's code write it.</summary>
    public static string NameOf(AttemptKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
