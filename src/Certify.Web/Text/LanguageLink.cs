using Microsoft.AspNetCore.Http.Extensions;

namespace Certify.Web.Text;

/// <summary>Links that carry the language along, since public pages set no cookie.</summary>
public static class LanguageLink
{
    public static string Other => Words.IsEnglish ? Words.Chinese : Words.English;

    /// <summary><c>?lang=…</c> where the current request asked for a language by name, else nothing.</summary>
    public static string Keep(HttpContext context) =>
        context.Request.Query.ContainsKey("lang") ? "?lang=" + (Words.IsEnglish ? Words.English : Words.Chinese) : "";

    /// <summary>The same page in the other language.</summary>
    public static string Switch(HttpContext context) => Here(context, new() { { "lang", Other } });

    /// <summary>This very page, without a language named: where a signed-in person comes back to after choosing one.</summary>
    public static string Same(HttpContext context) => Here(context, []);

    private static string Here(HttpContext context, QueryBuilder more)
    {
        var query = new QueryBuilder(context.Request.Query.Where(q => q.Key != "lang").SelectMany(q => q.Value, (q, v) => KeyValuePair.Create(q.Key, v ?? "")).Concat(more));
        return context.Request.PathBase + context.Request.Path + query.ToQueryString();
    }
}
