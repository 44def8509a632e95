using System.Text.RegularExpressions;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>
/// Events of the published program for Windows. Wine keeps no event log: it tells on its own standard error which calls came, and that is what is read here, with the
/// registry by Wine's own program.
/// </summary>
public sealed partial class WindowsEventLogTests(WindowsMachine machine) : IClassFixture<WindowsMachine>
{
    private const int Copied = 1;
    private const int NothingDone = 16;

    [SkippableFact]
    public void ARunRegistersItsSourceAndWritesAnEventWithItsNumberAndStrings()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("a.txt", "abc");
        machine.Bed.Variables["WINEDEBUG"] = "+eventlog,fixme+advapi";
        const string Key = @"HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\SnapBack";
        machine.Bed.RunProgram("reg", "query", Key).ExitCode.ShouldNotBe(0, "the source is not there before the first run");

        ShellResult good = Run(backup);
        Directory.Move(backup.Source, backup.Source + "-gone");
        ShellResult bad = Run(backup);

        good.ExitCode.ShouldBe(Copied, good.Error);
        Calls(good).ShouldBe(["register SnapBack", "report type 4 id 100 strings 9", "deregister"]);
        string[] texts = Texts(good);
        texts[0].ShouldStartWith(@"The backup is complete.\r\nJob 100\\x251 on ");
        texts[1..].ShouldBe([@"100\\x251", "success", "1", "1", "1", "0", "0", "3"]);
        bad.ExitCode.ShouldBe(NothingDone, bad.Error);
        Calls(bad).ShouldBe(["register SnapBack", "report type 1 id 103 strings 9", "deregister"]);
        bad.Error.ShouldNotContain("WARNING: Notification");
        string[] registry = machine.Bed.RunProgram("reg", "query", Key).MustSucceed().Lines;
        registry.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))).Where(line => line.Contains("REG_", StringComparison.Ordinal)).ShouldBe(
            [@"EventMessageFile REG_EXPAND_SZ %SystemRoot%\System32\EventCreate.exe", "TypesSupported REG_DWORD 0x7"], ignoreOrder: true);
    }

    [SkippableFact]
    public void ASourceThatAnAdministratorMadeStaysAsItIs()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("a.txt", "abc");
        using WineBed other = new();
        const string Key = @"HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\SnapBack";
        other.RunProgram("reg", "add", Key, "/v", "EventMessageFile", "/d", @"C:\own.dll").MustSucceed();

        other.Run(Arguments(backup)).MustEndWith(Copied);

        string[] registry = other.RunProgram("reg", "query", Key).MustSucceed().Lines;
        registry.Count(line => line.Contains("REG_", StringComparison.Ordinal)).ShouldBe(1);
        registry.ShouldContain(line => line.Contains(@"C:\own.dll", StringComparison.Ordinal));
    }

    private ShellResult Run(WindowsBackup backup) => machine.Bed.Run(Arguments(backup));

    private static string[] Arguments(WindowsBackup backup)
    {
        string job = Path.Join(Path.GetDirectoryName(backup.CatalogFile), "job.json");
        string Quoted(string path) => WineBed.WindowsPath(path).Replace(@"\", @"\\", StringComparison.Ordinal);
        File.WriteAllText(
            job,
            $$"""{ "name": "100%1", "source": "{{Quoted(backup.Source)}}", "destination": "{{Quoted(backup.Destination)}}", "snapshot": "never", "notify": [{ "kind": "eventlog" }] }""");
        return ["backup", WineBed.WindowsPath(job), "--catalog", backup.Catalog, "--no-progress"];
    }

    private static string[] Calls(ShellResult run) =>
    [
        .. Call().Matches(run.Error).Select(call => call.Groups["source"] is { Success: true, Value: { } source } ? $"register {source}"
            : call.Groups["type"].Success ? $"report type {Hex(call, "type")} id {Hex(call, "id")} strings {Hex(call, "strings")}"
            : "deregister"),
    ];

    private static string[] Texts(ShellResult run) => [.. Text().Matches(run.Error).Select(text => text.Groups[1].Value)];

    private static int Hex(Match call, string group) => Convert.ToInt32(call.Groups[group].Value, 16);

    [GeneratedRegex("""RegisterEventSourceW \(\(null\),L"(?<source>.*)"\)|ReportEventW \(\w+,0x(?<type>\w+),0x0000,0x(?<id>\w+),0+,0x(?<strings>\w+),|DeregisterEventSource \(""")]
    private static partial Regex Call();

    [GeneratedRegex("""eventlog:ReportEventW L"(.*)"(?:\.\.\.)?""")]
    private static partial Regex Text();
}
