using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>
/// Security descriptors on a real Windows, judged by <c>Get-Acl</c>. Run by <c>dotnet test</c> from an elevated prompt; the folder for temporary files must
/// lie on NTFS.
/// </summary>
public sealed class RealSecurityTests : IDisposable
{
    private const int Copied = 1;

    // An account of no machine, deny entries behind allow entries, protected and not, audit entries, an empty list.
    private static readonly string[] Descriptors =
    [
        "O:BAG:SYD:(A;;FA;;;BA)",
        "O:S-1-5-21-1000000001-1000000002-1000000003-1234G:S-1-5-21-1000000001-1000000002-1000000003-513D:P(A;;FA;;;SY)(A;;FA;;;BA)",
        "O:BAG:BAD:(A;;FA;;;BA)(D;;WP;;;S-1-5-21-1000000001-1000000002-1000000003-1234)",
        "O:BAG:BAD:PAI(A;;FA;;;BA)(A;;FR;;;WD)",
        "O:BAG:BAD:AI(A;;FA;;;SY)(A;ID;FA;;;BA)",
        "O:SYG:SYD:(A;;FA;;;BA)S:(AU;SAFA;FA;;;WD)",
        "O:BAG:BAD:P",
    ];

    private readonly TempFolder? _temp;
    private readonly SnapBackProgram? _program;

    public RealSecurityTests()
    {
        if (OperatingSystem.IsWindows())
        {
            _temp = new TempFolder();
            _temp.Folder("source", "folder");
            _temp.Folder("state");
            _program = new SnapBackProgram(_temp.At("state"));
        }
    }

    private TempFolder Temp => _temp!;

    private string Source => Temp.At("source");

    private string Destination => Temp.At("copy");

    public void Dispose() => _temp?.Dispose();

    [SkippableFact]
    public void EveryDescriptorArrivesAsItIsAndASecondRunFindsNothingToDo()
    {
        RequireElevatedWindows();
        string[] paths = [.. Descriptors.Select((sddl, i) => Given(i % 2 == 0 ? $"file-{i}" : Path.Join("folder", $"file-{i}"), sddl))];

        ShellResult first = _program!.Mirror(Source, Destination, "--copy", "DATSOU", "--dir-copy", "DAT");
        ShellResult second = _program!.Mirror(Source, Destination, "--copy", "DATSOU", "--dir-copy", "DAT");

        first.ExitCode.ShouldBe(Copied, first.Output + first.Error);
        second.ExitCode.ShouldBe(0, second.Output + second.Error);
        paths.Select(path => SddlOf(Path.Join(Destination, path))).ShouldBe(paths.Select(path => SddlOf(Path.Join(Source, path))));
    }

    [SkippableFact]
    public void AFoldersDescriptorIsSetAndNothingBelowItInheritsOfIt()
    {
        RequireElevatedWindows();
        string inside = Given(Path.Join("folder", "inside"), "O:BAG:BAD:P(A;;FA;;;BA)");
        Give(Temp.At("source", "folder"), "O:BAG:BAD:P(A;OICI;FA;;;BA)(A;OICI;FR;;;WD)");
        Give(Path.Join(Source, inside), "O:BAG:BAD:P(A;;FA;;;BA)");

        _program!.Mirror(Source, Destination, "--copy", "DATSO").MustEndWith(Copied);

        SddlOf(Path.Join(Destination, "folder")).ShouldBe(SddlOf(Temp.At("source", "folder")));
        SddlOf(Path.Join(Destination, inside)).ShouldBe(SddlOf(Path.Join(Source, inside)));
    }

    [SkippableFact]
    public void AChangedDescriptorIsFoundByTheFilesChangeTimeAndSetAlone()
    {
        RequireElevatedWindows();
        string file = Given("file", Descriptors[0]);
        Given("other", Descriptors[0]);
        _program!.Mirror(Source, Destination, "--copy", "DATSO").MustEndWith(Copied);
        Give(Path.Join(Source, file), Descriptors[2]);

        _program!.Mirror(Source, Destination, "--copy", "DATSO").ExitCode.ShouldBeLessThan(8);

        _program!.Rows("files", "last").Where(row => row.GetProperty("action").GetString() != "none")
            .Select(row => $"{row.GetProperty("path").GetString()} {row.GetProperty("action").GetString()}").ShouldBe(["file update-security"]);
        SddlOf(Path.Join(Destination, file)).ShouldBe(SddlOf(Path.Join(Source, file)));
    }

    private static void RequireElevatedWindows()
    {
        Require.Windows();
        Require.Root();
    }

    private static void Give(string path, string sddl) =>
        PowerShell($"$acl = Get-Acl -LiteralPath '{path}'; $acl.SetSecurityDescriptorSddlForm('{sddl}'); Set-Acl -LiteralPath '{path}' -AclObject $acl");

    private static string SddlOf(string path) => PowerShell($"(Get-Acl -Audit -LiteralPath '{path}').Sddl");

    private static string PowerShell(string command) =>
        Shell.Run("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", $"$ErrorActionPreference = 'Stop'; {command}"]).MustSucceed().Output.Trim();

    private string Given(string path, string sddl)
    {
        string full = Path.Join(Source, path);
        File.WriteAllText(full, path);
        Give(full, sddl);
        return path;
    }
}
