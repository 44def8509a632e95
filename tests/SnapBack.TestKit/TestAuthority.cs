using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SnapBack.TestKit;

/// <summary>An authority that only those trust who are told to, and a certificate of it for <c>localhost</c>.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _root;

    /// <summary>Makes both.</summary>
    public TestAuthority()
    {
        DateTimeOffset from = TimeProvider.System.GetUtcNow().AddDays(-1);
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest rootRequest = new("CN=SnapBack test authority", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        _root = rootRequest.CreateSelfSigned(from, from.AddDays(30));

        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 signed = request.Create(_root, from, from.AddDays(20), [1, 2, 3, 4]);
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(key);

        // A key that lives in memory alone is not taken by every system.
        Localhost = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The certificate of a server, with its key.</summary>
    public X509Certificate2 Localhost { get; }

    /// <summary>The authority's own certificate as text, as OpenSSL reads it (<c>SSL_CERT_FILE</c>).</summary>
    public string Pem => _root.ExportCertificatePem();

    /// <inheritdoc/>
    public void Dispose()
    {
        Localhost.Dispose();
        _root.Dispose();
    }
}
