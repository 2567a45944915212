using Certify.Shops;

namespace Certify.Tests.Rules;

public sealed class StreetAddressTests
{
    [Theory]
    [InlineData("衡阳市高新区解放大道9号", "衡阳市高新区解放大道", 9, 0, 0, "")]
    [InlineData("解放大道２１２号2楼", "解放大道", 212, 0, 0, "2楼")]
    [InlineData("延安路60号附5号", "延安路", 60, 0, 5, "")]
    [InlineData("延安路60号附五号", "延安路", 60, 0, 5, "")]
    [InlineData("光辉街12-3号", "光辉街", 12, 0, 3, "")]
    [InlineData("光辉街甲12号", "光辉街", 12, 1, 0, "")]
    [InlineData("光辉街12号乙", "光辉街", 12, 2, 0, "")]
    [InlineData("光辉街12丙号103室", "光辉街", 12, 3, 0, "103室")]
    [InlineData("解放大道附1号", "解放大道", int.MaxValue, 0, 1, "")]
    [InlineData("祝融路一百二十号", "祝融路", 120, 0, 0, "")]
    [InlineData("五一路十号", "五一路", 10, 0, 0, "")]
    [InlineData("祝融路 一二〇 号", "祝融路", 120, 0, 0, "")]
    [InlineData("天台路与衡州大道交汇处", "天台路与衡州大道交汇处", int.MaxValue, 0, 0, "")]
    [InlineData("长丰大道99999999999号", "长丰大道", int.MaxValue - 1, 0, 0, "")]
    [InlineData("", "", int.MaxValue, 0, 0, "")]
    public void Of_reads_street_door_part_and_what_is_attached(string address, string street, int door, int part, int attached, string rest) =>
        Assert.Equal(new StreetAddress(street, door, part, attached, rest), StreetAddress.Of(address));

    [Fact]
    public void Addresses_stand_in_the_order_of_the_street()
    {
        string[] walked = ["祝融路1号", "解放大道9号", "解放大道10号", "解放大道12号", "解放大道12号3楼", "解放大道12号10楼", "解放大道12号附1号", "解放大道12-3号", "解放大道12-10号", "解放大道甲12号", "解放大道100号", "解放大道附1号"];

        Assert.Equal(walked, walked.Reverse().OrderBy(StreetAddress.Of, StreetAddress.Walked));
    }
}
