using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Documents;

/// <summary>A copy of the checkout without what builds left there, as a reader has it after cloning.</summary>
internal sealed class CheckoutCopy : IDisposable
{
    private readonly TempFolder _temp = new();

    public CheckoutCopy()
    {
        foreach (string file in Checkout.Files())
        {
            string target = _temp.At("checkout", file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using FileStream from = File.OpenRead(Checkout.At(file));
            using FileStream to = new(target, FileMode.CreateNew, FileAccess.Write);
            from.CopyTo(to);
        }
    }

    /// <summary>
    /// Runs a script in the copy, stopping at the first command that fails. <c>snapback</c> is the program that was built with the tests; its exit
    /// codes under 8 are success. Home and state folders are the copy's own, and so is root's catalog.
    /// </summary>
    public ShellResult Run(string script)
    {
        Dictionary<string, string?> environment = new()
        {
            ["PATH"] = $"{AppContext.BaseDirectory.TrimEnd('/')}:{Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = _temp.Folder("home"),
            ["XDG_STATE_HOME"] = _temp.Folder("home", "state"),
            ["NUGET_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Join(Environment.GetEnvironmentVariable("HOME"), ".nuget", "packages"),
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            // A build server that outlives the script would hold files of the copy, and this test.
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
        };
        string file = _temp.File("script.sh", Prelude + script);
        string[] shell = ["sh", file];
        string[] command = Environment.IsPrivilegedProcess ? ["unshare", "--mount", "sh", "-c", OwnState, "sh", .. shell] : shell;
        return Shell.Run(command[0], command[1..], _temp.At("checkout"), environment, timeout: TimeSpan.FromMinutes(10));
    }

    public void Dispose() => _temp.Dispose();

    private const string Prelude =
        """
        set -e
        snapback() { code=0; command snapback "$@" || code=$?; [ "$code" -lt 8 ]; }
        dotnet() { code=0; command dotnet "$@" || code=$?; if [ "$1" = run ]; then [ "$code" -lt 8 ]; else return "$code"; fi; }

        """;

    // In a mount namespace of its own, so that root's catalog is not the machine's, and nothing is left behind.
    private const string OwnState = "mount -t tmpfs snapback-test /var/lib && exec \"$@\"";
}
