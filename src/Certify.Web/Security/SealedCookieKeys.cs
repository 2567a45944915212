using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace Certify.Web.Security;

/// <summary>The keys of session cookies lie in the data folder sealed under the master key: a copied folder signs nobody in.</summary>
public sealed class SealedCookieKeys(MasterKey master) : IConfigureOptions<KeyManagementOptions>
{
    internal const string Place = "cookie-keys";

    public void Configure(KeyManagementOptions options) => options.XmlEncryptor = new Encryptor(master);

    private sealed class Encryptor(MasterKey master) : IXmlEncryptor
    {
        public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
            new XElement("sealed", Convert.ToBase64String(Sealing.Seal(master.Derive(Place), Place, Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
            typeof(SealedCookieKeyReader));
    }
}

/// <summary>Made by ASP.NET from the type name that stands in the key file.</summary>
public sealed class SealedCookieKeyReader(IServiceProvider services) : IXmlDecryptor
{
    /// <exception cref="CryptographicException">The key was sealed under another master key.</exception>
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(Encoding.UTF8.GetString(Sealing.Open(
        services.GetRequiredService<MasterKey>().Derive(SealedCookieKeys.Place), SealedCookieKeys.Place, Convert.FromBase64String(encryptedElement.Value))));
}
