using System.Diagnostics;
using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Cli;

/// <summary>What only a process of its own can show: signals, pipes, exit codes.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static string Program => Path.Join(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "snapback.exe" : "snapback");

    [SkippableTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void ASignalEndsABackupInOrder(string signal)
    {
        Require.That(OperatingSystem.IsLinux(), "needs signals");
        using TempFolder folder = new();
        File.WriteAllBytes(Path.Join(folder.Folder("source"), "large"), new byte[20_000_000]);
        using Process process = Start(
            "env",
            [$"--default-signal={signal}", Program, "backup", "--source", folder.At("source"), "--destination", folder.At("destination"),
             "--catalog", folder.At("state", "catalog.db"), "--bandwidth", "500K", "--json"]);

        string line;
        do
        {
            line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(process.StandardError.ReadToEnd());
        }
        while (!line.Contains("\"phase\":\"copying\"", StringComparison.Ordinal));

        Shell.Run("kill", [$"-{signal}", $"{process.Id}"]).MustSucceed();
        string[] rest = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        process.WaitForExit(Patience).ShouldBeTrue();
        process.ExitCode.ShouldBe(130);
        JsonElement summary = JsonDocument.Parse(rest[^1]).RootElement;
        summary.GetProperty("status").GetString().ShouldBe("interrupted");
        summary.GetProperty("result").GetString()!.ShouldStartWith("Result: interrupted");
        File.Exists(folder.At("destination", "large")).ShouldBeFalse();
    }

    [SkippableFact]
    public void AListingThatNobodyReadsToItsEndIsNoError()
    {
        Require.That(OperatingSystem.IsLinux(), "needs a shell");
        using TempFolder folder = new();
        for (int i = 0; i < 3000; i++)
        {
            folder.File($"source/{i}.txt");
        }

        Shell.Run(Program, ["backup", "--source", folder.At("source"), "--destination", folder.At("destination"), "--catalog", folder.At("state", "catalog.db")])
            .MustEndWith(1);

        ShellResult piped = Shell.Run(
            "bash", ["-c", "\"$0\" catalog files last --catalog \"$1\" --format csv | head -n 2; echo ${PIPESTATUS[0]}", Program, folder.At("state", "catalog.db")]);

        string[] lines = piped.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(3);
        lines[0].ShouldStartWith("path,class,action");
        lines[2].ShouldBe("0");
        piped.Error.ShouldBeEmpty();
    }

    [SkippableFact]
    public void AFullDiskBehindARedirectionDoesNotHideTheResult()
    {
        Require.That(OperatingSystem.IsLinux(), "needs /dev/full");
        using TempFolder folder = new();
        folder.File("source/a.txt", "text");

        ShellResult result = Shell.Run(
            "bash",
            ["-c", "\"$0\" backup --source \"$1/source\" --destination \"$1/destination\" --catalog \"$1/state/catalog.db\" > /dev/full", Program, folder.Root]);

        result.MustEndWith(1);
        result.Error.ShouldContain("can't be written");
        File.ReadAllText(folder.At("destination", "a.txt")).ShouldBe("text");
    }

    private static Process Start(string file, string[] args) =>
        Process.Start(new ProcessStartInfo(file, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
