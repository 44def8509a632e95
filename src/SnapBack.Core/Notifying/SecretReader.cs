using System.Text;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Platform;

namespace SnapBack.Notifying;

/// <summary>Fetches secrets at the moment they are needed.</summary>
internal sealed class SecretReader
{
    private const int MostBytes = 64 * 1024;

    private readonly Func<string, string?> _variable;

    /// <summary>Takes what knows environment variables; null for one that is not set.</summary>
    public SecretReader(Func<string, string?> variable)
    {
        _variable = variable;
    }

    /// <summary>The secret.</summary>
    /// <exception cref="DeliveryException">It can't be had.</exception>
    public string Read(Secret secret)
    {
        string text = secret.Variable is { } name
            ? _variable(name) ?? throw new DeliveryException($"the environment variable '{DisplayText.Escape(name)}' with a secret is not set", isFinal: true)
            : FirstLine(secret.File!);
        return text.Length > 0 && !text.Any(char.IsControl)
            ? text
            : throw new DeliveryException($"the secret in {Place(secret)} is empty or no line of text", isFinal: true);
    }

    /// <summary>The address.</summary>
    /// <exception cref="DeliveryException">It can't be had, or is none.</exception>
    public Uri Read(WebAddress address)
    {
        string text = address.Text ?? Read(address.Secret!);
        return WebAddress.Problem(text) is not { } problem
            ? new Uri(text, UriKind.Absolute)
            : throw new DeliveryException($"the secret in {Place(address.Secret!)} {problem}", isFinal: true);
    }

    private static string Place(Secret secret) =>
        secret.Variable is { } name ? $"the environment variable '{DisplayText.Escape(name)}'" : $"the file '{DisplayText.Escape(secret.File!)}'";

    private static string FirstLine(string file)
    {
        try
        {
            using FileStream stream = PlainFile.Open(file);
            byte[] buffer = new byte[MostBytes];
            int length = stream.ReadAtLeast(buffer, MostBytes, throwOnEndOfStream: false);
            using StreamReader reader = new(new MemoryStream(buffer, 0, length), Encoding.UTF8);
            return reader.ReadLine() ?? string.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeliveryException($"the file '{DisplayText.Escape(file)}' with a secret can't be read", isFinal: true, e);
        }
    }
}
