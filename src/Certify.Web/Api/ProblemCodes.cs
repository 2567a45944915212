namespace Certify.Web.Api;

/// <summary>A code of a problem (RFC 9457) that the interface answers with, its status, and the key of its sentence.</summary>
public sealed record ProblemCode(int Status, string Code, string Sentence);

/// <summary>Every <c>code</c> that a program may meet. A code stays what it is; new ones may come.</summary>
public static class ProblemCodes
{
    public static readonly IReadOnlyList<ProblemCode> All =
    [
        .. StatusProblems.Codes.Select(c => new ProblemCode(c.Key, c.Value, "error." + c.Key)),
        new(400, "api.malformed", "api.malformed"),
        new(400, "photos.offset_missing", "photos.offset_missing"),
        new(403, "api.cross_site", "api.cross_site"),
        new(404, "api.no_status_list", "api.no_status_list"),
        new(404, "badges.unknown", "badges.unknown"),
        new(404, "photos.not_begun", "photos.not_begun"),
        new(404, "photos.no_visit", "photos.no_visit"),
        new(404, "visits.no_shop", "visits.no_shop"),
        new(409, "attempts.conflict", "attempts.conflict"),
        new(409, "badges.coverage_short", "badges.coverage_short"),
        new(409, "badges.shop_closed", "badges.shop_closed"),
        new(409, "badges.shop_moved", "badges.shop_moved"),
        new(409, "badges.state_expired", "badges.state_expired"),
        new(409, "badges.state_revoked", "badges.state_revoked"),
        new(409, "badges.state_superseded", "badges.state_superseded"),
        new(409, "badges.state_suspended", "badges.state_suspended"),
        new(409, "badges.state_valid", "badges.state_valid"),
        new(409, "photos.conflict", "photos.conflict"),
        new(409, "photos.offset", "photos.offset"),
        new(409, "visits.conflict", "visits.conflict"),
        new(413, "api.too_large", "api.too_large"),
        new(413, "photos.piece_large", "photos.piece_large"),
        new(415, "api.json_only", "api.json_only"),
        new(415, "photos.bytes_only", "photos.bytes_only"),
        new(422, "attempts.refused", "attempts.refused"),
        new(422, "badges.reason_long", "badges.reason_long"),
        new(422, "badges.reason_missing", "badges.reason_missing"),
        new(422, "photos.hash", "photos.hash"),
        new(422, "photos.large", "photos.large"),
        new(422, "photos.long", "photos.long"),
        new(422, "photos.many", "photos.many"),
        new(422, "photos.pixels", "photos.pixels"),
        new(422, "photos.refused", "photos.refused"),
        new(422, "photos.unreadable", "photos.unreadable"),
        new(422, "photos.wont_open", "photos.wont_open"),
        new(422, "sealed.refused", "sealed.refused"),
        new(422, "sealed.wont_open", "sealed.wont_open"),
        new(422, "visits.refused", "visits.refused"),
    ];
}
