using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Certify;
using Certify.Backups;
using Certify.Badges;
using Certify.Certification;
using Certify.Checklists;
using Certify.Rounds;
using Certify.Shops;
using Certify.Staff;
using Certify.Visits;
using Certify.Web;
using Certify.Web.Api;
using Certify.Web.Commands;
using Certify.Web.Pages.Badges;
using Certify.Web.Pages.Desk.Badges;
using Certify.Web.Pages.Desk.Visits;
using Certify.Web.Pages.Log;
using Certify.Web.Pages.Scan;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;

var line = CommandLine.Read(args);
if (!line.NeedsProgram)
    return await line.AnswerAsync();
var builder = WebApplication.CreateBuilder(line.HostOptions);
if (builder.AddSettings() is not { } options)
    return 1;
// Run from the build's output, not published: the browser's files still lie in the source folder.
builder.WebHost.UseStaticWebAssets();

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(s => new CertifyClock(s.GetRequiredService<TimeProvider>(), TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone)));
builder.Services.AddSingleton(s => File.Exists(options.MasterKeyFile) || !builder.Environment.IsDevelopment()
    ? MasterKey.Load(options.MasterKeyFile) : MasterKey.Create(options.MasterKeyFile));
builder.Services.AddSingleton<TableSeal>().AddSingleton<PiiVault>();
builder.Services.AddSingleton(s => new KeyStore(Path.Combine(options.DataDirectory, "keys", "signing"), s.GetRequiredService<MasterKey>(), s.GetRequiredService<TimeProvider>()));
builder.Services.AddDatabase(options);
builder.AddLog(options);
builder.Services.AddSingleton(s => s.GetRequiredService<IOptions<CertifyOptions>>().Value);
builder.Services.AddPaper(options).AddSingleton<SignRound>().AddSingleton<BadgeDecisions>().AddSingleton<LateRevocations>().AddSingleton<BadgeLog>();
builder.Services.AddSingleton<BadgeMint>().AddSingleton<PolicyBook>().AddSingleton<ShopReview>().AddSingleton<DueReviews>().AddSingleton<DueSignal>();
builder.Services.AddSingleton<VisitText>().AddSingleton<VisitShops>().AddSingleton<VisitRoster>().AddSingleton<VisitRecording>().AddSingleton<StaffFilling>();
builder.Services.AddSingleton<RoundBook>().AddSingleton<AttemptBook>().AddSingleton<RectificationBook>().AddSingleton<FoundShops>().AddSingleton<ShopAcceptance>().AddSingleton<RoundHandover>();
builder.Services.AddSingleton<ConflictBook>().AddSingleton<ChecklistEditing>().AddSingleton<PhotoBook>().AddSingleton<PhotoTransfer>().AddSingleton<RecordedVisits>().AddSingleton<PairBook>();
builder.Services.AddSingleton<VisitBox>().AddSingleton<ReceiptNote>().AddScoped<FieldPack>().AddScoped<SealedIntake>().AddScoped<SealedNotes>().AddScoped<VisitFiles>().AddSingleton<LoadedVisits>();
builder.Services.AddSingleton<ShopChanged>(s => s.GetRequiredService<ShopReview>().FollowAsync);
builder.Services.AddSingleton<ShopService>().AddImports(options);
builder.Services.AddSingleton<VisitForms>().AddScoped<ExpiredForms>().AddScoped<HoldExpiredForm>().AddScoped<ListedPeople>().AddScoped<PastVisit>().AddScoped<VisitPeople>();

builder.Services.AddPeople(options).AddTelling();
builder.AddDemo();
builder.Services.AddHealth().AddSingleton<DatabaseCopy>().AddSingleton<Backup>().AddSingleton<BackupMark>().AddSingleton<Restore>();

builder.Services.AddSingleton<Words>().AddSingleton<IStringLocalizerFactory>(s => s.GetRequiredService<Words>());
builder.Services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
builder.Services.ConfigureHttpJsonOptions(json =>
{
    json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
    json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase));
});
builder.Services.AddAuthorization(Access.Policies);
builder.Services.AddProblemDetails(StatusProblems.Configure);
builder.Services.AddPublicSide();
builder.Services.Configure<RouteOptions>(routes => routes.LowercaseUrls = true);
builder.Services.AddRazorPages(pages => Access.Apply(pages.Conventions))
    .AddDataAnnotationsLocalization(annotations => annotations.DataAnnotationLocalizerProvider = (_, factory) => factory.Create("", ""));
builder.Services.ConfigureOptions<BindingSentences>();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestLineSize = 16 * 1024;
});

var app = builder.Build();
var settings = app.Services.GetRequiredService<IOptions<CertifyOptions>>().Value;

app.UseForwardedHeaders();
app.UsePublicScheme(settings.PublicUrl);
app.UseHeaders(settings.PublicUrl.StartsWith("https:", StringComparison.Ordinal));
// A person gets a page, a program a problem (RFC 9457).
app.UseWhen(context => SignInCookie.IsProgram(context.Request), programs => programs.UseExceptionHandler().UseStatusCodePages());
app.UseWhen(context => !SignInCookie.IsProgram(context.Request), people => people.UseExceptionHandler("/error/500").UseStatusCodePagesWithReExecute("/error/{0}"));
app.UseScan();
app.UsePublicFiles();
app.UseRouting();
app.UseCors();
app.UseRateLimiter();
app.UseAuthentication();
app.UseRequestLocalization(Languages.Options());
app.Use(next => context => HoldExpiredForm.BeforeSignInAsync(context, next));
app.UseAuthorization();
app.MapPublicSide();
app.MapLog();
app.MapRazorPages();
app.MapHealth();
app.MapVisits();
app.MapAttempts();
app.MapSealedVisits();
app.MapPhotos();
app.MapField();
app.MapBadges();
app.MapBadgeFiles();
app.MapLivePicture();

return await line.RunAsync(app);

public partial class Program;
