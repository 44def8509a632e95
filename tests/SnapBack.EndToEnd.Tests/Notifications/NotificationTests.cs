using System.Text;
using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Notifications;

/// <summary>The program as a scheduler calls it, and those whom it tells, on loopback.</summary>
public sealed class NotificationTests : IDisposable
{
    private const int Copied = 1;
    private const int Failed = 8;
    private const int NothingDone = 16;

    private readonly NotifyBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void EverybodyIsToldOfAGoodAPartlyFailedAndAnIdleRun()
    {
        Require.Linux();
        using LoopbackMail mail = new();
        using LoopbackWeb hook = new("500 Oh", "200 OK");
        using LoopbackWeb ping = new();
        _bed.File("ping-url", $"{ping.Url}/{NotifyBed.Canary}\n");
        ShellResult Run() => _bed.Run(
            $$"""
            { "kind": "mail", "server": "127.0.0.1", "port": {{mail.Port}}, "tls": "none", "from": "a@example.org", "to": "b@example.org", "user": "me", "password": { "env": "MAIL_PASSWORD" } },
            { "kind": "webhook", "url": { "env": "HOOK" }, "names": true },
            { "kind": "ping", "url": { "file": "ping-url" } },
            { "kind": "prometheus", "file": "backup.prom" }
            """,
            ("MAIL_PASSWORD", NotifyBed.Canary),
            ("HOOK", $"{hook.Url}/{NotifyBed.Canary}"));

        Run().MustEndWith(Copied).Error.ShouldBeEmpty();
        Metrics("success").ShouldContain("snapback_last_run_files_copied{job=\"job\"} 1\n");
        File.CreateSymbolicLink(_bed.At("source", "dangling.txt"), "nowhere");
        Run().MustEndWith(Failed);
        Metrics("failure").ShouldContain("snapback_last_run_files_failed{job=\"job\"} 1\n");
        Directory.Move(_bed.At("source"), _bed.At("gone"));
        Run().MustEndWith(NothingDone);
        Metrics("nothing-done").ShouldContain("snapback_last_success_timestamp_seconds");

        mail.Mails.Select(Subject).ShouldBe(["job: The backup is complete", "job: The backup is NOT complete", "job: Nothing was done"]);
        mail.Commands.Count(line => line == Convert.ToBase64String(Encoding.ASCII.GetBytes(NotifyBed.Canary))).ShouldBe(3, "the password reaches the server that it is for");
        hook.Requests.ShouldAllBe(request => request.Line == $"POST /{NotifyBed.Canary} HTTP/1.1");
        JsonElement[] news = [.. hook.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement)];
        news.Select(one => one.GetProperty("outcome").GetString()).ShouldBe(["success", "success", "failure", "nothing-done"], "the first try was answered with a fault");
        news[2].GetProperty("failures")[0].GetProperty("path").GetString().ShouldBe("dangling.txt");
        ping.Requests.Select(request => request.Line.Split(' ')[1][$"/{NotifyBed.Canary}".Length..]).ShouldBe(["/start", "", "/start", "/fail", "/start", "/fail"]);
        _bed.SecretsAreKept();
    }

    [SkippableFact]
    public void WhatCanNotBeDeliveredIsToldAndTheExitCodeStays()
    {
        Require.Linux();
        using LoopbackWeb silent = new(LoopbackWeb.Silence);
        _bed.File("passwd", "root:x:0:0\n");

        ShellResult run = _bed.Run(
            $$"""
            { "kind": "webhook", "url": { "env": "HOOK" }, "tries": 1, "timeout": 1 },
            { "kind": "ping", "when": "change", "url": "http://127.0.0.1:1/", "tries": 1 },
            { "kind": "mail", "server": "127.0.0.1", "port": 1, "tls": "none", "from": "a@example.org", "to": "b@example.org", "tries": 1 },
            { "kind": "prometheus", "file": "passwd" },
            { "kind": "eventlog" },
            { "kind": "webhook", "url": { "env": "NOT_SET" } }
            """,
            ("HOOK", $"{silent.Url}/{NotifyBed.Canary}"));

        run.ExitCode.ShouldBe(Copied, run.Error);
        string[] told = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        told.Select(line => line.Split(" was not delivered: ")[0]).ShouldBe(
        [
            "WARNING: Notification 1 (webhook)", "WARNING: Notification 2 (ping)", "WARNING: Notification 3 (mail)",
            "WARNING: Notification 4 (prometheus)", "WARNING: Notification 5 (eventlog)", "WARNING: Notification 6 (webhook)",
        ]);
        told.ShouldAllBe(line => line.EndsWith("The backup itself is not touched by this."));
        told[0].ShouldContain("there was no answer within 1 second");
        told[3].ShouldContain("stays as it is");
        told[4].ShouldContain("this system has no Windows Event Log");
        told[5].ShouldContain("'NOT_SET' with a secret is not set");
        string log = _bed.Log;
        told.Select(line => line["WARNING: ".Length..line.IndexOf(" The backup itself", StringComparison.Ordinal)]).ShouldAllBe(sentence => log.Contains(sentence));
        silent.Requests.Length.ShouldBe(1, "it was asked, and said nothing");
        File.ReadAllText(_bed.At("passwd")).ShouldBe("root:x:0:0\n");
        JsonDocument.Parse(run.Lines[^1]).RootElement.GetProperty("type").GetString().ShouldBe("summary");
        _bed.SecretsAreKept();
    }

    private static string Subject(string mail) => mail.Split('\n').Single(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..];

    private string Metrics(string outcome)
    {
        string text = File.ReadAllText(_bed.At("backup.prom"));
        text.ShouldContain($"snapback_last_run_status{{job=\"job\",status=\"{outcome}\"}} 1\n");
        return text;
    }
}
