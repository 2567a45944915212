using Certify.Accounts;
using Certify.Appeals;
using Certify.Badges;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Appeals;

/// <summary>What owners and supervisors do with an appeal.</summary>
internal static class AppealSteps
{
    internal const string Other = "second-supervisor", Reasons = "登记台账齐全，当日有记录", Decision = "经查台账属实，原决定依据不足";

    internal static async Task<Certify.Shops.Shop> OwnedAsync(CertifyApp app, string name = "湘味土菜馆")
    {
        var shop = await app.Given.AShop(name);
        await app.Given.AnOwner(Roles.Owner, shop);
        return shop;
    }

    internal static Task<Result<Appeal>?> FileAsync(CertifyApp app, Badge badge, string text) =>
        app.WithAsync<AppealBook, Result<Appeal>?>(b => b.FileAsync(badge.ShopId, badge.Number, text, new Actor(Guid.CreateVersion7(), "owner", Roles.Owner)));

    internal static Task<Result<Appeal>?> DecideAsync(CertifyApp app, Appeal appeal, bool uphold, Actor by) =>
        app.WithAsync<AppealBook, Result<Appeal>?>(b => b.DecideAsync(appeal.Id, uphold, Decision, by));

    internal static Task<Page> DecideAsync(Visitor visitor, Page page, bool uphold) =>
        visitor.SubmitAsync(page, new(StringComparer.Ordinal) { ["Input.Uphold"] = uphold ? "true" : "false", ["Input.Text"] = Decision });
}
