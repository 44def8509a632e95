using System.Globalization;
using System.Text;
using System.Text.Json;
using Shouldly;
using SnapBack.Cli;
using SnapBack.Notifying;
using SnapBack.TestKit;
using SnapBack.Tests.Notifying;
using Xunit;

namespace SnapBack.Tests.Cli;

/// <summary>Real runs of a job that tells others, to real servers on loopback.</summary>
public sealed class AfterRunTests : IDisposable
{
    private const string Canary = "canary-4711";

    private readonly TempFolder _folder = new();

    public AfterRunTests() => _folder.File("source/inner-name.txt", "content");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AMailCarriesTheVerdictAndTheReport()
    {
        using LoopbackMail server = new();
        _folder.File("password", Canary + "\n");
        Job($$"""{ "kind": "mail", "server": "127.0.0.1", "port": {{server.Port}}, "tls": "none", "from": "backup@example.org", "to": ["a@example.org", "b@example.org"], "user": "me", "password": { "file": "password" } }""");

        CliCall call = Run();

        call.ExitCode.ShouldBe(1);
        call.Error.ShouldBeEmpty();
        string mail = server.Mails.ShouldHaveSingleItem();
        mail.ShouldContain("Subject: job: The backup is complete");
        mail.ShouldContain("name=report.html");
        Decoded(mail).ShouldContain("<!doctype html>", Case.Insensitive);
        Decoded(mail).ShouldContain("1 file copied (7 bytes), 0 failed");
        server.Commands.ShouldContain(Convert.ToBase64String(Encoding.ASCII.GetBytes(Canary)), "the password reaches the server that it is for");
        server.Commands.Count(c => c.StartsWith("RCPT TO:", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void AWebhookGetsTheNumbersAndNamesOnlyWhenAskedFor()
    {
        using LoopbackWeb plain = new("500 Oh", "200 OK");
        using LoopbackWeb named = new();
        File.CreateSymbolicLink(_folder.At("source/dangling-name"), "nowhere");
        Job($$"""{ "kind": "webhook", "url": "{{plain.Url}}/hook" }, { "kind": "webhook", "url": "{{named.Url}}/hook", "names": true }""", "\"fileLinks\": \"follow\", \"retry\": 0, ");

        Run().ExitCode.ShouldBe(9);

        plain.Requests.Length.ShouldBe(2, "the first answer was a fault");
        plain.Requests[1].Line.ShouldBe("POST /hook HTTP/1.1");
        plain.Requests[1].Body.ShouldBe(plain.Requests[0].Body);
        plain.Requests[1].Body.ShouldNotContain("name");
        JsonElement news = JsonDocument.Parse(plain.Requests[1].Body).RootElement;
        news.GetProperty("job").GetString().ShouldBe("job");
        news.GetProperty("run").GetInt64().ShouldBe(1);
        news.GetProperty("outcome").GetString().ShouldBe("failure");
        news.GetProperty("exitCode").GetInt32().ShouldBe(9);
        news.GetProperty("files").GetProperty("copied").GetInt64().ShouldBe(1);
        news.GetProperty("files").GetProperty("failed").GetInt64().ShouldBe(1);
        JsonDocument.Parse(named.Requests.ShouldHaveSingleItem().Body).RootElement.GetProperty("failures")[0].GetProperty("path").GetString().ShouldBe("dangling-name");
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(", \"names\": true", true)]
    public void AnEventHasTheNumbersAndNamesOnlyWhenAskedFor(string more, bool isNamed)
    {
        ScriptedEventLog log = new();
        File.CreateSymbolicLink(_folder.At("source/dangling-name"), "nowhere");
        Job($"{{ \"kind\": \"eventlog\"{more} }}", "\"fileLinks\": \"follow\", \"retry\": 0, ");

        Run(log).Error.ShouldBeEmpty();

        (int id, _, IReadOnlyList<string> texts) = log.Events.ShouldHaveSingleItem();
        id.ShouldBe(102);
        texts.Skip(1).ShouldBe(["job", "failure", "1", "9", "1", "1", "0", "7"]);
        texts[0].ShouldContain("1 file copied (7 bytes), 1 failed, 0 deleted");
        texts[0].Contains("dangling-name", StringComparison.Ordinal).ShouldBe(isNamed);
    }

    [Fact]
    public void APingTellsStartThenEnd()
    {
        using LoopbackWeb web = new();
        Job($$"""{ "kind": "ping", "url": "{{web.Url}}/id" }""");

        Run().ExitCode.ShouldBe(1);
        Directory.Move(_folder.At("source"), _folder.At("gone"));
        Run().ExitCode.ShouldBe(16);

        web.Requests.Select(r => r.Line.Split(' ')[1]).ShouldBe(["/id/start", "/id", "/id/start", "/id/fail"]);
    }

    [Fact]
    public void WhoAsksForFailuresOrChangesIsLeftAloneElse()
    {
        using LoopbackWeb failures = new();
        using LoopbackWeb changes = new();
        Job($$"""{ "kind": "webhook", "when": "failure", "url": "{{failures.Url}}" }, { "kind": "webhook", "when": "change", "url": "{{changes.Url}}" }""");

        Run();
        Run();
        Directory.Move(_folder.At("source"), _folder.At("gone"));
        Run();
        Run();

        failures.Requests.Select(Outcome).ShouldBe(["nothing-done", "nothing-done"]);
        changes.Requests.Select(Outcome).ShouldBe(["success", "nothing-done"]);
    }

    [Fact]
    public void ARunThatCanNotBeRecordedIsToldAsWell()
    {
        using LoopbackWeb web = new();
        Job($$"""{ "kind": "webhook", "url": "{{web.Url}}" }""");
        _folder.Folder("state", "catalog.db");

        Run().ExitCode.ShouldBe(16);

        web.Requests.Select(Outcome).ShouldBe(["nothing-done"]);
    }

    [Fact]
    public void ADryRunTellsNobody()
    {
        using LoopbackWeb web = new();
        Job($$"""{ "kind": "ping", "url": "{{web.Url}}" }""");

        Run("--dry-run").ExitCode.ShouldBeLessThan(8);

        web.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void TheMetricsTellOfTheLastSuccess()
    {
        Job("""{ "kind": "prometheus", "file": "backup.prom" }""");

        string MetricsOfARun()
        {
            Run();
            return File.ReadAllText(_folder.At("backup.prom"));
        }

        Directory.Move(_folder.At("source"), _folder.At("gone"));
        string never = MetricsOfARun();
        Directory.Move(_folder.At("gone"), _folder.At("source"));
        string good = MetricsOfARun();
        Directory.Move(_folder.At("source"), _folder.At("gone"));
        string bad = MetricsOfARun();

        never.ShouldNotContain("last_success");
        good.ShouldContain("snapback_last_run_status{job=\"job\",status=\"success\"} 1\n");
        good.ShouldContain("snapback_last_run_files_copied{job=\"job\"} 1\n");
        good.ShouldContain("snapback_last_run_bytes_copied{job=\"job\"} 7\n");
        bad.ShouldContain("snapback_last_run_status{job=\"job\",status=\"success\"} 0\n");
        bad.ShouldContain("snapback_last_run_status{job=\"job\",status=\"nothing-done\"} 1\n");
        Line(bad, "snapback_last_success_timestamp_seconds{").ShouldBe(Line(good, "snapback_last_success_timestamp_seconds{"));
    }

    [Fact]
    public void SecretsAreNeverShown()
    {
        _folder.File("password", Canary);
        Job(
            """
            { "kind": "webhook", "url": { "env": "HOOK" } },
            { "kind": "ping", "url": { "env": "HOOK" } },
            { "kind": "mail", "server": "127.0.0.1", "port": 1, "tls": "none", "from": "a@example.org", "to": "b@example.org", "user": "me", "password": { "file": "password" } }
            """);

        CliCall call = Run("--json", "--verbose");
        CliCall shown = CliCall.Of("job", "show", _folder.At("job.json"));

        call.ExitCode.ShouldBe(1, "what could not be told is no failure of the backup");
        call.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Count(line => line.StartsWith("WARNING: Notification ", StringComparison.Ordinal)).ShouldBe(4);
        shown.Output.ShouldContain("\"env\": \"HOOK\"");
        (call.Output + call.Error + shown.Output + shown.Error).ShouldNotContain(Canary);
        string[] kept = [.. Directory.GetFiles(_folder.At("state"), "*", SearchOption.AllDirectories)];
        kept.ShouldContain(file => file.EndsWith(".log", StringComparison.Ordinal) && File.ReadAllText(file).Contains("Notification 1 (webhook) was not delivered"));
        kept.ShouldAllBe(file => !Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains(Canary, StringComparison.Ordinal));
    }

    [Fact]
    public void AJobIsShownWithWhomItTells()
    {
        const string Told = """{ "kind": "eventlog", "when": "change", "names": true }, { "kind": "ping", "when": "always", "url": { "env": "HOOK" }, "tries": 2, "timeout": 7 }""";
        Job(Told);

        CliCall shown = CliCall.Of("job", "show", _folder.At("job.json"));

        shown.ExitCode.ShouldBe(0, shown.Error);
        JsonElement notify = JsonDocument.Parse(shown.Output, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }).RootElement.GetProperty("notify");
        JsonElement.DeepEquals(notify, JsonDocument.Parse($"[{Told}]").RootElement).ShouldBeTrue(notify.GetRawText());
    }

    [Fact]
    public void TheOverviewIsWrittenAfterEachRun()
    {
        Job(string.Empty);

        Run("--report-index", _folder.At("www")).Error.ShouldBeEmpty();
        File.ReadAllText(_folder.At("www/index.html")).ShouldContain("job");

        _folder.File("file");
        CliCall call = Run("--report-index", _folder.At("file"));
        call.ExitCode.ShouldBe(0);
        call.Error.ShouldContain("WARNING: The overview was not written:");
    }

    private static string Outcome((string Line, string Body) request) => JsonDocument.Parse(request.Body).RootElement.GetProperty("outcome").GetString()!;

    private static string Line(string text, string start) => text.Split('\n').Single(line => line.StartsWith(start, StringComparison.Ordinal));

    // The parts of the mail that are in base64 or quoted-printable, one after the other.
    private static string Decoded(string mail)
    {
        StringBuilder all = new(mail.Replace("=\n", string.Empty, StringComparison.Ordinal));
        foreach (string part in mail.Split("\n\n"))
        {
            byte[] bytes = new byte[part.Length];
            string packed = part.Split("\n--")[0].Replace("\n", string.Empty, StringComparison.Ordinal);
            if (Convert.TryFromBase64String(packed, bytes, out int length))
            {
                all.Append(Encoding.UTF8.GetString(bytes, 0, length));
            }
        }

        return all.ToString();
    }

    private void Job(string notifications, string more = "") =>
        _folder.File("job.json", string.Create(CultureInfo.InvariantCulture, $"{{ \"source\": \"source\", \"destination\": \"copy\", \"snapshot\": \"never\", {more}\"catalog\": \"state/catalog.db\", \"notify\": [ {notifications} ] }}"));

    private CliCall Run(params string[] options) => Run(null, options);

    private CliCall Run(ScriptedEventLog? log, params string[] options) => CliCall.With(
        environment => environment with
        {
            RunJob = new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null }.RunJob,
            Patience = Patience.Usual with { FirstPause = TimeSpan.Zero },
            EventLog = () => log,
            Variable = name => name == "HOOK" ? $"http://127.0.0.1:1/{Canary}" : null,
        },
        ["backup", _folder.At("job.json"), .. options]);
}
