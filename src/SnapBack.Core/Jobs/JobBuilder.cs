using SnapBack.Errors;
using SnapBack.Trees;

namespace SnapBack.Jobs;

/// <summary>Makes a checked <see cref="Job"/> out of what was given: parses every value, applies defaults, resolves paths.</summary>
internal sealed class JobBuilder
{
    private readonly JobGivens _givens;
    private readonly TimeProvider _clock;

    /// <summary>Takes what was given, and the clock for ages.</summary>
    public JobBuilder(JobGivens givens, TimeProvider clock)
    {
        _givens = givens;
        _clock = clock;
    }

    private delegate bool Parser<T>(string text, out T value, out string? problem);

    /// <summary>Builds the job.</summary>
    /// <param name="defaultName">Its name when nothing gives it one.</param>
    /// <param name="call">Says what belongs to one call and to no job.</param>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.JobInvalid"/> or, for the command line, <see cref="ErrorCode.Usage"/>.</exception>
    public Job Build(string defaultName, JobOverrides call)
    {
        Job defaults = new() { Name = defaultName, Pairs = [] };
        List<JobPair> pairs = BuildPairs();
        Selection selection = BuildSelection(pairs);
        long bandwidth = Size(JobOptions.Bandwidth) ?? 0;
        return defaults with
        {
            Name = Name(defaultName),
            Pairs = pairs,
            Mode = Word(JobOptions.Mode, defaults.Mode),
            Snapshot = Word(JobOptions.Snapshot, defaults.Snapshot),
            SnapshotProvider = Provider(),
            Vss = BuildVss(),
            Selection = pairs.Count == 1 ? selection.For(pairs[0]) : selection,
            Copy = Letters(JobOptions.Copy, defaults.Copy),
            DirCopy = Letters(JobOptions.DirCopy, defaults.DirCopy),
            FixSecurity = Flag(JobOptions.FixSecurity),
            FixTimes = Flag(JobOptions.FixTimes),
            RootSecurity = Flag(JobOptions.RootSecurity),
            Recurse = Word(JobOptions.Recurse, defaults.Recurse),
            Levels = OptionalNumber(JobOptions.Levels),
            Classes = new ClassRules(Classes(JobOptions.SkipClasses), Classes(JobOptions.TakeClasses)),
            Links = new LinkRules(
                Word(JobOptions.Junctions, defaults.Links.Junctions),
                Word(JobOptions.FolderLinks, defaults.Links.Folders),
                Word(JobOptions.FileLinks, defaults.Links.Files)),
            Times = new TimeRules(OptionalNumber(JobOptions.TimeTolerance) is { } seconds ? TimeSpan.FromSeconds(seconds) : null, Flag(JobOptions.IgnoreDst)),
            Move = Word(JobOptions.Move, defaults.Move),
            IsStructureOnly = Flag(JobOptions.StructureOnly),
            ResetsArchive = Flag(JobOptions.ResetArchive),
            Attributes = new AttributeChange(Attributes(JobOptions.AddAttributes), Attributes(JobOptions.RemoveAttributes)),
            IsRestartable = Flag(JobOptions.Restartable),
            IsUnbuffered = Flag(JobOptions.Unbuffered),
            SharesBlocks = !Flag(JobOptions.NoClone),
            Offloads = !Flag(JobOptions.NoOffload),
            KeepsHoles = !Flag(JobOptions.NoSparse),
            Pacing = BuildPacing(),
            Watch = BuildWatch(),
            WaitsForShare = Flag(JobOptions.WaitForShare),
            Threads = (int)Number(JobOptions.Threads, defaults.Threads),
            BandwidthBytesPerSecond = bandwidth == 0 ? null : bandwidth,
            Retry = (int)Number(JobOptions.Retry, defaults.Retry),
            RetryWait = TimeSpan.FromSeconds(Number(JobOptions.RetryWait, (long)defaults.RetryWait.TotalSeconds)),
            Verify = Word(JobOptions.Verify, defaults.Verify),
            KeepsVersions = Flag(JobOptions.KeepVersions),
            Keep = BuildKeep(),
            Conflict = Word(JobOptions.Conflict, defaults.Conflict),
            MaxDelete = Parse<DeleteLimit?>(JobOptions.MaxDelete, ValueText.TryDeleteLimit, null) ?? defaults.MaxDelete,
            MaxChange = Parse<DeleteLimit?>(JobOptions.MaxChange, ValueText.TryDeleteLimit, null),
            ExitCodes = Word(JobOptions.ExitCodes, defaults.ExitCodes),
            IsDryRun = call.DryRun,
            PlanOut = call.PlanOut is { } planOut ? Path.GetFullPath(planOut) : null,
            PlanFile = call.Plan is { } planFile ? Path.GetFullPath(planFile) : null,
            AcceptsSource = call.AcceptSource,
            AcceptsDestination = call.AcceptDestination,
            Catalog = Given(JobOptions.Catalog) is { } catalog ? FullPath(JobOptions.Catalog.Key, catalog) : null,
            Log = Given(JobOptions.Log) is { } log ? FullPath(JobOptions.Log.Key, log) : null,
            ReportIndex = Given(JobOptions.ReportIndex) is { } index ? FullPath(JobOptions.ReportIndex.Key, index) : null,
            Hooks = _givens.Hooks,
            Notifications = _givens.Notifications,
        };
    }

