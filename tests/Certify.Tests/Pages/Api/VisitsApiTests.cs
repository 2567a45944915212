using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Certify.Accounts;
using Certify.Shops;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Api;

public sealed class VisitsApiTests
{
    [Fact]
    public async Task Post_new_visit_is_201_and_again_is_200_with_the_same_receipt()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var body = Body(await app.Given.AShop());

        var first = await Send(inspector, body);
        var again = await Send(inspector, body.Replace("14:00:03", "14:07:00", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        var receipt = await first.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("certified", receipt.GetProperty("outcome").GetString());
        Assert.Equal((1, 1), (receipt.GetProperty("coverage").GetProperty("vaccinated").GetInt32(), receipt.GetProperty("coverage").GetProperty("staff").GetInt32()));
        Assert.StartsWith("https://certify.example/b/HYGX-2021-000001-", receipt.GetProperty("badge").GetProperty("url").GetString());
        Assert.StartsWith("HTTPS://CERTIFY.EXAMPLE/V/", receipt.GetProperty("badge").GetProperty("verifyUrl").GetString());
        Assert.Empty(receipt.GetProperty("missing").EnumerateArray());
    }

    [Theory]
    [InlineData("zh-CN", "第 1 行的人员未完成全程接种；8月21日起可接种下一剂，以接种点意见为准。")]
    [InlineData("en", "The person in row 1 is not fully vaccinated; the next dose is possible from 21 Aug, as the site advises.")]
    public async Task Post_short_course_says_what_is_missing_in_the_readers_language(string language, string sentence)
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector, language: language);
        var body = Body(await app.Given.AShop()).Replace("2021-05-06", "2021-07-20", StringComparison.Ordinal).Replace("2021-06-01", "2021-07-31", StringComparison.Ordinal);

        var receipt = await (await Send(inspector, body)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal("notCertified", receipt.GetProperty("outcome").GetString());
        Assert.Equal(JsonValueKind.Null, receipt.GetProperty("badge").ValueKind);
        Assert.Equal(sentence, receipt.GetProperty("missing")[0].GetString());
    }

    [Fact]
    public async Task Post_other_content_under_the_id_is_409()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var body = Body(await app.Given.AShop());
        await Send(inspector, body);

        var answer = await Send(inspector, body.Replace("陈桂英", "陈桂花", StringComparison.Ordinal));

