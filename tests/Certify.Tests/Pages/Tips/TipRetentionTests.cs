using Certify.Accounts;
using Certify.Tests.Support;
using Certify.Tips;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Tips;

/// <summary>What was told goes when its days are over.</summary>
public sealed class TipRetentionTests
{
    private const string Told = "后厨的老周没打疫苗";

    [Fact]
    public async Task Erase_takes_words_and_photo_at_once_and_leaves_the_rest()
    {
        await using var app = new CertifyApp();
        var tip = await app.Given.ATip(await app.Given.ABadge(), Told, photo: PhotoFiles.Png());
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/tips/{tip}"), [], "form[action$='handler=Erase']");

        Assert.Contains("反映内容和照片已于 2021年8月9日 14:00 清除", page.Text);
        Assert.DoesNotContain(Told, page.Html);
        Assert.Equal(0, await app.ReadAsync(db => db.TipPhotos.CountAsync()));
        Assert.Null(await app.ReadAsync(db => db.Tips.Select(t => t.Words).SingleAsync()));
        Assert.Equal("tips.erased_already", (await app.WithAsync<TipDesk, Result?>(d => d.EraseAsync(tip, Actor.System)))!.Refusal?.Code);
    }

    [Fact]
    public async Task Words_and_photos_go_when_their_days_are_over_closed_or_not()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var (closed, open) = (await app.Given.ATip(badge, "甲", photo: PhotoFiles.Png()), await app.Given.ATip(badge, "乙"));
        await app.WithAsync<TipDesk, Result?>(d => d.CloseAsync(closed, TipResult.Fine, null, null, Actor.System));
        Task<int> Expire() => app.WithAsync<TipRetention, int>(r => r.ExpireAsync());

        app.Time.Advance(TimeSpan.FromDays(Tip.KeptDays));
        Assert.Equal(0, await Expire());
        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await Expire());
        Assert.Equal(0, await app.ReadAsync(db => db.TipPhotos.CountAsync()));
        app.Time.Advance(TimeSpan.FromDays(Tip.OpenDays - Tip.KeptDays));
        Assert.Equal((1, 0), (await Expire(), await Expire()));

        Assert.All(await app.ReadAsync(db => db.Tips.ToListAsync()), t => Assert.Null(t.Words));
        Assert.Equal((TipResult.Fine, TipResult.Lapsed), (await ResultAsync(app, closed), await ResultAsync(app, open)));
        Assert.Contains("超期未办", (await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/tips?closed=true")).Text);
    }

    [Fact]
    public async Task Words_go_when_the_programme_has_been_over_for_its_kept_days()
    {
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal) { ["Certify:ProgrammeEndedOn"] = "2021-08-01", ["Certify:RetentionDays"] = "9" });
        await app.Given.ATip(await app.Given.ABadge(), Told);

        Assert.Equal(0, await app.WithAsync<TipRetention, int>(r => r.ExpireAsync()));
        app.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, await app.WithAsync<TipRetention, int>(r => r.ExpireAsync()));
    }

    private static Task<TipResult?> ResultAsync(CertifyApp app, Guid tip) => app.ReadAsync(db => db.Tips.Where(t => t.Id == tip).Select(t => t.Result).SingleAsync());
}
