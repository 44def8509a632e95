using System.Globalization;
using System.Text;
using Shouldly;
using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Notifications;

/// <summary>A job that tells others, its program, and a secret that must be seen nowhere.</summary>
internal sealed class NotifyBed : IDisposable
{
    public const string Canary = "canary-4711";

    private readonly TempFolder _folder = new();
    private readonly List<ShellResult> _all = [];

    public NotifyBed() => _folder.File("source/inner.txt", "content");

    public void Dispose() => _folder.Dispose();

    public string At(params string[] parts) => _folder.At(parts);

    public string File(string path, string text) => _folder.File(path, text);

    /// <summary>Text of the log of all runs.</summary>
    public string Log => string.Concat(Directory.GetFiles(At("state"), "*.log", SearchOption.AllDirectories).Select(System.IO.File.ReadAllText));

    /// <summary>Runs the job with these notifications as a process of its own.</summary>
    public ShellResult Run(FormattableString notifications, params (string Name, string Value)[] variables)
    {
        _folder.File(
            "job.json",
            $"{{ \"source\": \"source\", \"destination\": \"copy\", \"snapshot\": \"never\", \"fileLinks\": \"follow\", \"retry\": 0, \"catalog\": \"state/catalog.db\", \"notify\": [ {notifications.ToString(CultureInfo.InvariantCulture)} ] }}");
        ShellResult run = new SnapBackProgram(_folder.Folder("state"), variables).Run("backup", At("job.json"), "--json", "--verbose");
        _all.Add(run);
        return run;
    }

    /// <summary>Fails when the secret stands in anything that a run said or kept.</summary>
    public void SecretsAreKept()
    {
        string[] kept = [.. Directory.GetFiles(At("state"), "*", SearchOption.AllDirectories), .. Directory.GetFiles(At("copy"), "*", SearchOption.AllDirectories)];
        kept.ShouldContain(At("state", "catalog.db"));
        kept.Where(file => Encoding.Latin1.GetString(System.IO.File.ReadAllBytes(file)).Contains(Canary, StringComparison.Ordinal)).ShouldBeEmpty();
        _all.ShouldAllBe(run => !(run.Output + run.Error).Contains(Canary, StringComparison.Ordinal));
    }
}
