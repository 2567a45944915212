using System.Security.Cryptography;

namespace Certify.Log;

/// <summary>What stands in the public log for a shop and for a visit. Both come from the master key, so that nobody else can try out which shop is which.</summary>
public sealed class LogMarks(MasterKey master)
{
    private readonly byte[] shops = master.Derive("log/shop"), salts = master.Derive("log/visit-salt");

    /// <summary>Always the same for one shop: HMAC-SHA-256 of its id, 16 bytes of it.</summary>
    public byte[] Shop(Guid id) => HMACSHA256.HashData(shops, id.ToByteArray(bigEndian: true))[..LeafText.MarkBytes];

    /// <summary>
    /// Commits us to the visit as it was recorded: SHA-256 of salt, id and content hash. An auditor who is told one visit's salt can check that visit and no other.
    /// </summary>
    public byte[] Visit(Guid id, byte[] contentHash) => SHA256.HashData([.. Salt(id), .. id.ToByteArray(bigEndian: true), .. contentHash]);

    public byte[] Salt(Guid visit) => HMACSHA256.HashData(salts, visit.ToByteArray(bigEndian: true))[..LeafText.MarkBytes];
}
