using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Shouldly;
using SnapBack.EndToEnd.Tests.Trees;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Reports;

/// <summary>The pages in a real browser: they are shown, nothing is complained of, and nothing is asked of anybody.</summary>
public sealed class ReportPageTests : IDisposable
{
    private readonly BackupBed _bed = new();
    private readonly TempFolder _temp = new();

    public void Dispose()
    {
        _bed.Dispose();
        _temp.Dispose();
    }

    [SkippableFact]
    public void APageOfHostileNamesIsShownAsTextAndAsksNobodyForAnything()
    {
        string address = $"127.0.0.1:{ClosedPort()}";
        string hostile = $"<img src=x onerror=fetch(`http:\u2215\u2215{address}`)><script>document.title='taken'<\u2215script>.txt";
        BackupBed.Write(_bed.InSource("kept.txt"), "text");
        // The names of folders and of a file in them give a path with slashes: the address is whole there.
        BackupBed.Write(_bed.InSource($"<img src=http:/{address}/x>"), "text");
        _bed.Mirror();
        // Pages name the folders in which something changed, and what was removed.
        BackupBed.Write(_bed.InSource($"{hostile}/a.txt"), "text");
        BackupBed.RemoveTree(_bed.InSource("<img src=http:"));
        _bed.Mirror("--max-change", "100%");
        string page = _temp.At("run.html");
        _bed.Program.Run("report", "last", "--html", page, "--catalog", _bed.Program.Catalog).MustSucceed();
        // Proof that the browser would have asked: the same page with our policy and encoding taken away.
        string control = _temp.File("control.html", $"<html><body><img src='http://{address}/control'></body></html>");

        Browser shown = Browse(page);
        Browser asking = Browse(control);

        shown.Title.ShouldEndWith("The backup is complete");
        shown.Dom.ShouldContain("&lt;img src=x");
        shown.Dom.ShouldContain($"&lt;img src=http:/{address}/x&gt;");
        shown.Complaints.ShouldBeEmpty();
        shown.Requests.ShouldBeEmpty();
        asking.Requests.ShouldNotBeEmpty();
        shown.ScreenshotBytes.ShouldBeGreaterThan(10_000);
    }

    [SkippableFact]
    public void TheOverviewOfAllJobsAndEveryPageThatItLinksToAreShown()
    {
        BackupBed.Write(_bed.InSource("a.txt"), "text");
        _bed.Mirror();
        _bed.Mirror();
        string folder = _temp.At("index");
        _bed.Program.Run("report", "--index", folder, "--catalog", _bed.Program.Catalog).MustSucceed();
        _bed.Program.Run("report", "--index", folder, "--catalog", _bed.Program.Catalog).MustSucceed();

        string[] pages = Directory.GetFiles(folder);

        pages.Length.ShouldBe(3);
        foreach (string page in pages)
        {
            Browser shown = Browse(page);
            shown.Complaints.ShouldBeEmpty();
            shown.Requests.ShouldBeEmpty();
            foreach (string link in shown.Dom.Split("href=\"").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]))
            {
                File.Exists(Path.Join(folder, link)).ShouldBeTrue(link);
            }
        }
    }

    public static TheoryData<string, string> Samples => new()
    {
        { "good.html", "The backup is complete" },
        { "partly-failed.html", "The backup is NOT complete" },
        { "interrupted.html", "The backup was interrupted" },
    };

    [SkippableTheory]
    [MemberData(nameof(Samples))]
    public void ASampleReportIsShownAndSaysHowTheRunEnded(string file, string verdict)
    {
        Browser shown = Browse(Checkout.At("samples", "reports", file));

        shown.Dom.ShouldContain($"<strong>{verdict}");
        shown.Complaints.ShouldBeEmpty();
        shown.Requests.ShouldBeEmpty();
    }

    // Nobody listens there, so nobody waits for an answer; that it was asked stands in the browser's record.
    private static int ClosedPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Browser Browse(string page)
    {
        string chromium = Require.Program("chromium");
        string net = _temp.At($"{Guid.NewGuid():N}.net.json");
        string picture = _temp.At($"{Guid.NewGuid():N}.png");
        string[] common =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run",
            $"--user-data-dir={_temp.Folder($"profile-{Guid.NewGuid():N}")}", "--enable-logging=stderr", "--hide-scrollbars", "--window-size=1000,1400",
        ];
        ShellResult dom = Shell.Run(chromium, [.. common, $"--log-net-log={net}", "--dump-dom", "file://" + page], timeout: TimeSpan.FromMinutes(3)).MustSucceed();
        Shell.Run(chromium, [.. common, $"--screenshot={picture}", "file://" + page], timeout: TimeSpan.FromMinutes(3)).MustSucceed();
        return new Browser(dom.Output, [.. dom.Error.Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))], Requests(net), new FileInfo(picture).Length);
    }

    // The browser's own record of its network: every address that a page made it ask for.
    private static List<string> Requests(string log)
    {
        using JsonDocument net = JsonDocument.Parse(File.ReadAllText(log));
        List<string> all = [];
        foreach (JsonElement entry in net.RootElement.GetProperty("events").EnumerateArray())
        {
            if (entry.TryGetProperty("params", out JsonElement values) && values.ValueKind == JsonValueKind.Object && values.TryGetProperty("url", out JsonElement url)
                && url.ValueKind == JsonValueKind.String && url.GetString()!.StartsWith("http://127.0.0.1", StringComparison.Ordinal))
            {
                all.Add(url.GetString()!);
            }
        }

        return all;
    }

    private sealed record Browser(string Dom, string[] Complaints, IReadOnlyList<string> Requests, long ScreenshotBytes)
    {
        public string Title => WebUtility.HtmlDecode(Dom[(Dom.IndexOf("<title>", StringComparison.Ordinal) + 7)..Dom.IndexOf("</title>", StringComparison.Ordinal)]).Trim();
    }
}
