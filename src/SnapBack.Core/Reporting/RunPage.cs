using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Runs;
using SnapBack.Snapshots;

namespace SnapBack.Reporting;

/// <summary>The report of one run as a page: the verdict first, then what failed and what to do, then the numbers beside those of the runs before.</summary>
public static class RunPage
{
    private static readonly Dictionary<string, ErrorKind> Kinds = Enum.GetValues<ErrorKind>().ToDictionary(kind => CatalogWords.Errors.Of(kind));

    /// <summary>The whole page.</summary>
    /// <param name="report">What it tells.</param>
    /// <param name="zone">Zone of the times.</param>
    public static string Write(RunReport report, TimeZoneInfo zone)
    {
        RunDetails details = report.Details;
        return Page.Write(
            $"{details.Run.Job}, run {details.Run.Id}: {Verdict.Of(details).Text}",
            html =>
            {
                Head(html, details, zone);
                Notices(html, details);
                Failures(html, details);
                Numbers(html, details);
                Beside(html, report, zone);
                Folders(html, report);
                Snapshot(html, details, zone);
                Files(html, "Left out", report.Omitted, report.OmittedCount, "Reason", file => Reason(file.Reason));
                Files(html, "Removed from the copy", report.Deleted, report.DeletedCount, "Was", file => file.Size is { } size && file.Kind == "file" ? Amount.Bytes(size) : file.Kind);
                html.Element("p", $"Made from the catalog by SnapBack {details.Version} on {details.Host}. Times are of {zone.DisplayName}.", ("class", "dim small"));
            });
    }

    private static void Head(HtmlText html, RunDetails details, TimeZoneInfo zone)
    {
        RunRow run = details.Run;
        Verdict verdict = Verdict.Of(details);
        html.Element("p", $"SnapBack on {details.Host}", ("class", "dim small"));
        html.Element("h1", $"{run.Job}, run {run.Id}");
        html.Element(
            "div",
            () =>
            {
                html.Element("strong", verdict.Text);
                html.Element("p", verdict.More);
            },
            ("class", $"verdict {ClassOf(verdict.Level)}"));
        string ended = run.Ended is { } end ? $"{Amount.Time(end - run.Started)}, until {Amount.Moment(end, zone)}" : "no end is recorded";
        html.Element("p", $"{run.Mode} {run.Kind}, {Amount.Moment(run.Started, zone)}, {ended}; exit code {run.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}", ("class", "dim"));
        foreach (RunTreeRow tree in details.Trees)
        {
            string view = tree.View switch { "snapshot" => "read from a snapshot", "live" => "read live", _ => "not read" };
            html.Element("p", $"{tree.Source} → {tree.Destination} ({view})", ("class", "small"));
        }
    }

    private static void Notices(HtmlText html, RunDetails details)
    {
        foreach (Notice notice in details.Notices.OrderByDescending(notice => notice.IsWarning))
        {
            html.Element(
                "p",
                () =>
                {
                    html.Element("b", notice.IsWarning ? "Warning: " : "Note: ", ("class", notice.IsWarning ? "warn" : "dim"));
                    html.Text($"{notice.Text} ({notice.Code})");
                });
        }
    }

    private static void Failures(HtmlText html, RunDetails details)
    {
        if (details.Failures.Count == 0)
        {
            return;
        }

        html.Element("h2", "What failed, and what to do");
        foreach (IGrouping<string, FileRow> kind in details.Failures.GroupBy(failure => failure.ErrorKind ?? string.Empty).OrderByDescending(group => group.Count()))
        {
            string advice = Kinds.TryGetValue(kind.Key, out ErrorKind known) ? Advice.For(known) : string.Empty;
            html.Element("p", $"{Amount.Count(kind.Count(), "path", "paths")}. {advice}");
            Table(html, ["Path", "Reason", "Tries"], kind.Take(RunReport.MostListed), row => [row.Path, row.Error ?? string.Empty, Amount.Number(row.Attempts)], numbersFrom: 2);
            More(html, kind.Count());
        }
    }

    private static void Numbers(HtmlText html, RunDetails details)
    {
        if (details.Totals is not { } totals)
        {
            html.Element("p", "The run did not come to its end, so there are no totals.", ("class", "dim"));
            return;
        }

        html.Element("h2", "In numbers");
        (string Value, string Name)[] tiles =
        [
            (Amount.Number(totals.Files.Copied), "files copied"), (Amount.Bytes(totals.Bytes.Copied), "copied"), (Amount.Number(totals.Files.Failed + totals.Dirs.Failed), "failed"),
            (Amount.Number(totals.Deleted), "removed from the copy"), (Amount.Number(totals.MetadataUpdated), "new attributes only"), (Amount.Number(totals.Files.Total), "files selected"),
            (Amount.Number(totals.VersionsKept), "older versions kept"), (Amount.Bytes(totals.VersionBytes), "in these versions"), (Amount.Number(totals.Withheld), "deletions held back"),
        ];
        html.Element(
            "div",
            () =>
            {
                foreach ((string value, string name) in tiles)
                {
                    html.Element("div", () => html.Element("b", value).Text(name), ("class", "tile"));
                }
            },
            ("class", "tiles"));
        html.Element(
            "p",
            $"Snapshot {Amount.Time(totals.SnapshotTime)}, listing and comparing {Amount.Time(totals.PlanTime)}, copying and deleting {Amount.Time(totals.ExecuteTime)} (of it {Amount.Time(totals.RetryWaitTime)} waiting to try again).",
            ("class", "small dim"));
    }

