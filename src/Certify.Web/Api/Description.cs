using System.Text.Json.Nodes;
using Certify.Badges.Status;
using Certify.Visits;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Certify.Web.Api;

/// <summary>The description of the interface at <c>/openapi/v1.json</c>: what the endpoints say of themselves, and what they can't say, bodies read by hand and examples.</summary>
public static class Description
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, context, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Certify",
                Version = "v1",
                Description = "Badges of fully vaccinated premises: checking them, and the work of the bureau that issues them. Times are RFC 3339, days ISO 8601, "
                    + "errors RFC 9457 problems with a stable `code`. A breaking change is a new version in the path.",
            };
            ListCodes(document);
            document.Servers = [new OpenApiServer { Url = context.ApplicationServices.GetRequiredService<IOptions<CertifyOptions>>().Value.PublicUrl }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(TellAsync);
    }

    private static async Task TellAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var path = "/" + context.Description.RelativePath?.TrimStart('/');
        if (path.StartsWith("/api/v1/verify", StringComparison.Ordinal))
        {
            Tell(operation, "token", "The token as the QR code's address has it after /V/; lower case is read too. May be left out when `text` is given.", "2KCE3IQBEYCERIP3MI2NMUSK…");
            Tell(operation, "text", "What was scanned, e.g. the whole address.", "HTTPS://CERTIFY.EXAMPLE/V/2KCE3IQBEYCERIP3MI2NMUSK…");
            Answers(operation, "200", Examples.Verified);
        }
        else if (path == "/.well-known/jwks.json")
        {
            Answers(operation, "200", Examples.Keys, "application/jwk-set+json");
        }
        else if (path.StartsWith("/.well-known/badge-status/", StringComparison.Ordinal))
        {
            Tell(operation, "number", "The token's status index ÷ 131,072.", "0");
            Answers(operation, "200", Examples.StatusList, StatusList.MediaType);
        }
        else if (path == "/api/v1/visits")
        {
            operation.RequestBody = Body(await context.GetOrCreateSchemaAsync(typeof(VisitSubmission), null, cancel), Examples.Visit);
            Answers(operation, "201", Examples.Receipt);
        }
        else if (path == "/api/v1/attempts")
        {
            operation.RequestBody = Body(await context.GetOrCreateSchemaAsync(typeof(AttemptsApi.Body), null, cancel), Examples.Attempt);
        }
        else if (path.EndsWith("/photos/{photo}", StringComparison.Ordinal))
        {
            Tell(operation, "photo", "UUIDv7, made by the client.", "0198b8a4-5f00-7000-8000-0000000000f1");
            if (context.Description.HttpMethod == HttpMethods.Put)
                operation.RequestBody = Body(await context.GetOrCreateSchemaAsync(typeof(PhotosApi.Body), null, cancel), Examples.Photo);
            else if (context.Description.HttpMethod == HttpMethods.Patch)
                operation.RequestBody = PhotosApi.Piece;
        }
        else if (path.StartsWith("/api/v1/badges/", StringComparison.Ordinal))
        {
            Tell(operation, "number", "The whole number, its check part included.", "HYGX-2021-000531-7K3Q");
            operation.RequestBody = Body(await context.GetOrCreateSchemaAsync(typeof(BadgesApi.Decision), null, cancel), Examples.Decision);
        }
    }

    /// <summary>Every problem carries one of these codes.</summary>
    private static void ListCodes(OpenApiDocument document)
    {
        if (document.Components?.Schemas is not { } schemas || !schemas.TryGetValue("ProblemDetails", out var found) || found is not OpenApiSchema problem)
            return;
        problem.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        problem.Properties["code"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = "Stable, for programs; new ones may come.",
            Enum = [.. ProblemCodes.All.Select(c => (JsonNode)c.Code)],
        };
    }

    private static OpenApiRequestBody Body(OpenApiSchema schema, string example) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new() { Schema = schema, Example = JsonNode.Parse(example) } },
    };

    private static void Answers(OpenApiOperation operation, string status, string example, string type = "application/json")
    {
        if (operation.Responses?.GetValueOrDefault(status) is OpenApiResponse { Content: { } content } && content.TryGetValue(type, out var json))
            json.Example = JsonNode.Parse(example);
    }

    private static void Tell(OpenApiOperation operation, string name, string description, string example)
    {
        if (operation.Parameters?.FirstOrDefault(p => p.Name == name) is not OpenApiParameter parameter)
            return;
        parameter.Description = description;
        parameter.Example = example;
    }
}
