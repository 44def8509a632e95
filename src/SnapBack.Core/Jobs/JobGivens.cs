namespace SnapBack.Jobs;

/// <summary>
/// What is said about a job in its file and on the command line, as text with places: keys known, kinds of values right, nothing parsed
/// yet. The command line wins.
/// </summary>
internal sealed class JobGivens
{
    private const int MostPairs = 1000;
    private const string Manual = "docs/jobs.md lists all keys.";

    private readonly JobOverrides _overrides;
    private readonly Dictionary<string, IReadOnlyList<GivenText>> _inFile = new(StringComparer.Ordinal);
    private readonly List<GivenPair> _pairsInFile = [];

    /// <summary>Takes what the command line says alone.</summary>
    public JobGivens(JobOverrides overrides)
    {
        _overrides = overrides;
    }

    /// <summary>Takes a job file, which people know as <paramref name="file"/>, in <paramref name="folder"/>, and the command line.</summary>
    /// <exception cref="Errors.SnapBackException"><see cref="Errors.ErrorCode.JobInvalid"/>: a key or a kind of value is wrong.</exception>
    public JobGivens(JobNode root, string file, string folder, JobOverrides overrides)
        : this(overrides)
    {
        Root = ValuePlace.InFile(file, root.Place, folder);
        if (root.Kind != JobNodeKind.Object)
        {
            throw Root.Error($"a job file is an object in braces, not {root.KindInWords}", "The smallest job: { \"source\": \"/data\", \"destination\": \"/backup\" }");
        }

        foreach (JobMember member in root.Members)
        {
            ValuePlace key = ValuePlace.InFile(file, member.Place, folder);
            if (member.Key == JobOptions.Pairs)
            {
                ReadPairs(member.Value, node => ValuePlace.InFile(file, node, folder));
            }
            else if (member.Key == JobOptions.Notify)
            {
                Notifications = NotifyReader.Read(member.Value, node => ValuePlace.InFile(file, node, folder));
            }
            else if (member.Key == JobOptions.Hooks)
            {
                Hooks = HookReader.Read(member.Value, node => ValuePlace.InFile(file, node, folder));
            }
            else if (member.Key != JobOptions.Schema)
            {
                JobOption option = JobOptions.Find(member.Key) ?? throw UnknownKey(member.Key, key, JobOptions.Keys);
                _inFile[member.Key] = TextsOf(option, member.Value, node => ValuePlace.InFile(file, node, folder));
            }
        }

        AddSinglePair(root);
    }

    /// <summary>Where the job begins in its file; null without a file.</summary>
    public ValuePlace? Root { get; }

    /// <summary>Who is told of the runs; only a job file can say that.</summary>
    public IReadOnlyList<Notification> Notifications { get; } = [];

    /// <summary>The programs that are run before and after; only a job file can say that.</summary>
    public IReadOnlyList<Hook> Hooks { get; } = [];

    /// <summary>The texts given for an option, the command line's before the file's; null when there are none.</summary>
    public IReadOnlyList<GivenText>? Find(JobOption option) => FindOverride(option) ?? _inFile.GetValueOrDefault(option.Key);

    /// <summary>The pairs, complete or not, with what the command line says put in.</summary>
    /// <exception cref="Errors.SnapBackException"><see cref="Errors.ErrorCode.Usage"/>: one half is given for a job with several pairs.</exception>
    public IReadOnlyList<GivenPair> Pairs()
    {
        GivenText? source = FindOverride(JobOptions.Source)?[0];
        GivenText? destination = FindOverride(JobOptions.Destination)?[0];
        ValuePlace? place = (source ?? destination)?.Place;
        if (place is null)
        {
            // The command line's word on snapshots holds for all pairs.
            return FindOverride(JobOptions.Snapshot) is null ? _pairsInFile : _pairsInFile.ConvertAll(p => p with { Snapshot = null });
        }

        if (_pairsInFile.Count > 1 && (source is null || destination is null))
        {
            throw place.Error(
                $"the job file has {_pairsInFile.Count} pairs, and one half of a pair can't replace them",
                "Give both --source and --destination to back up that one pair instead.");
        }

        GivenPair? filed = _pairsInFile.FirstOrDefault();
        return [new GivenPair(source ?? filed?.Source, destination ?? filed?.Destination, place)];
    }

    private static Errors.SnapBackException UnknownKey(string key, ValuePlace place, IReadOnlyList<string> known)
    {
        string shown = ValuePlace.Show(key);
        if (JobOptions.NotYet.Contains(key, StringComparer.Ordinal))
        {
            return place.Error($"'{shown}' is known, but not available in this version", "Leave it out, or wait for the version that has it.");
        }

        if (JobOptions.CommandLineOnly.Contains(key, StringComparer.Ordinal))
        {
            string option = new JobOption(key, JobOptionKind.Text).OptionName;
            return place.Error($"'{shown}' belongs to one call and not to a job", $"Use {option} on the command line where this version has it.");
        }

        string suggestion = NearestWord.Find(key, known) is { } near ? $" (did you mean '{near}'?)" : string.Empty;
        return place.Error($"unknown key '{shown}'{suggestion}", Manual);
    }