    /// <summary>Builds only what is said of the shadow copy service.</summary>
    /// <exception cref="SnapBackException">As <see cref="Build"/>.</exception>
    public VssOptions BuildVss() => new()
    {
        Engine = Word(JobOptions.VssEngine, VssOptions.Default.Engine),
        Tries = (int)Number(JobOptions.VssRetry, VssOptions.Default.Tries),
        RetryWait = TimeSpan.FromSeconds(Number(JobOptions.VssRetryWait, (long)VssOptions.Default.RetryWait.TotalSeconds)),
        Timeout = TimeSpan.FromSeconds(Number(JobOptions.VssTimeout, (long)VssOptions.Default.Timeout.TotalSeconds)),
    };

    /// <summary>The full path that was given for <paramref name="key"/>; a relative one starts from where it was given.</summary>
    /// <exception cref="SnapBackException">As <see cref="Build"/>.</exception>
    public static string FullPath(string key, GivenText given)
    {
        if (JobPath.Problem(given.Text, OperatingSystem.IsWindows()) is { } wrong)
        {
            string subject = given.Place.Code == ErrorCode.Usage ? "the path" : $"'{key}'";
            throw given.Place.Error($"{subject} '{ValuePlace.Show(given.Text)}' {wrong.Problem}", wrong.Hint);
        }

        try
        {
            return JobPath.Full(given.Text, given.Place.Folder ?? Environment.CurrentDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw given.Place.Error($"'{ValuePlace.Show(given.Text)}' can't be made a full path ({ValuePlace.Show(e.Message)})", "Write the full path.");
        }
    }

    private static SnapBackException Wrong(JobOption option, GivenText given, string problem, string hint = "") =>
        given.Place.Error(given.Place.Code == ErrorCode.Usage
            ? $"'{ValuePlace.Show(given.Text)}' {problem}"
            : $"'{option.Key}' {problem}, and '{ValuePlace.Show(given.Text)}' is not", hint);

    private GivenText? Given(JobOption option) => _givens.Find(option)?[0];

    private string Name(string defaultName)
    {
        GivenText? given = Given(JobOptions.Name);
        if (given is not null)
        {
            return ValueText.TryName(given.Text, out string? wrong) ? given.Text : throw given.Place.Error($"'name' {wrong}", "Give a short name on one line.");
        }

        return ValueText.TryName(defaultName, out string? problem)
            ? defaultName
            : throw (_givens.Root ?? ValuePlace.OnCommandLine("--name"))
                .Error($"the job takes its name from the file, and a name {problem}", "Give it a 'name' of its own.");
    }

    private string? Provider()
    {
        GivenText? given = Given(JobOptions.SnapshotProvider);
        return given is null || ValueText.TryName(given.Text, out string? problem)
            ? given?.Text
            : throw given.Place.Error($"'{JobOptions.SnapshotProvider.Key}' {problem}", "Leave it out: the provider is then chosen from the volume.");
    }

    private List<JobPair> BuildPairs()
    {
        IReadOnlyList<GivenPair> given = _givens.Pairs();
        if (given.Count == 0)
        {
            throw _givens.Root?.Error("the job has no source and no destination", "Add \"source\" and \"destination\", or \"pairs\".")
                ?? new SnapBackException(
                    ErrorCode.Usage, "There is neither a job file nor a source and a destination; nothing was touched.", "Give JOBFILE, or --source DIR and --destination DIR.");
        }

        return [.. given.Select(p => new JobPair(Half(p, p.Source, JobOptions.Source), Half(p, p.Destination, JobOptions.Destination))
        {
            Snapshot = p.Snapshot is { } own ? WordOf<SnapshotPolicy>(JobOptions.Snapshot, own) : null,
        })];
    }

    private static string Half(GivenPair pair, GivenText? half, JobOption option) => half is not null
        ? FullPath(option.Key, half)
        : throw pair.Place.Error(
            $"there is no {option.Key}", pair.Place.Code == ErrorCode.Usage ? $"Give {option.OptionName} as well." : $"Add \"{option.Key}\": the path of a folder.");

    private CopyParts Letters(JobOption option, CopyParts byDefault) => Given(option) is not { } given ? byDefault
        : CopyLetters.Parse(given.Text, option.Letters)
            ?? throw Wrong(option, given, $"must be letters out of {option.Letters}, or none", "DAT is content, attributes and times; S, O and U are access rules, owner and auditing.");

    private T Word<T>(JobOption option, T byDefault)
        where T : struct, Enum => Given(option) is { } given ? WordOf<T>(option, given) : byDefault;

    private ClassSet Classes(JobOption option) =>
        (_givens.Find(option) ?? []).Aggregate(ClassSet.None, (all, given) => all | WordOf<ClassSet>(option, given));

    private static T WordOf<T>(JobOption option, GivenText given)
        where T : struct, Enum
    {
        if (option.Words.Contains(given.Text, StringComparer.Ordinal))
        {
            return Enum.Parse<T>(given.Text, ignoreCase: true);
        }

        string allowed = string.Join(", ", option.Words);
        string suggestion = NearestWord.Find(given.Text, option.Words) is { } near ? $"Did you mean '{near}'?" : string.Empty;
        throw Wrong(option, given, $"must be one of {allowed}", suggestion);
    }

    private long Number(JobOption option, long byDefault) => Parse(
        option,
        (string text, out long value, out string? problem) => ValueText.TryNumber(text, option.Minimum, option.Maximum, out value, out problem),
        byDefault);

    private int? OptionalNumber(JobOption option) => Given(option) is null ? null : (int)Number(option, 0);

    private bool Flag(JobOption option) => Parse<bool>(option, ValueText.TryFlag, false);

    private uint Attributes(JobOption option) => Parse<uint>(option, ValueText.TryAttributes, 0);

    private Pacing BuildPacing() => new()
    {
        Gap = TimeSpan.FromMilliseconds(Number(JobOptions.Gap, 0)),
        ThrottleFrom = Size(JobOptions.ThrottleFrom) ?? 0,
        IoSize = Size(JobOptions.IoSize) is > 0 and var size ? size : null,
        Floor = Parse<SpaceFloor?>(JobOptions.Floor, ValueText.TrySpace, null),
        Hours = Parse<HourWindow?>(JobOptions.Hours, ValueText.TryHours, null),
        HoursPerFile = Flag(JobOptions.HoursPerFile),
    };

    private Watch? BuildWatch()
    {
        int? changes = OptionalNumber(JobOptions.MonitorChanges);
        int? minutes = OptionalNumber(JobOptions.MonitorMinutes);
        return changes is null && minutes is null ? null : new Watch(changes, minutes);
    }

    private KeepRules? BuildKeep()
    {
        KeepRules? rules = Parse<KeepRules?>(JobOptions.Keep, KeepRules.TryParse, null);
        return rules is null || Flag(JobOptions.KeepVersions)
            ? rules
            : throw Given(JobOptions.Keep)!.Place.Error("'keep' says how long older versions stay, and this job keeps none", "Add \"keepVersions\": true, or --keep-versions.");
    }

    private long? Size(JobOption option) => Given(option) is null ? null : Parse<long>(option, ValueText.TrySize, 0);

    private Timestamp? Age(JobOption option) => Given(option) is null
        ? null
        : Parse(option, (string text, out Timestamp value, out string? problem) => ValueText.TryAge(text, _clock, out value, out problem), default);

    private T Parse<T>(JobOption option, Parser<T> parser, T byDefault)
    {
        if (Given(option) is not { } given)
        {
            return byDefault;
        }

        return parser(given.Text, out T value, out string? problem) ? value : throw Wrong(option, given, problem ?? "is wrong");
    }

    private Selection BuildSelection(List<JobPair> pairs)
    {
        Selection selection = new()
        {
            IncludeFiles = Patterns(JobOptions.IncludeFile, pairs),
            ExcludeFiles = Patterns(JobOptions.ExcludeFile, pairs),
            ExcludeDirectories = Patterns(JobOptions.ExcludeDir, pairs),
            MinSize = Size(JobOptions.MinSize),
            MaxSize = Size(JobOptions.MaxSize),
            NotBefore = Age(JobOptions.MaxAge),
            NotAfter = Age(JobOptions.MinAge),
            NotAccessedBefore = Age(JobOptions.MaxLastAccess),
            NotAccessedAfter = Age(JobOptions.MinLastAccess),
            OnlyArchive = Flag(JobOptions.OnlyArchive),
            IncludeAttributes = Attributes(JobOptions.IncludeAttributes),
            ExcludeAttributes = Attributes(JobOptions.ExcludeAttributes),
        };
        RequireSomethingBetween(JobOptions.MinSize, JobOptions.MaxSize, selection.MinSize > selection.MaxSize);
        RequireSomethingBetween(JobOptions.MinAge, JobOptions.MaxAge, selection.NotBefore > selection.NotAfter);
        RequireSomethingBetween(JobOptions.MinLastAccess, JobOptions.MaxLastAccess, selection.NotAccessedBefore > selection.NotAccessedAfter);
        return selection;
    }

    private void RequireSomethingBetween(JobOption minimum, JobOption maximum, bool isEmpty)
    {
        if (isEmpty)
        {
            throw Given(minimum)!.Place.Error($"no file can meet both '{minimum.Key}' and '{maximum.Key}'", "Swap the two, or leave one out.");
        }
    }

    private List<NamePattern> Patterns(JobOption option, List<JobPair> pairs)
    {
        List<NamePattern> patterns = [];
        foreach (GivenText given in _givens.Find(option) ?? [])
        {
            NamePattern pattern = new(given.Text);
            if (pattern.IsEmpty || given.Text.Contains('\0', StringComparison.Ordinal) || pattern.LeavesRoot)
            {
                throw Wrong(option, given, "must be a name or a path below the source, with * and ? as wildcards and without '..'");
            }

            bool isFilePattern = option == JobOptions.IncludeFile;
            if (pattern.IsFullPath && (isFilePattern || !pairs.Any(p => pattern.Below(p.Source) is not null || pattern.Below(p.Destination) is not null)))
            {
                throw given.Place.Error(
                    isFilePattern
                        ? $"'{option.Key}' takes names and paths below the source, and '{ValuePlace.Show(given.Text)}' is a full path"
                        : $"the full path '{ValuePlace.Show(given.Text)}' lies below no source and no destination of this job",
                    "A name is met at every depth; './name' and 'folder/name' are paths below the source.");
            }

            patterns.Add(pattern);
        }

        return patterns;
    }
}
