using System.Text.Json;
using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests;

/// <summary>The built program with a catalog of its own, called as a user or a scheduler calls it. Thread-safe.</summary>
internal sealed class ProgramUnderTest
{
    private readonly Dictionary<string, string?> _environment;

    /// <param name="state">Folder for its catalog and its logs.</param>
    public ProgramUnderTest(string state)
    {
        State = state;
        Catalog = Path.Join(state, "catalog.db");
        _environment = new Dictionary<string, string?>
        {
            ["XDG_STATE_HOME"] = state,
            ["HOME"] = state,
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        };
    }

    /// <summary>Full path of the catalog.</summary>
    public string Catalog { get; }

    /// <summary>Folder of the catalog and the logs.</summary>
    public string State { get; }

    /// <summary>The folder that holds the program and all that it needs but .NET.</summary>
    public static string Folder => AppContext.BaseDirectory.TrimEnd('/');

    /// <summary>The command that starts the program: .NET's host and the assembly.</summary>
    public static string[] Command => [Require.Program("dotnet"), Path.Join(Folder, "snapback.dll")];

    /// <summary>Runs a backup to its end.</summary>
    public ShellResult Backup(string source, string destination, params string[] options) => RunUnder([], BackupArguments(source, destination, options));

    /// <summary>Runs a backup under another program, such as strace, which gets the command as its last arguments.</summary>
    public ShellResult BackupUnder(string[] wrapper, string source, string destination, params string[] options) =>
        RunUnder(wrapper, BackupArguments(source, destination, options));

    /// <summary>Starts a backup and does not wait.</summary>
    public RunningProgram StartBackup(string source, string destination, params string[] options)
    {
        string[] command = [.. Command, .. BackupArguments(source, destination, options)];
        return new RunningProgram(command[0], command[1..], _environment);
    }

    /// <summary>The rows of a catalog command.</summary>
    public JsonElement[] Rows(params string[] arguments)
    {
        string json = RunUnder([], ["catalog", "--catalog", Catalog, .. arguments, "--format", "json"]).MustSucceed().Output;
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(row => row.Clone())];
    }

    /// <summary>All runs, the newest first.</summary>
    public JsonElement[] Runs() => [.. Rows("runs").OrderByDescending(run => run.GetProperty("id").GetInt64())];

    /// <summary>How the newest run stands.</summary>
    public string LastStatus() => Runs()[0].GetProperty("status").GetString()!;

    private string[] BackupArguments(string source, string destination, string[] options) =>
        ["backup", "--source", source, "--destination", destination, "--catalog", Catalog, "--no-progress", .. options];

    private ShellResult RunUnder(string[] wrapper, string[] arguments)
    {
        string[] command = [.. wrapper, .. Command, .. arguments];
        return Shell.Run(command[0], command[1..], environment: _environment);
    }
}
