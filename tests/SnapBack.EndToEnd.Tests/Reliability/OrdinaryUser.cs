using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>Runs the program as a user without any rights. Needs root.</summary>
internal static class OrdinaryUser
{
    private const string Nobody = "65534";

    // Program and .NET may lie where only root can go: in a mount namespace of its own they are shown in the bed, and nothing is left behind.
    private const string Script =
        """
        mount --bind "$1" "$3/app" && mount --bind "$2" "$3/dotnet" || exit 99
        bed=$3
        shift 5
        exec setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all "$bed/dotnet/dotnet" "$bed/app/snapback.dll" "$@"
        """;

    /// <summary>The command to run the program under.</summary>
    public static string[] Of(BackupBed bed)
    {
        Require.Root();
        Require.Program("setpriv");
        Directory.CreateDirectory(Path.Join(bed.Root, "app"));
        Directory.CreateDirectory(Path.Join(bed.Root, "dotnet"));
        Shell.Run("chmod", ["0755", bed.Root]).MustSucceed();
        string dotnet = Shell.Run("readlink", ["-f", SnapBackProgram.Command[0]]).MustSucceed().Output.Trim();
        return [Require.Program("unshare"), "--mount", "sh", "-c", Script, "sh", AppContext.BaseDirectory, Path.GetDirectoryName(dotnet)!, bed.Root];
    }

    /// <summary>Gives that user trees.</summary>
    public static void Owns(params string[] trees) => Shell.Run("chown", ["-R", $"{Nobody}:{Nobody}", .. trees]).MustSucceed();
}
