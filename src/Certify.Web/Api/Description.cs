using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Certify.Web.Api;

/// <summary>The description of the interface at <c>/openapi/v1.json</c>.</summary>
public static class Description
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, context, _) =>
    {
        document.Info = new OpenApiInfo
        {
            Title = "Certify",
            Version = "v1",
            Description = "Badges of fully vaccinated premises: checking them, and the work of the bureau that issues them. Times are RFC 3339, days ISO 8601, "
                + "errors RFC 9457 problems with a stable `code`. A breaking change is a new version in the path.",
        };
        document.Servers = [new OpenApiServer { Url = context.ApplicationServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<CertifyOptions>>().Value.PublicUrl }];
        return Task.CompletedTask;
    });

    /// <summary>Examples for the check of a badge.</summary>
    public static Task VerifyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        Describe(operation, "token", "The token as the QR code's address has it after /V/; lower case is read too. May be left out when `text` is given.", "2KCE3IQBEYCERIP3MI2NMUSK…");
        Describe(operation, "text", "What was scanned, e.g. the whole address.", "HTTPS://CERTIFY.EXAMPLE/V/2KCE3IQBEYCERIP3MI2NMUSK…");
        if (operation.Responses?.GetValueOrDefault("200") is OpenApiResponse { Content: { } content } && content.TryGetValue("application/json", out var json))
            json.Example = JsonNode.Parse("""
                {
                  "status": "valid", "reason": null, "checkedAt": "2021-08-09T06:05:00+00:00", "asOf": "2021-08-09T06:05:00+00:00",
                  "issuer": "certify.example", "kid": "a1fb6234d6524a85",
                  "badge": {
                    "number": "HYGX-2021-000531-7K3Q", "shopName": "湘味土菜馆", "registeredName": "衡阳高新区湘味土菜馆", "address": "衡阳市高新区解放大道18号",
                    "issuedOn": "2021-08-09", "validUntil": "2021-11-07", "policy": 1
                  }
                }
                """);
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiOperation operation, string name, string description, string example)
    {
        if (operation.Parameters?.FirstOrDefault(p => p.Name == name) is not OpenApiParameter parameter)
            return;
        parameter.Description = description;
        parameter.Example = example;
    }
}
