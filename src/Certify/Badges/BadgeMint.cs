using System.Security.Cryptography;
using Certify.Accounts;
using Certify.Badges.Status;
using Certify.Data;
using Certify.Shops;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges;

/// <summary>Makes badges, and only for a visit that earned one: nobody issues one by hand.</summary>
public sealed class BadgeMint(KeyStore keys, BadgeLog log, CertifyOptions options, CertifyClock clock)
{
    /// <summary>
    /// Adds a badge and the leaf that logs it to the context, lets the shop's last one point to it, and writes the audit rows; the caller saves.
    /// Number, place in the log, status index and the one live badge a shop are decided by unique indexes: run it in an <see cref="Intention"/>.
    /// </summary>
    /// <param name="db"></param>
    /// <param name="shop"></param>
    /// <param name="visit">The visit that earned it.</param>
    /// <param name="last">The shop's last badge, tracked, live or not; null: it has had none.</param>
    /// <param name="policyVersion"></param>
    /// <param name="validDays">Days from the day of issue to the last valid day.</param>
    /// <param name="actor"></param>
    /// <param name="cancel"></param>
    public async Task<Badge> MintAsync(CertifyDb db, Shop shop, Visit visit, Badge? last, int policyVersion, int validDays, Actor actor, CancellationToken cancel = default)
    {
        var now = clock.Now;
        var id = Guid.CreateVersion7(now);
        if (last?.Supersede(id, now).Ok == true)
            db.Audit.Add(new AuditRow(actor, "badge.superseded", "badge", last.Id, last.Number, null, now));

        var today = clock.Today;
        var until = today.AddDays(validDays);
        var term = new BadgeTerm(now, today, until, clock.EndOf(until));
        var text = new BadgeText(shop.SignboardName, shop.RegisteredName, shop.Address);
        var number = BadgeNumber.Draw(options.BadgePrefix, today.Year, await NextAsync(db, today.Year, cancel)).ToString();
        var badge = new Badge(id, shop.Id, visit.Id, number, text, term, Sign(text, term, await StatusIndexes.DrawAsync(db, cancel)), policyVersion);
        db.Badges.Add(badge);
        await log.IssuedAsync(db, badge, visit, cancel);
        // Whoever marks the key after this look logs the mark, in a place behind the one that was looked up just now: one of the two begins again, and if it is
        // that one, it finds this badge. A look before the place is not enough: a badge of a marked key, logged behind the mark, would be forged for ever.
        if (!keys.MaySign(badge.Kid))
            throw new DbUpdateConcurrencyException("the signing key was marked as compromised meanwhile");
        db.Audit.Add(new AuditRow(actor, "badge.issued", "badge", badge.Id, badge.Number, shop.SignboardName, now));
        return badge;
    }

    private SignedToken Sign(BadgeText text, BadgeTerm term, int index)
    {
        var key = keys.Active;
        var cti = RandomNumberGenerator.GetBytes(TokenClaims.IdBytes);
        var token = BadgeToken.Sign(new TokenClaims(options.Host, term.IssuedAt, term.ExpiresAt, cti,
            TokenClaims.Fit(text.SignboardName, TokenClaims.MaxNameBytes), TokenClaims.Fit(text.Address, TokenClaims.MaxAddressBytes), index), key);
        return new SignedToken(token, BadgeToken.Hash(token), cti, key.Kid, index);
    }

    private static async Task<int> NextAsync(CertifyDb db, int year, CancellationToken cancel)
    {
        if (await db.BadgeCounters.FindAsync([year], cancel) is { } counter)
            return counter.Next();
        db.Add(counter = new BadgeCounter(year));
        return counter.Next();
    }
}
