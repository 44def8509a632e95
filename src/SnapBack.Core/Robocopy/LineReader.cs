using SnapBack.Errors;
using SnapBack.Jobs;

namespace SnapBack.Robocopy;

/// <summary>
/// Reads a command line: the first two words that are no switches are source and destination, the others names of files; a list (/XF, /XD, /IF) takes
/// all words up to the next list, whatever switches stand in between; of a switch that is given twice the last one holds, lists grow. Job files are
/// read where they are named. One line per instance.
/// </summary>
public sealed class LineReader
{
    private const int DeepestJob = 16;
    private const char Quote = '"';

    private readonly bool _isWindows;
    private readonly Func<string, RcjText> _readJob;
    private readonly List<GivenSwitch> _given = [];
    private readonly Dictionary<string, List<string>> _lists = new(StringComparer.Ordinal)
    {
        [SwitchTable.IncludeFiles.Name] = [],
        [SwitchTable.ExcludeFiles.Name] = [],
        [SwitchTable.ExcludeFolders.Name] = [],
    };

    private readonly List<string> _places = [];
    private readonly List<string> _jobFiles = [];
    private List<string>? _list;
    private int _depth;
    private bool _asksForHelp;
    private RobocopyLine? _saved;

    /// <summary>Makes a reader.</summary>
    /// <param name="isWindows">
    /// Whose paths: where they begin with a slash themselves, a word with a second slash before any colon is a path and no switch.
    /// </param>
    /// <param name="readJob">Reads the job file of that name. Throws <see cref="SnapBackException"/>.</param>
    public LineReader(bool isWindows, Func<string, RcjText> readJob)
    {
        _isWindows = isWindows;
        _readJob = readJob;
    }

    /// <summary>Reads the words behind the program's name.</summary>
    /// <param name="words">The words as the system gave them.</param>
    /// <param name="defaults">The user's own defaults, read first; nothing but /R and /W counts in them. Null for none.</param>
    /// <exception cref="SnapBackException">
    /// <see cref="ErrorCode.RobocopyLine"/>, <see cref="ErrorCode.RobocopyJobFile"/> or <see cref="ErrorCode.RobocopyClash"/>.
    /// </exception>
    public RobocopyLine Read(IReadOnlyList<string> words, RcjText? defaults = null)
    {
        foreach ((int number, string text) in (defaults?.Lines ?? []).Where(l => IsDefault(l.Text)))
        {
            Take(text, new LinePlace(defaults!.File, number), isInJob: true);
        }

        for (int i = 0; i < words.Count; i++)
        {
            Take(words[i], new LinePlace(null, i + 1), isInJob: false);
        }

        RobocopyLine line = Line();
        if (!line.AsksForHelp)
        {
            LineRules.Check(line);
        }

        return line;
    }

    private static bool IsDefault(string text) =>
        text.StartsWith($"{SwitchTable.Retries.Name}:", StringComparison.OrdinalIgnoreCase) || text.StartsWith($"{SwitchTable.Wait.Name}:", StringComparison.OrdinalIgnoreCase);

    private RobocopyLine Line() => new()
    {
        Source = _places.Count > 0 ? _places[0] : PathOf(SwitchTable.Source),
        Destination = _places.Count > 1 ? _places[1] : PathOf(SwitchTable.Destination),
        Files = [.. _places.Skip(2), .. _lists[SwitchTable.IncludeFiles.Name]],
        ExcludeFiles = [.. _lists[SwitchTable.ExcludeFiles.Name]],
        ExcludeFolders = [.. _lists[SwitchTable.ExcludeFolders.Name]],
        Given = [.. _given],
        JobFiles = [.. _jobFiles],
        Saved = _saved,
        AsksForHelp = _asksForHelp,
    };

    private string? PathOf(Switch of) => _given.FirstOrDefault(g => g.Switch == of)?.Value;