    private static List<GivenText> TextsOf(JobOption option, JobNode node, Func<TextPlace, ValuePlace> placeOf)
    {
        if (option.Kind == JobOptionKind.Keep)
        {
            return [new GivenText(KeepText(option, node, placeOf), placeOf(node.Place))];
        }

        bool isList = option.IsList && node.Kind == JobNodeKind.Array;
        JobNode? wrong = isList ? node.Items.FirstOrDefault(i => i.Kind != JobNodeKind.Text) : Accepts(option.Kind, node.Kind) ? null : node;
        if (wrong is not null)
        {
            throw placeOf(wrong.Place).Error($"'{option.Key}' must be {Wanted(option)}, not {wrong.KindInWords}", Manual);
        }

        return [.. (isList ? node.Items : [node]).Select(n => new GivenText(n.Text, placeOf(n.Place)))];
    }

    // As the command line would say it.
    private static string KeepText(JobOption option, JobNode node, Func<TextPlace, ValuePlace> placeOf)
    {
        if (node.Kind != JobNodeKind.Object)
        {
            throw placeOf(node.Place).Error($"'{option.Key}' must be {Wanted(option)}, not {node.KindInWords}", Manual);
        }

        foreach (JobMember member in node.Members)
        {
            JobNodeKind wanted = member.Key == "within" ? JobNodeKind.Text : JobNodeKind.Number;
            if (member.Value.Kind != wanted)
            {
                throw placeOf(member.Place).Error($"'{ValuePlace.Show(member.Key)}' in '{option.Key}' must be {(wanted == JobNodeKind.Text ? "a text such as \"30d\"" : "a number without quotes")}", Manual);
            }
        }

        return string.Join(',', node.Members.Select(member => $"{member.Key}={member.Value.Text}"));
    }

    private static bool Accepts(JobOptionKind option, JobNodeKind node) => option switch
    {
        JobOptionKind.Number => node == JobNodeKind.Number,
        JobOptionKind.Flag => node == JobNodeKind.Boolean,
        JobOptionKind.Size or JobOptionKind.Age or JobOptionKind.Limit or JobOptionKind.Space => node is JobNodeKind.Number or JobNodeKind.Text,
        _ => node == JobNodeKind.Text,
    };

    private static string Wanted(JobOption option) => option.Kind switch
    {
        JobOptionKind.Number => "a number without quotes",
        JobOptionKind.Size => "a number of bytes or a text such as \"10M\"",
        JobOptionKind.Age => "a number of days or a date as YYYYMMDD",
        JobOptionKind.Limit => "a number or a text such as \"50%\"",
        JobOptionKind.Space => "a number of bytes or a text such as \"10G\" or \"10%\"",
        JobOptionKind.Flag => "true or false",
        JobOptionKind.Keep => "an object such as { \"last\": 7, \"within\": \"30d\" }",
        JobOptionKind.Hours => "a text such as \"2200-0600\"",
        JobOptionKind.Words => $"one or a list of the texts {string.Join(", ", option.Words.Select(w => $"\"{w}\""))}",
        JobOptionKind.Patterns => "a text or a list of texts",
        JobOptionKind.Word => $"one of the texts {string.Join(", ", option.Words.Select(w => $"\"{w}\""))}",
        _ => "a text in quotes",
    };

    private IReadOnlyList<GivenText>? FindOverride(JobOption option)
    {
        ValuePlace place = ValuePlace.OnCommandLine(option.OptionName);
        return _overrides.TextsOf(option) is { } texts ? [.. texts.Select(t => new GivenText(t, place))] : null;
    }

    private void ReadPairs(JobNode list, Func<TextPlace, ValuePlace> placeOf)
    {
        if (list.Kind != JobNodeKind.Array || list.Items.Count is 0 or > MostPairs)
        {
            throw placeOf(list.Place).Error($"'{JobOptions.Pairs}' must be a list of 1 to {MostPairs} objects with source and destination", Manual);
        }

        foreach (JobNode item in list.Items)
        {
            ValuePlace place = placeOf(item.Place);
            if (item.Kind != JobNodeKind.Object)
            {
                throw place.Error($"a pair must be an object with source and destination, not {item.KindInWords}", Manual);
            }

            Dictionary<string, GivenText> parts = new(StringComparer.Ordinal);
            foreach (JobMember member in item.Members)
            {
                JobOption? option = JobOptions.OfPair.FirstOrDefault(o => o.Key == member.Key);
                parts[member.Key] = option is null
                    ? throw UnknownKey(member.Key, placeOf(member.Place), [.. JobOptions.OfPair.Select(o => o.Key)])
                    : TextsOf(option, member.Value, placeOf)[0];
            }

            _pairsInFile.Add(new GivenPair(parts.GetValueOrDefault(JobOptions.Source.Key), parts.GetValueOrDefault(JobOptions.Destination.Key), place)
            {
                Snapshot = parts.GetValueOrDefault(JobOptions.Snapshot.Key),
            });
        }
    }

    private void AddSinglePair(JobNode root)
    {
        GivenText? source = _inFile.GetValueOrDefault(JobOptions.Source.Key)?[0];
        GivenText? destination = _inFile.GetValueOrDefault(JobOptions.Destination.Key)?[0];
        if (source is null && destination is null)
        {
            return;
        }

        if (root.Members.Any(m => m.Key == JobOptions.Pairs))
        {
            throw (source ?? destination)!.Place.Error("a job has either source and destination or pairs, not both", "Move this folder into a pair of its own.");
        }

        _pairsInFile.Add(new GivenPair(source, destination, Root!));
    }
}
