using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Runs;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Catalog;

/// <summary>Random runs, held against a model that keeps the full listing of every run.</summary>
public sealed class CatalogModelTests : CatalogTestBase
{
    private static readonly string[] Filters = ["extra", "excluded", "new"];

    private static readonly string[] Names = ["a", "b", "dir", "ümlaut", "😀", "line\nbreak", "\uDCFFbytes", "-x", "A", "*"];

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void EveryRunAnswersAsIfItsFullListingHadBeenKept(int part)
    {
        Skip.If(OperatingSystem.IsWindows(), "needs Linux: the names are no names on Windows");
        const int SequencesPerPart = 250;
        List<ModelRun> runs = [];
        for (int i = 0; i < SequencesPerPart; i++)
        {
            Sequence sequence = new(new Random((part * 1_000_000) + i), $"/sequence/{i}", runs);
            sequence.Play(File);
        }

        using CatalogReader reader = CatalogReader.Open(File);
        foreach (ModelRun run in runs)
        {
            string because = $"run {run.Id}";
            FileRow[] files = [.. reader.Files(run.Id)];
            files.Select(ModelRun.Line).Order(StringComparer.Ordinal).ShouldBe(run.FileLines.Order(StringComparer.Ordinal), because);
            reader.List(run.Id).Select(ModelRun.Line).Order(StringComparer.Ordinal).ShouldBe(run.ListLines.Order(StringComparer.Ordinal), because);
            Paths(files).ShouldBe(Paths(files).Order(PathOrder).ToArray(), because);
            string word = Filters[run.Id % Filters.Length];
            reader.Files(run.Id, @class: word).Select(ModelRun.Line).Order(StringComparer.Ordinal)
                .ShouldBe(files.Where(file => file.Class == word).Select(ModelRun.Line).Order(StringComparer.Ordinal), because);
        }

        reader.Runs().Select(run => run.Id).ShouldBe(Enumerable.Range(1, runs.Count).Select(id => (long)id));
        CompareWithTheView(runs);
        Sqlite("PRAGMA integrity_check; PRAGMA foreign_key_check").ShouldBe(["ok"]);
    }

    private static readonly Comparer<(int Pair, string Path)> PathOrder = Comparer<(int Pair, string Path)>.Create(ComparePaths);

    private static (int Pair, string Path)[] Paths(FileRow[] files) => [.. files.Where(row => row.Path != ".").Select(row => (row.Pair, row.Path))];