    private void Take(string word, LinePlace place, bool isInJob)
    {
        string text = WithoutQuotes(word);
        if (text.Contains(Quote, StringComparison.Ordinal))
        {
            throw LineErrors.Invalid(
                place,
                word,
                "A backslash before a closing quote is read as part of the text, so that \"D:\\\" becomes D:\" and swallows what follows. Write \"D:\\\\\", D:\\ or leave the last backslash out.");
        }

        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal))
        {
            throw LineErrors.Invalid(place, word, "A parameter must not be empty.");
        }

        if (IsSwitch(text))
        {
            TakeSwitch(text, place, isInJob);
        }
        else if (_list is not null)
        {
            _list.Add(text);
        }
        else if (isInJob)
        {
            throw LineErrors.Invalid(place, word, "Only names below /IF, /XF or /XD stand without a slash in a job file; the folders are /SD:path and /DD:path.");
        }
        else
        {
            _places.Add(text);
        }
    }

    // A shell may pass on the quotes that were written around a whole switch or its value.
    private static string WithoutQuotes(string word)
    {
        if (word.Length < 2 || word[^1] != Quote || word.Count(c => c == Quote) != 2)
        {
            return word;
        }

        int first = word.IndexOf(Quote, StringComparison.Ordinal);
        bool isWhole = first == 0;
        bool isValue = first > 0 && word[0] == '/' && word[first - 1] == ':';
        return isWhole || isValue ? word.Remove(word.Length - 1).Remove(first, 1) : word;
    }

    private bool IsSwitch(string text)
    {
        if (text[0] != '/' || _isWindows)
        {
            return text[0] == '/';
        }

        int end = text.IndexOf(':', StringComparison.Ordinal);
        return text.Length > 1 && !text.AsSpan(1, (end < 0 ? text.Length : end) - 1).Contains('/');
    }

    private void TakeSwitch(string text, LinePlace place, bool isInJob)
    {
        if (text == "/?")
        {
            _asksForHelp = true;
            return;
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? text : text[..colon];
        Switch known = SwitchTable.Find(name) ?? throw Unknown(name, text, place);
        if (known.Priority == SwitchPriority.Skip)
        {
            throw LineErrors.Invalid(place, text, known.Refusal);
        }

        if (known.Form == SwitchForm.List && colon < 0)
        {
            _list = _lists[known.Name];
            return;
        }

        // In a file a list ends at the next switch, on the command line at the next list.
        _list = isInJob ? null : _list;
        GivenSwitch given = Value(known, text, colon, place);
        if (known == SwitchTable.Job)
        {
            TakeJob(_readJob(given.Value));
        }
        else
        {
            Put(given);
        }
    }

    private static GivenSwitch Value(Switch known, string text, int colon, LinePlace place)
    {
        if (colon < 0)
        {
            return known.NeedsValue ? throw LineErrors.Invalid(place, text, $"It is written {known.Usage}.") : new GivenSwitch(known, string.Empty, place);
        }

        if (!known.TakesValue)
        {
            throw LineErrors.Invalid(place, text, known.Form == SwitchForm.List ? $"The names follow after a blank: {known.Usage}." : $"{known.Name} has no value.");
        }

        return SwitchValue.TryRead(known, text[(colon + 1)..], out string value, out string? problem)
            ? new GivenSwitch(known, value, place)
            : throw LineErrors.Invalid(place, text, $"{known.Name} {problem}.");
    }

    private void Put(GivenSwitch given)
    {
        if (given.Switch == SwitchTable.Save)
        {
            _saved = Line();
        }

        _given.RemoveAll(g => g.Switch == given.Switch || (g.Switch.Family is { } family && family == given.Switch.Family));
        _given.Add(given);
    }

    private void TakeJob(RcjText job)
    {
        if (++_depth > DeepestJob)
        {
            throw LineErrors.JobFile($"Invalid Job File : \"{LineErrors.Show(job.File)}\"", "Job files that name each other never end.");
        }

        List<string>? outer = _list;
        _list = null;
        foreach ((int number, string text) in job.Lines)
        {
            Take(text, new LinePlace(job.File, number), isInJob: true);
        }

        _list = outer;
        _jobFiles.Add(job.File);
        _depth--;
    }

    private SnapBackException Unknown(string name, string text, LinePlace place)
    {
        string near = NearestWord.Find(name, SwitchTable.All.Where(s => s.IsOffered).Select(s => s.Name)) is { } word ? $" Did you mean {word}?" : string.Empty;
        string path = _isWindows ? string.Empty : " A folder in the root is written with a slash at its end: /mnt/.";
        return LineErrors.Invalid(place, text, $"There is no switch {LineErrors.Show(name)}.{near}{path} 'snapback robocopy /?' lists all.");
    }
}
