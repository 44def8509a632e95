namespace SnapBack.TestKit;

/// <summary>rsync as an oracle that this project did not write.</summary>
public static class Rsync
{
    /// <summary>
    /// All in which two trees differ (content by checksum, times, modes, owners, hard links, ACLs, extended attributes, missing and surplus
    /// entries), one itemized line each; empty when they are equal. Paths over 4,095 bytes are beyond rsync: see <see cref="TreeListing"/>.
    /// </summary>
    /// <param name="source">One tree.</param>
    /// <param name="destination">The other.</param>
    /// <param name="exclude">rsync filter patterns left out on both sides; <c>/.snapback</c>, the program's own folder, always is.</param>
    public static string[] Differences(string source, string destination, params string[] exclude)
    {
        Require.Program("rsync");
        string[] options = ["-aHAX", "--checksum", "-n", "--delete", "--itemize-changes", "--exclude=/.snapback", .. exclude.Select(pattern => $"--exclude={pattern}")];
        return Shell.Run("rsync", [.. options, source.TrimEnd('/') + "/", destination.TrimEnd('/') + "/"]).MustSucceed().Lines;
    }
}
