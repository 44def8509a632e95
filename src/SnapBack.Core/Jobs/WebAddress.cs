namespace SnapBack.Jobs;

/// <summary>An address of the web (http or https), as it stands in the job file or as a secret. Immutable.</summary>
/// <param name="Text">The address; null when it is a secret.</param>
/// <param name="Secret">Where it is to be had; null when it is no secret.</param>
public sealed record WebAddress(string? Text, Secret? Secret)
{
    /// <summary>What is wrong with an address, as the end of a sentence that does not repeat it; null when it may be used.</summary>
    public static string? Problem(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.Host.Length == 0)
        {
            return "must be an address that begins with https:// or http://";
        }

        return uri.UserInfo.Length > 0 ? "must not hold a user name or a password: they would not be sent" : null;
    }
}
