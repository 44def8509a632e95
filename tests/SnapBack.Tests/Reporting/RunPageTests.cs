using System.Xml.Linq;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Reporting;
using SnapBack.TestKit;
using SnapBack.Tests.Runs;
using Xunit;

namespace SnapBack.Tests.Reporting;

/// <summary>The pages of real runs, read as text. A browser reads them in EndToEnd: Reports/ReportPageTests.</summary>
public sealed class RunPageTests : IDisposable
{
    private const string Hostile = "<img src=x onerror=alert(1)>\"'&.txt";

    private readonly RuleBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void ThePageBeginsWithTheVerdictAndHasTheNumbersOfTheRun()
    {
        _bed.Write("docs/a.txt", "four");
        _bed.Write("docs/b.txt", "four");
        _bed.Write("c.txt", "12");
        _bed.Run();

        string page = Page();

        page.ShouldContain("<strong>The backup is complete</strong>");
        Cells(page, "docs").ShouldBe(["docs", "2", "8 bytes", "0", "0", "0"]);
        Cells(page, ".").ShouldBe([".", "1", "2 bytes", "0", "0", "0"]);
    }

    [SkippableFact]
    public void WhatFailedStandsThereWithTheReasonAndAdvice()
    {
        Require.Program("chattr");
        string copy = _bed.Write("docs/a.txt", "old");
        _bed.Run();
        File.WriteAllText(copy, "newer");
        Shell.Run("chattr", ["+i", _bed.InDestination("docs/a.txt")]).MustSucceed();
        try
        {
            _bed.Run();
        }
        finally
        {
            Shell.Run("chattr", ["-i", _bed.InDestination("docs/a.txt")]).MustSucceed();
        }

        string page = Page();

        page.ShouldContain("The backup is NOT complete");
        page.ShouldContain("1 file or folder could not be backed up. Everything else was.");
        page.ShouldContain(Advice.For(Errors.ErrorKind.AccessDenied)[..20]);
        Cells(page, "docs").ShouldBe(["docs", "0", "0 bytes", "0", "0", "1"]);
    }

    [SkippableFact]
    public void WhatIsRemovedAndLeftOutIsListed()
    {
        _bed.Write("gone.txt", "123");
        _bed.Write("kept.txt");
        _bed.Run();
        File.Delete(_bed.InSource("gone.txt"));
        _bed.Write("x.tmp");
        _bed.Job = _bed.Job with { Mode = JobMode.Mirror, Selection = _bed.Job.Selection with { ExcludeFiles = [new("*.tmp")] } };
        _bed.Run();

        string page = Page();

        page.ShouldContain("Removed from the copy: 1");
        Cells(page, "gone.txt")[0].ShouldBe("gone.txt");
        page.ShouldContain("Left out: 1");
        Cells(page, "x.tmp")[0].ShouldBe("x.tmp");
    }

    [SkippableFact]
    public void AHostileNameIsTextWhereverItStands()
    {
        _bed.Job = _bed.Job with { Name = Hostile };
        _bed.Write($"{Hostile.Replace('/', '-')}/a\u202e\n.txt");
        _bed.Run();

        string page = Page();

        page.ShouldNotContain("<img");
        page.ShouldNotContain("\u202e");
        XDocument.Parse(page.Replace("<!DOCTYPE html>", string.Empty, StringComparison.Ordinal).Replace("<meta charset=\"utf-8\">", string.Empty, StringComparison.Ordinal)
            .Replace("'none'\">", "'none'\"/>", StringComparison.Ordinal).Replace("scale=1\">", "scale=1\"/>", StringComparison.Ordinal).Replace("no-referrer\">", "no-referrer\"/>", StringComparison.Ordinal))
            .Descendants("h1").Single().Value.ShouldBe($"{Hostile}, run 1");
    }

    [SkippableFact]
    public void APageHasNoScriptAndAllowsNothingButItsOwnStyle()
    {
        _bed.Write("a.txt");
        _bed.Run();

        string page = Page();

        page.ShouldNotContain("<script");
        page.ShouldNotContain("http://");
        page.ShouldContain("content=\"default-src 'none'; style-src 'sha256-");
    }

    [SkippableFact]
    public void TheOverviewPutsTheJobFirstThatHasNotSucceededForTheLongestTime()
    {
        _bed.Write("a.txt");
        _bed.Job = _bed.Job with { Name = "well" };
        _bed.Run();
        _bed.Job = _bed.Job with { Name = "never/../../x" };
        string missing = _bed.InSource("nothing");
        Should.Throw<Errors.SnapBackException>(() => RunOf(_bed.Job with { Pairs = [new JobPair(missing, _bed.InDestination("x"))] }));
        using CatalogReader reader = CatalogReader.Open(_bed.Job.Catalog!);

        (string Name, string Html)[] pages = [.. IndexPages.Write(reader, _bed.Clock.GetUtcNow(), TimeZoneInfo.Utc)];

        pages.Select(page => page.Name).ShouldAllBe(name => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '.') && !name.Contains("..", StringComparison.Ordinal));
        pages.Length.ShouldBe(5);
        string overview = pages[0].Html;
        overview.IndexOf("It never succeeded.", StringComparison.Ordinal).ShouldBeInRange(0, overview.IndexOf("Last success within the hour", StringComparison.Ordinal));
        foreach (string link in pages.Skip(1).Select(page => page.Name))
        {
            overview.ShouldContain($"href=\"{link}\"");
        }
    }

    private void RunOf(Job job)
    {
        Job before = _bed.Job;
        _bed.Job = job;
        try
        {
            _bed.Run();
        }
        finally
        {
            _bed.Job = before;
        }
    }

    private string Page()
    {
        using CatalogReader reader = CatalogReader.Open(_bed.Job.Catalog!);
        return RunPage.Write(RunReport.Read(reader, reader.ResolveRun("last")), TimeZoneInfo.Utc);
    }

    private static string[] Cells(string page, string first)
    {
        string row = page.Split("<tr>").First(r => r.Contains($">{first}</td>", StringComparison.Ordinal));
        return [.. row.Split("</td>")[..^1].Select(cell => System.Net.WebUtility.HtmlDecode(cell[(cell.LastIndexOf('>') + 1)..]))];
    }
}
