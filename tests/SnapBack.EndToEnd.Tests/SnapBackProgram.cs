using System.Text.Json;
using SnapBack.Cli;
using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests;

/// <summary>The built program with a catalog of its own, called as a user or a scheduler calls it. Thread-safe.</summary>
internal sealed class SnapBackProgram
{
    private readonly Dictionary<string, string?> _environment;

    /// <param name="state">Folder for its catalog and its logs.</param>
    /// <param name="variables">Further variables of its environment.</param>
    public SnapBackProgram(string state, params (string Name, string Value)[] variables)
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
        foreach ((string name, string value) in variables)
        {
            _environment[name] = value;
        }
    }

    /// <summary>Full path of the catalog.</summary>
    public string Catalog { get; }

    /// <summary>Folder of the catalog and the logs.</summary>
    public string State { get; }

    /// <summary>The command that starts the program: .NET's host and the assembly.</summary>
    public static string[] Command => [Require.Program("dotnet"), typeof(SnapBackCommand).Assembly.Location];

    /// <summary>Runs the program with exactly these arguments.</summary>
    public ShellResult Run(params string[] arguments) => RunUnder([], arguments);

    /// <summary>Runs the program under another, such as strace, which gets the command as its last arguments.</summary>
    public ShellResult RunUnder(string[] wrapper, params string[] arguments)
    {
        string[] command = [.. wrapper, .. Command, .. arguments];
        return Shell.Run(command[0], command[1..], environment: _environment, timeout: TimeSpan.FromMinutes(10));
    }

    /// <summary>Starts the program and does not wait.</summary>
    public RunningProgram Start(params string[] arguments) => new(Command[0], [.. Command[1..], .. arguments], _environment);

    /// <summary>Runs a backup of one pair that reads the live tree.</summary>
    public ShellResult Backup(string source, string destination, params string[] options) => Run(BackupArguments(source, destination, options));

    /// <summary>The same as <see cref="Backup"/>, as a mirror.</summary>
    public ShellResult Mirror(string source, string destination, params string[] options) => Backup(source, destination, ["--mode", "mirror", .. options]);

    /// <summary>The arguments of <see cref="Backup"/>.</summary>
    public string[] BackupArguments(string source, string destination, params string[] options) =>
        ["backup", "--source", source, "--destination", destination, "--catalog", Catalog, "--snapshot", "never", "--no-progress", .. options];

    /// <summary>What a question to the catalog answers in JSON, in its exact bytes.</summary>
    public byte[] CatalogJson(params string[] arguments) => Run(["catalog", "--catalog", Catalog, .. arguments, "--format", "json"]).MustSucceed().StandardOutput;

    /// <summary>The rows of a catalog command.</summary>
    public JsonElement[] Rows(params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(CatalogJson(arguments));
        return [.. document.RootElement.EnumerateArray().Select(row => row.Clone())];
    }
}