    // Text sorts before the few names that are not text, as in SQLite.
    private static int ComparePaths((int Pair, string Path) left, (int Pair, string Path) right)
    {
        if (left.Pair != right.Pair)
        {
            return left.Pair.CompareTo(right.Pair);
        }

        string[] a = left.Path.Split('/');
        string[] b = right.Path.Split('/');
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            int byKind = NameCodec.IsPlainText(b[i]).CompareTo(NameCodec.IsPlainText(a[i]));
            int order = byKind != 0 ? byKind : NameOrder.Exact.Compare(a[i], b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return a.Length.CompareTo(b.Length);
    }

    private void CompareWithTheView(List<ModelRun> runs)
    {
        string[] rows = Sqlite("SELECT run_id, pair, hex(path), coalesce(class, '?'), action, outcome, kind, coalesce(size, '?') FROM v_run_files");

        string[] expected = [.. runs.SelectMany(run => run.ViewLines)];
        rows.Except(expected).ShouldBeEmpty();
        expected.Except(rows).ShouldBeEmpty();
        rows.Length.ShouldBe(expected.Length);
    }

    private sealed record ModelState(PathState State, long FromRun, FileClass Class, ActionKind Action);

    private sealed class ModelRun
    {
        public required long Id { get; init; }

        public required bool HasLooked { get; init; }

        public required IReadOnlyList<(int Pair, Dictionary<RelativePath, ModelState> States, Dictionary<RelativePath, PathRecord> Events, HashSet<RelativePath> Unlisted)> Trees { get; init; }

        public IEnumerable<string> FileLines => Rows().Select(row => $"{row.Pair}|{row.Path}|{row.Class}|{row.Action}|{row.Outcome}|{row.Kind}|{row.Size}|{row.Error}");

        public IEnumerable<string> ListLines => Trees.SelectMany(tree => tree.States
            .Where(state => state.Value.State.Presence == Presence.Held && !state.Key.IsRoot)
            .Select(state => $"{tree.Pair}|{state.Key.Value}|{state.Value.FromRun}|{state.Value.State.Size}|{state.Value.State.Kind}|{Hex(state.Value.State)}"));

        public IEnumerable<string> ViewLines => Rows().Select(row =>
            $"{Id}|{row.Pair}|{Convert.ToHexString(NameCodec.Encode(row.Path))}|{row.Class ?? "?"}|{row.Action}|{row.Outcome}|{row.Kind}|{row.Size?.ToString() ?? "?"}");

        public static string Line(FileRow row) => $"{row.Pair}|{row.Path}|{row.Class}|{row.Action}|{row.Outcome}|{row.Kind}|{row.Size}|{row.Error}";

        public static string Line(ListRow row) => $"{row.Pair}|{row.Path}|{row.FromRun}|{row.State.Size}|{row.State.Kind}|{row.Sha256}";

        private static string? Hex(PathState state) => state.Sha256 is null ? null : Convert.ToHexString(state.Sha256).ToLowerInvariant();

        private IEnumerable<(int Pair, string Path, string? Class, string Action, string Outcome, string Kind, long? Size, string? Error)> Rows()
        {
            foreach ((int pair, Dictionary<RelativePath, ModelState> states, Dictionary<RelativePath, PathRecord> events, HashSet<RelativePath> unlisted) in Trees)
            {
                foreach (RelativePath path in states.Keys.Union(events.Keys).Where(path => !path.IsRoot || events.ContainsKey(path)))
                {
                    ModelState? state = states.GetValueOrDefault(path);
                    PathRecord? happened = events.GetValueOrDefault(path);
                    bool isOwn = state?.FromRun == Id;
                    FileClass? found = happened?.Class ?? (isOwn ? state!.Class : IsUnseen(path, unlisted) ? null : Later(state!.State.Presence));
                    ActionKind action = happened?.Action ?? (isOwn ? state!.Action : ActionKind.None);
                    ActionOutcome outcome = happened?.Outcome ?? (state!.State.Presence == Presence.Skipped ? ActionOutcome.Skipped : ActionOutcome.Done);
                    long? size = happened?.State?.Size ?? (happened?.Bytes > 0 ? happened.Bytes : (long?)null) ?? state?.State.Size;
                    yield return (pair, path.IsRoot ? "." : path.Value, CatalogWords.Classes.Of(found), CatalogWords.Actions.Of(action),
                        CatalogWords.Outcomes.Of(outcome), CatalogWords.Kinds.Of(happened?.Kind ?? state!.State.Kind), size, happened?.Error?.ToString());
                }
            }
        }

        private bool IsUnseen(RelativePath path, HashSet<RelativePath> unlisted) =>
            !HasLooked || unlisted.Any(folder => path != folder && path.IsAtOrUnder(folder));

        private static FileClass Later(Presence presence) =>
            presence == Presence.Held ? FileClass.Same : presence == Presence.Skipped ? FileClass.Excluded : FileClass.Extra;
    }

    private sealed class Sequence(Random random, string source, List<ModelRun> runs)
    {
        private readonly Dictionary<RelativePath, ModelState>[] _trees = [[], []];
        private HashSet<RelativePath>[] _unlisted = [];

        public void Play(string file)
        {
            int count = random.Next(1, 6);
            for (int i = 0; i < count;)
            {
                using CatalogWriter writer = CatalogWriter.Open(file, TimeProvider.System);
                while (i++ < count && PlayRun(writer) && random.Next(3) > 0)
                {
                    // The same process does the next run too.
                }
            }
        }

        // False when the process must end.
        private bool PlayRun(CatalogWriter writer)
        {
            int[] trees = random.Next(3) switch { 0 => [0], 1 => [1], _ => random.Next(2) == 0 ? [0, 1] : [1, 0] };
            bool isDryRun = random.Next(5) == 0;
            JobPair[] pairs = [.. trees.Select(tree => new JobPair(source, $"/backup/{tree}"))];
            long id = writer.BeginRun(Some.Start(isDryRun, "random", pairs));
            Dictionary<RelativePath, PathRecord>[] events = [.. trees.Select(_ => new Dictionary<RelativePath, PathRecord>())];
            _unlisted = [.. trees.Select(_ => new HashSet<RelativePath>())];
            for (int i = random.Next(4); i > 0; i--)
            {
                PathRecord[] records = [.. Enumerable.Range(0, random.Next(12)).Select(_ => NextRecord(trees.Length))];
                if (i == 1 && random.Next(6) == 0)
                {
                    // The process ends before these are committed.
                    writer.Commit();
                    writer.Record(records);
                    runs.Add(Freeze(id, trees, events, hasLooked: false));
                    return false;
                }

                writer.Record(records);
                Apply(records, id, trees, events, isDryRun);
                if (random.Next(2) == 0)
                {
                    writer.Commit();
                }
            }

            RunEnd end = random.Next(6) switch
            {
                0 => Some.End(RunStatus.Interrupted, 130),
                1 => Some.End(RunStatus.Failed, 16),
                2 => Some.End(RunStatus.Failed, 9),
                _ => Some.End(),
            };
            writer.EndRun(end);
            runs.Add(Freeze(id, trees, events, end.ExitCode < 16));
            for (int pair = 0; pair < trees.Length; pair++)
            {
                CheckKnown(writer, pair, _trees[trees[pair]]);
            }

            return true;
        }

        private static void CheckKnown(CatalogWriter writer, int pair, Dictionary<RelativePath, ModelState> model)
        {
            foreach (RelativePath folder in model.Keys.Select(path => path.Parent).Distinct())
            {
                IReadOnlyDictionary<string, KnownPath> known = writer.KnownIn(pair, folder).ToDictionary(StringComparer.Ordinal);
                known.Keys.ShouldBe(model.Keys.Where(path => !path.IsRoot && path.Parent == folder).Select(path => path.Name), ignoreOrder: true);
            }

            foreach ((RelativePath path, ModelState state) in model)
            {
                KnownPath known = writer.KnownAt(pair, path).ShouldNotBeNull();
                known.FromRun.ShouldBe(state.FromRun);
                known.Class.ShouldBe(state.Class);
                StateColumns.AreEqual(known.State, state.State).ShouldBeTrue();
            }

            writer.HeldCount(pair).ShouldBe(model.Values.Count(s => s.State is { Presence: Presence.Held, Kind: not EntryKind.Directory }));
            writer.HeldFolders(pair).ShouldBe(model.Values.Count(s => s.State is { Presence: Presence.Held, Kind: EntryKind.Directory }));
        }

        private ModelRun Freeze(long id, int[] trees, Dictionary<RelativePath, PathRecord>[] events, bool hasLooked) => new()
        {
            Id = id,
            HasLooked = hasLooked,
            Trees = [.. trees.Select((tree, pair) => (pair, new Dictionary<RelativePath, ModelState>(_trees[tree]), events[pair], _unlisted[pair]))],
        };

        private void Apply(PathRecord[] records, long id, int[] trees, Dictionary<RelativePath, PathRecord>[] events, bool isDryRun)
        {
            foreach (PathRecord record in records)
            {
                Dictionary<RelativePath, ModelState> states = _trees[trees[record.Pair]];
                if (!isDryRun)
                {
                    ApplyState(states, record, id);
                }

                if (record is { Kind: EntryKind.Directory, Action: ActionKind.None, Outcome: ActionOutcome.Failed })
                {
                    _unlisted[record.Pair].Add(record.Path);
                }

                events[record.Pair].Remove(record.Path);
                bool isInOrder = record is { Outcome: ActionOutcome.Done, Action: ActionKind.None, Class: FileClass.Same };
                bool isTold = record.State is { } state && !isDryRun
                    ? record.Outcome == (state.Presence == Presence.Skipped ? ActionOutcome.Skipped : ActionOutcome.Done)
                    : isInOrder;
                if (!isTold || record.Error is not null || record.Attempts > 1)
                {
                    events[record.Pair][record.Path] = record;
                }
            }
        }

        private static void ApplyState(Dictionary<RelativePath, ModelState> states, PathRecord record, long id)
        {
            if (record.State is { } state)
            {
                bool isOld = states.TryGetValue(record.Path, out ModelState? old) && old.FromRun < id && StateColumns.AreEqual(old.State, state);
                bool saysNothing = record.Action == ActionKind.None
                    && record.Class == (state.Presence == Presence.Held ? FileClass.Same : state.Presence == Presence.Skipped ? FileClass.Excluded : FileClass.Extra);
                if (!isOld || !saysNothing)
                {
                    states[record.Path] = new ModelState(state, id, record.Class, record.Action);
                }
            }
            else if (record.EndsState)
            {
                states.Remove(record.Path);
            }
        }

        private PathRecord NextRecord(int pairs)
        {
            RelativePath path = RelativePath.Root;
            for (int depth = random.Next(4); depth > 0; depth--)
            {
                path = path.Child(Names[random.Next(Names.Length)]);
            }

            EntryKind kind = random.Next(3) == 0 || path.IsRoot ? EntryKind.Directory : EntryKind.File;
            PathRecord record = Any(path, kind) with { Pair = random.Next(pairs) };
            return random.Next(8) == 0
                ? record with { Error = new ActionError(ErrorKind.InUse, random.Next(100), "copy", "busy"), Attempts = random.Next(1, 4) }
                : record;
        }

        private PathRecord Any(RelativePath path, EntryKind kind)
        {
            PathState? state = random.Next(4) == 0 ? null : Some.State(random.Next(3), kind, (Presence)random.Next(3)) with
            {
                Sha256 = random.Next(2) == 0 ? null : [(byte)random.Next(2)],
                Reason = random.Next(3) == 0 ? SkipReason.ExcludedFile : null,
                LinkTarget = random.Next(5) == 0 ? "to/\uDC80" : null,
            };
            return new PathRecord
            {
                Pair = 0,
                Path = path,
                Kind = kind,
                Class = (FileClass)random.Next(10),
                Action = random.Next(2) == 0 ? ActionKind.None : (ActionKind)random.Next(8),
                Outcome = random.Next(2) == 0 ? ActionOutcome.Done : (ActionOutcome)random.Next(6),
                State = state,
                EndsState = state is null && random.Next(2) == 0,
                Bytes = random.Next(3),
            };
        }
    }
}
