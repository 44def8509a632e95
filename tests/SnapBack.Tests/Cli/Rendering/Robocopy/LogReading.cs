using System.Globalization;
using System.Text.RegularExpressions;

namespace SnapBack.Tests.Cli.Rendering.Robocopy;

/// <summary>
/// Reads a log as programs that know only its layout do: by tabs, trailing separators, percent signs and <c>(0x</c>. It shares nothing with what
/// writes the log.
/// </summary>
internal sealed partial class LogReading
{
    private readonly List<(string Label, long Count, string Path)> _folders = [];
    private readonly List<(string Label, long Size, string Path)> _files = [];
    private readonly List<(int Code, string What, string Description)> _errors = [];
    private readonly Dictionary<string, long[]> _sums = [];
    private readonly List<string> _strays = [];
    private string _context = string.Empty;

    public IReadOnlyList<(string Label, long Count, string Path)> Folders => _folders;

    /// <summary>Each path once, as it was told last.</summary>
    public IReadOnlyList<(string Label, long Size, string Path)> Files => [.. _files.GroupBy(f => f.Path, StringComparer.Ordinal).Select(g => g.Last())];

    public IReadOnlyList<(int Code, string What, string Description)> Errors => _errors;

    /// <summary>Total, copied, skipped, mismatch, failed, extras by row; units as far as their decimals go.</summary>
    public IReadOnlyDictionary<string, long[]> Sums => _sums;

    /// <summary>Lines of the body that are none of these.</summary>
    public IReadOnlyList<string> Strays => _strays;

    public static LogReading Of(string log)
    {
        LogReading reading = new();
        string[] lines = log.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        int[] dashes = [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].Length > 70 && lines[i].Trim('-').Length == 0)];
        reading.ReadBody(lines[(dashes[2] + 1)..dashes[3]]);
        reading.ReadSummary(lines[(dashes[3] + 1)..]);
        return reading;
    }

    private static long Bytes(string text)
    {
        decimal unit = "kmgt".IndexOf(text[^1], StringComparison.Ordinal) switch
        {
            0 => 1024m,
            1 => 1024m * 1024,
            2 => 1024m * 1024 * 1024,
            3 => 1024m * 1024 * 1024 * 1024,
            _ => 1,
        };
        return (long)(decimal.Parse(text.TrimEnd('k', 'm', 'g', 't', ' '), CultureInfo.InvariantCulture) * unit);
    }

    private void ReadBody(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            string line = string.Concat(lines[i].Split('\r').Where(part => !Percent().IsMatch(part)));
            if (Folder().Match(line) is { Success: true } folder)
            {
                ReadFolder(folder);
            }
            else if (File().Match(line) is { Success: true } file)
            {
                string name = file.Groups["name"].Value;
                _files.Add((file.Groups["cls"].Value.Trim(), Bytes(file.Groups["size"].Value), Path.IsPathRooted(name) ? name : _context + name));
            }
            else if (Error().Match(line) is { Success: true } error)
            {
                _errors.Add((int.Parse(error.Groups["code"].Value, CultureInfo.InvariantCulture), error.Groups["what"].Value, lines[++i]));
            }
            else if (line.Length > 0 && !line.EndsWith("Retrying...", StringComparison.Ordinal) && line != "ERROR: RETRY LIMIT EXCEEDED.")
            {
                _strays.Add(line);
            }
        }
    }

    private void ReadFolder(Match folder)
    {
        string label = folder.Groups["cls"].Value.Trim();
        string path = folder.Groups["path"].Value;
        _folders.Add((label, long.Parse(folder.Groups["n"].Value, CultureInfo.InvariantCulture), path));

        // What only the destination has, or is left out, holds none of the files that follow.
        _context = label is "" or "New Dir" ? path : _context;
    }

    private void ReadSummary(string[] lines)
    {
        foreach (Match row in lines.Select(line => Sum().Match(line)).Where(m => m.Success))
        {
            _sums.Add(row.Groups[1].Value, [.. row.Groups[2].Captures.Select(c => Bytes(c.Value))]);
        }
    }

    [GeneratedRegex(@"^\t(?<cls>.{12})\s*(?<n>-?\d+)\t(?<path>.*[\\/])$")]
    private static partial Regex Folder();

    [GeneratedRegex(@"^\t  (?<cls>.{12})\t\t\s*(?<size>\d+(?:[.,]\d+ [kmgt])?)(?: (?<ts>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d))?\t(?<name>.+)$")]
    private static partial Regex File();

    [GeneratedRegex(@"^\s*\d{1,3}(?:[.,]\d)?%\s*$")]
    private static partial Regex Percent();

    [GeneratedRegex(@"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \S+ (?<code>\d+) \(0x(?<hex>[0-9A-Fa-f]{8})\) (?<what>.+)$")]
    private static partial Regex Error();

    [GeneratedRegex(@"^\s*(\S+) :(?:\s+(\d+(?:[.,]\d+ [kmgt])?)){6}\s*$")]
    private static partial Regex Sum();
}
