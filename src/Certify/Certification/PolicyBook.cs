using Certify.Accounts;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>The policies, by version. The latest confirmed one is in force; where none is yet, version 1 holds the programme's defaults.</summary>
public sealed class PolicyBook(CertifyClock clock)
{
    /// <summary>The policy in force. The very first asker adds version 1 to the context; it is saved with the caller's change.</summary>
    public async Task<CertificationPolicy> InForceAsync(CertifyDb db, CancellationToken cancel = default)
    {
        // One intention works under one policy: what it has read or made already is asked first.
        var policy = db.Policies.Local.Where(p => p.ConfirmedAt is not null).MaxBy(p => p.Version)
            ?? await db.Policies.Where(p => p.ConfirmedAt != null).OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancel);
        if (policy is not null)
            return policy;
        var now = clock.Now;
        policy = new CertificationPolicy(1, new PolicyTerms(), Actor.System.Name, now);
        policy.Confirm(Actor.System.Name, now);
        db.Policies.Add(policy);
        db.Audit.Add(new AuditRow(Actor.System, "policy.confirmed", "policy", null, "1", null, now));
        return policy;
    }

    /// <summary>The terms in force, for a page that only reads.</summary>
    public static async Task<PolicyTerms> TermsAsync(CertifyDb db, CancellationToken cancel = default) =>
        (await db.Policies.AsNoTracking().Where(p => p.ConfirmedAt != null).OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancel))?.Terms ?? new PolicyTerms();
}