        await AssertProblem(answer, HttpStatusCode.Conflict, "visits.conflict");
    }

    [Fact]
    public async Task Post_code_of_two_shops_is_422()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var shop = await app.Given.AShop(uscc: "92430499MAQMDPGT2E");
        await app.Given.AShop("湘味土菜馆二店", uscc: "92430499MAQMDPGT2E");

        var answer = await Send(inspector, Body(shop).Replace($"\"shopId\": \"{shop.Id}\"", "\"uscc\": \"92430499MAQMDPGT2E\"", StringComparison.Ordinal));

        var problem = await AssertProblem(answer, HttpStatusCode.UnprocessableEntity, "visits.refused");
        Assert.Contains("多家在营场所", problem.GetProperty("errors").GetProperty("uscc").GetString());
    }

    [Fact]
    public async Task Post_signed_out_is_401()
    {
        await using var app = new CertifyApp();

        var answer = await Send(app.Anonymous(), Body(await app.Given.AShop()));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory, InlineData(Roles.Supervisor), InlineData(Roles.Dispatcher), InlineData(Roles.Owner), InlineData(Roles.Admin), InlineData(Roles.Auditor)]
    public async Task Post_as_anyone_but_an_inspector_is_403(string role)
    {
        await using var app = new CertifyApp();
        var visitor = await app.SignInAsync(role);

        Assert.Equal(HttpStatusCode.Forbidden, (await Send(visitor, Body(await app.Given.AShop()))).StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Post_from_another_site_is_403_and_records_nothing(string header, string value)
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var request = Request(Body(await app.Given.AShop()));
        request.Headers.Add(header, value);

        await AssertProblem(await inspector.Client.SendAsync(request), HttpStatusCode.Forbidden, "api.cross_site");
        Assert.Equal(0, await app.ReadAsync(db => db.Visits.CountAsync()));
    }

    [Fact]
    public async Task Post_unknown_shop_is_404()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var shop = await app.Given.AShop();

        var answer = await Send(inspector, Body(shop).Replace(shop.Id.ToString(), Guid.CreateVersion7().ToString(), StringComparison.Ordinal));

        await AssertProblem(answer, HttpStatusCode.NotFound, "visits.no_shop");
    }

    [Fact]
    public async Task Post_form_instead_of_json_is_415()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);

        var answer = await inspector.Client.PostAsync("/api/v1/visits", new StringContent(Body(await app.Given.AShop()), Encoding.UTF8, "text/plain"));

        await AssertProblem(answer, HttpStatusCode.UnsupportedMediaType, "api.json_only");
    }

    [Fact]
    public async Task Post_huge_body_is_413()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);

        await AssertProblem(await Send(inspector, "{\"note\": \"" + new string('a', 1_100_000) + "\"}"), HttpStatusCode.RequestEntityTooLarge, "api.too_large");
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("{\"id\": 1e999999}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("[]", HttpStatusCode.UnprocessableEntity)]
    [InlineData("null", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"staff\": [null], \"measures\": []}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"staff\": [{\"doses\": [null], \"name\": \"\\ud800\"}], \"measures\": {\"masks\": \"yes\"}}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"id\": true, \"startedAt\": \"yesterday\", \"finishedAt\": \"0001-01-01T00:00:00Z\", \"sentAt\": 5, \"staff\": {}, \"note\": {}}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", HttpStatusCode.BadRequest)]
    public async Task Post_nonsense_is_refused_with_its_fields_and_never_an_error_of_ours(string body, HttpStatusCode status)
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);

        var answer = await Send(inspector, body);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Post_wrong_values_names_each_field()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var body = Body(await app.Given.AShop()).Replace("\"2021-06-01\"", "\"1 June\"", StringComparison.Ordinal)
            .Replace("\"healthCode\"", "\"oath\"", StringComparison.Ordinal).Replace("\"masks\": true", "\"masks\": 1", StringComparison.Ordinal);

        var errors = (await AssertProblem(await Send(inspector, body), HttpStatusCode.UnprocessableEntity, "visits.refused")).GetProperty("errors");

        Assert.Equal(["measures.masks", "staff[0].doses[0].proof", "staff[0].doses[1].on", "staff[0].doses[1].proof"], errors.EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.Equal("应为 2021-08-09 形式的日期。", errors.GetProperty("staff[0].doses[1].on").GetString());
    }

    private static async Task<JsonElement> AssertProblem(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }

    private static Task<HttpResponseMessage> Send(Visitor visitor, string body) => visitor.Client.SendAsync(Request(body));

    private static HttpRequestMessage Request(string body) =>
        new(HttpMethod.Post, "/api/v1/visits") { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static string Body(Shop shop) => $$"""
        {
          "id": "{{Guid.CreateVersion7()}}", "shopId": "{{shop.Id}}",
          "startedAt": "2021-08-09T13:55:00+08:00", "finishedAt": "2021-08-09T14:00:00+08:00", "sentAt": "2021-08-09T14:00:03+08:00",
          "companion": "李某", "supersedes": null,
          "staff": [{
            "name": "陈桂英", "idType": "residentId", "idNumber": "{{IdNumbers.Next()}}", "phone": "19000005423", "position": "店长", "status": "working",
            "doses": [
              { "vaccine": "SINOVAC", "number": 1, "on": "2021-05-06", "siteName": "高新区接种点", "proof": "healthCode" },
              { "vaccine": "SINOVAC", "number": 2, "on": "2021-06-01", "siteName": null, "proof": "healthCode" }],
            "exemption": null, "reason": null
          }],
          "measures": { "realName": true, "masks": true, "temperature": true, "codes": true, "ventilation": true, "disinfection": true },
          "checklistVersion": 1, "note": "门口已张贴场所码"
        }
        """;
}
