using Certify.Badges;

namespace Certify.Tests.Rules;

public sealed class BadgeNumberTests
{
    [Theory]
    [InlineData("HYGX-2021-000531-7K3Q")]
    [InlineData("hygx-2021-000531-7k3q")]
    [InlineData(" HYGX 2021 000531 7K3Q ")]
    [InlineData("HYGX20210005317K3Q")]
    [InlineData("ＨＹＧＸ－２０２１－０００５３１－７Ｋ３Ｑ")]
    [InlineData("HYGX—2O2I–OOO53L-7K3Q")]
    public void TryParse_number_as_people_type_it_is_read(string typed)
    {
        Assert.True(BadgeNumber.TryParse(typed, out var number));
        Assert.Equal("HYGX-2021-000531-7K3Q", number.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("HYGX-2021-000531")]
    [InlineData("HYGX-2021-000531-7K3")]
    [InlineData("HYGX-2021-000531-7K3U")]
    [InlineData("2021-000531-7K3Q")]
    [InlineData("HYGX-2021-000531-7K3Q-1")]
    [InlineData("湘味土菜馆")]
    public void TryParse_anything_else_is_no_number(string? typed) => Assert.False(BadgeNumber.TryParse(typed, out _));

    [Fact]
    public void TryParse_check_part_folds_letters_that_look_like_digits()
    {
        Assert.True(BadgeNumber.TryParse("HYGX-2021-000531-ILO0", out var number));
        Assert.Equal("1100", number.Check);
    }

    [Fact]
    public void Draw_has_no_letter_that_is_misread()
    {
        for (var i = 0; i < 500; i++)
        {
            var drawn = BadgeNumber.Draw("HYGX", 2021, 1_234_567);
            Assert.Equal(-1, drawn.Check.AsSpan().IndexOfAny("ILOU"));
            Assert.True(BadgeNumber.TryParse(drawn.ToString(), out var read));
            Assert.Equal(drawn, read);
        }
    }
}
