using Certify.Shops;

namespace Certify.Tests.Rules;

public sealed class ShopLikenessTests
{
    private const string Code = "92430499MAQMDPGT2E", OtherCode = "92430499MABBXE0L7D";

    [Theory]
    [InlineData("湘味土菜馆", "湘味土菜馆", 100)]
    [InlineData("湘味土菜馆", "湘味菜馆", 88)]
    [InlineData("ＡＢ（衡阳）", "ab衡阳", 100)]
    [InlineData("好好小吃", "好吃小店", 75)]
    [InlineData("湘味土菜馆", "万家福超市", 0)]
    [InlineData("", "", 0)]
    public void Shared_counts_common_characters(string one, string other, int percent) => Assert.Equal(percent, ShopLikeness.Shared(one, other));

    [Theory]
    [InlineData(Code, "别的名字", "别处1号", LikeReason.Code)]
    [InlineData(OtherCode, "湘味土菜馆", "解放大道9号", null)]
    [InlineData(null, "别的名字", "解放大道 9 号", LikeReason.Address)]
    [InlineData(null, "湘味饭店", "衡阳市高新区解放大道9号2楼", LikeReason.Door)]
    [InlineData(null, "万家福超市", "解放大道9号2楼", null)]
    // 30 percent behind one door is enough, 28 is not; by the name alone 71 is, 66 is not.
    [InlineData(null, "湘味甲乙丙丁戊己", "解放大道9号2楼", LikeReason.Door)]
    [InlineData(null, "湘味甲乙丙丁戊己庚", "解放大道9号2楼", null)]
    [InlineData(null, "湘味土菜馆甲乙丙丁", "蔡伦路1号", LikeReason.Name)]
    [InlineData(null, "湘味土菜馆甲乙丙丁戊", "蔡伦路1号", null)]
    [InlineData(null, "湘味土菜馆（分店）", "蔡伦路1号", LikeReason.Name)]
    [InlineData(null, "湘味饭店", "解放大道10号", null)]
    public void Of_gives_the_surest_reason_or_none(string? uscc, string name, string address, LikeReason? expected) =>
        Assert.Equal(expected, ShopLikeness.Of(uscc, name, address, new Shop(new ShopFacts(Code, "湘味土菜馆", "解放大道9号", "catering"), Guid.Empty, DateTimeOffset.UnixEpoch)));
}