    private static void Beside(HtmlText html, RunReport report, TimeZoneInfo zone)
    {
        if (report.Beside.Count < 2)
        {
            return;
        }

        html.Element("h2", $"Beside the {Amount.Count(report.Beside.Count - 1, "run", "runs")} before");
        html.Element("p", "Bytes copied", ("class", "small dim"));
        Charts.Bars(html, "Bytes copied by run", report.Beside, run => run.BytesCopied ?? 0, run => Amount.Bytes(run.BytesCopied ?? 0), zone);
        html.Element("p", "Time taken", ("class", "small dim"));
        Charts.Bars(html, "Time taken by run", report.Beside, run => run.Ended is { } end ? (end - run.Started).TotalSeconds : 0, run => run.Ended is { } end ? Amount.Time(end - run.Started) : "no end", zone);
        if (report.Beside.Any(run => run.FilesFailed > 0))
        {
            html.Element("p", "Files failed", ("class", "small dim"));
            Charts.Bars(html, "Files failed by run", report.Beside, run => run.FilesFailed ?? 0, run => Amount.Count(run.FilesFailed ?? 0, "file", "files"), zone);
        }
    }

    private static void Folders(HtmlText html, RunReport report)
    {
        FolderChanges[] folders = [.. report.Folders.Take(RunReport.MostListed + 1)];
        if (folders.Length == 0)
        {
            return;
        }

        html.Element("h2", "Changes by folder");
        Table(
            html,
            ["Folder", "Copied", "Bytes", "Updated", "Removed", "Failed"],
            folders.Take(RunReport.MostListed),
            f => [f.Folder, Amount.Number(f.Copied), Amount.Bytes(f.Bytes), Amount.Number(f.Updated), Amount.Number(f.Deleted), Amount.Number(f.Failed)],
            numbersFrom: 1);
        More(html, folders.Length);
    }

    private static void Snapshot(HtmlText html, RunDetails details, TimeZoneInfo zone)
    {
        html.Element("h2", "Snapshot");
        html.Element(
            "p",
            details.SnapshotCreated is { } created
                ? $"{details.Run.Snapshot}, made {Amount.Moment(created, zone)}. The job's policy is '{details.SnapshotPolicy}'."
                : $"None: the live files were read. The job's policy is '{details.SnapshotPolicy}'.");
        if (details.Writers.Count > 0)
        {
            Table(html, ["Writer", "State"], details.Writers.OrderBy(writer => writer.IsHealthy), (WriterStatus writer) => [writer.Name, writer.IsHealthy ? "well" : writer.State], numbersFrom: int.MaxValue);
        }
    }

    private static void Files(HtmlText html, string title, IReadOnlyList<FileRow> files, long count, string column, Func<FileRow, string> what)
    {
        if (count == 0)
        {
            return;
        }

        html.Element("h2", $"{title}: {Amount.Number(count)}");
        Table(html, ["Path", column], files, file => [file.Path, what(file)], numbersFrom: int.MaxValue);
        More(html, count);
    }

    private static void More(HtmlText html, long count)
    {
        if (count > RunReport.MostListed)
        {
            html.Element("p", $"The first {RunReport.MostListed} are shown. 'snapback catalog files' lists all.", ("class", "small dim"));
        }
    }

    private static void Table<T>(HtmlText html, string[] heads, IEnumerable<T> rows, Func<T, string[]> cells, int numbersFrom) => html.Element(
        "div",
        () => html.Element(
            "table",
            () =>
            {
                html.Element("tr", () => Cells(html, "th", heads, numbersFrom));
                foreach (T row in rows)
                {
                    html.Element("tr", () => Cells(html, "td", cells(row), numbersFrom));
                }
            }),
        ("class", "wide"));

    private static void Cells(HtmlText html, string tag, string[] texts, int numbersFrom)
    {
        for (int i = 0; i < texts.Length; i++)
        {
            html.Element(tag, texts[i], ("class", i >= numbersFrom ? "n" : i == 0 && tag == "td" ? "path" : string.Empty));
        }
    }

    private static string Reason(string? word) => word?.Replace('-', ' ') ?? string.Empty;

    internal static string ClassOf(VerdictLevel level) => level switch
    {
        VerdictLevel.Good => "good",
        VerdictLevel.Warning => "warn",
        VerdictLevel.Bad => "bad",
        _ => "dim",
    };
}
