using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Security;
using SnapBack.Trees;

namespace SnapBack.HistoryMaker;

/// <summary>What happens in a night: records for the catalog, and the same in the model.</summary>
internal sealed class HistoryNight(HistoryRecipe recipe)
{
    private const int FilesPerFolder = 20;
    private const int FoldersPerFolder = 10;
    private const long FirstSecond = 1_672_531_200;

    private static readonly string[] Endings = ["txt", "docx", "jpg", "dat", "pdf", "csv"];

    private static readonly SecurityBlob[] Descriptors =
    [
        .. ((string[])["O:SYG:SYD:P(A;;FA;;;SY)", "O:BAG:SYD:(A;;FA;;;BA)(A;;FR;;;BU)", "O:BAG:SYD:(A;OICI;FA;;;BA)"]).Select(text => new SecurityBlob(SecurityForm.SelfRelative, [.. Sddl.Read(text).Bytes])),
    ];

    private readonly Random _random = new(recipe.Seed ^ 0x5EED);
    private readonly List<ModelPath> _held = [];
    private readonly string[] _folders = Folders(Math.Max(1, recipe.Files / FilesPerFolder));
    private readonly List<string> _unlisted = [];
    private int _nextFile;

    /// <summary>Number of files in the copy.</summary>
    public long HeldFiles => _held.Count;

    /// <summary>Sum of their sizes.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>The first run: all folders, then all files, folder by folder.</summary>
    public IEnumerable<PathRecord> First(HistoryModel model, ModelRun run)
    {
        foreach (string folder in _folders.Skip(1))
        {
            yield return Folder(folder, ActionKind.CreateFolder, ActionOutcome.Done, State(0, run, EntryKind.Directory));
        }

        for (int i = 0; i < recipe.Files; i++)
        {
            yield return Add(model, run, _folders[(int)((long)i * _folders.Length / recipe.Files)], 0);
        }
    }

    /// <summary>A later night: some files come, change, go and fail; the run looks at all others and has nothing to say of them.</summary>
    public IEnumerable<PathRecord> Next(HistoryModel model, ModelRun run, int index)
    {
        _unlisted.Clear();
        List<string> failing = [.. model.Failing.Keys];
        if (run is { HasLooked: true, IsDryRun: false } && _folders.Length > 1 && _random.Next(20) == 0)
        {
            _unlisted.Add(_folders[_random.Next(1, _folders.Length)]);
            yield return Fail(model, run, _unlisted[0], EntryKind.Directory, ActionKind.None);
        }

        foreach (string path in failing.Where(path => !_unlisted.Contains(path) && !IsUnseen(path)))
        {
            if (Again(model, run, path, index) is { } record)
            {
                yield return record;
            }
        }

        for (int i = _random.Next(recipe.Changes + 1); i > 0; i--)
        {
            if (Change(model, run, index) is { } record)
            {
                yield return record;
            }
        }
    }

    // Every folder holds ten more, as in a heap, so that there are deep paths and not only wide ones.
    private static string[] Folders(int count)
    {
        string[] folders = new string[count];
        folders[0] = string.Empty;
        for (int i = 1; i < count; i++)
        {
            string parent = folders[(i - 1) / FoldersPerFolder];
            folders[i] = parent.Length == 0 ? $"folder-{i:D5}" : $"{parent}/folder-{i:D5}";
        }

        return folders;
    }

    private bool IsUnseen(string path) => _unlisted.Any(folder => path.StartsWith(folder + "/", StringComparison.Ordinal));

    // What failed before fails again, is brought over, or turns out to be in order without a word.
    private PathRecord? Again(HistoryModel model, ModelRun run, string path, int index)
    {
        if (run.IsDryRun)
        {
            return null;
        }

        int fate = _random.Next(10);
        ModelPath? file = model.Paths.GetValueOrDefault(path);
        if (fate < 5 && file is not null)
        {
            file.TouchedIn = index;
            return Fail(model, run, path, EntryKind.File, ActionKind.Copy);
        }

        if (fate < 9 && file is not null && run.HasLooked)
        {
            file.TouchedIn = index;
            return Bring(model, run, file);
        }

        if (run.HasLooked)
        {
            model.Failing.Remove(path);
        }

        return null;
    }

    private PathRecord? Change(HistoryModel model, ModelRun run, int index)
    {
        int what = _random.Next(100);
        if (what < 20)
        {
            string folder = _folders[_random.Next(_folders.Length)];
            return _unlisted.Any(unlisted => folder == unlisted || IsUnseen(folder)) ? null : Add(model, run, folder, index);
        }

        ModelPath file = _held[_random.Next(_held.Count)];
        if (file.TouchedIn == index || IsUnseen(file.Path))
        {
            return null;
        }

        file.TouchedIn = index;
        return what < 85 ? Bring(model, run, file) : what < 95 && _held.Count > 10 ? Delete(model, run, file) : Fail(model, run, file.Path, EntryKind.File, ActionKind.Copy);
    }

    private PathRecord Add(HistoryModel model, ModelRun run, string folder, int index)
    {
        int number = _nextFile++;
        string name = number % 1000 == 7 ? $"=SUM(A{number}).csv" : $"file-{number:D7}.{Endings[number % Endings.Length]}";
        ModelPath file = new(folder.Length == 0 ? name : $"{folder}/{name}") { TouchedIn = index };
        if (!run.IsDryRun)
        {
            model.Paths.Add(file.Path, file);
        }

        return Bring(model, run, file);
    }

    private PathRecord Bring(HistoryModel model, ModelRun run, ModelPath file)
    {
        bool isNew = file.HeldAt < 0;
        long size = _random.NextInt64(1, 1 << _random.Next(4, 24));
        PathRecord record = new()
        {
            Pair = 0,
            Path = Parse(file.Path),
            Kind = EntryKind.File,
            Class = isNew ? FileClass.New : FileClass.Newer,
            Action = isNew ? ActionKind.Copy : ActionKind.Replace,
            Outcome = ActionOutcome.Done,
            State = State(size, run, EntryKind.File),
            Bytes = size,
        };
        if (run.IsDryRun)
        {
            return record;
        }

        run.Changes.Add(new ModelChange(file.Path, isNew ? ModelChange.Appeared : ModelChange.Changed, size));
        HeldBytes += size - (isNew ? 0 : file.Size);
        file.Size = size;
        if (isNew)
        {
            file.HeldAt = _held.Count;
            _held.Add(file);
        }

        model.Failing.Remove(file.Path);
        return record;
    }

    private PathRecord Delete(HistoryModel model, ModelRun run, ModelPath file)
    {
        if (!run.IsDryRun)
        {
            run.Changes.Add(new ModelChange(file.Path, ModelChange.Deleted, 0));
            HeldBytes -= file.Size;
            ModelPath last = _held[^1];
            (last.HeldAt, _held[file.HeldAt]) = (file.HeldAt, last);
            _held.RemoveAt(_held.Count - 1);
            file.HeldAt = -1;
            model.Failing.Remove(file.Path);
        }

        return new PathRecord { Pair = 0, Path = Parse(file.Path), Kind = EntryKind.File, Class = FileClass.Extra, Action = ActionKind.Delete, Outcome = ActionOutcome.Done, EndsState = true };
    }

    private static PathRecord Fail(HistoryModel model, ModelRun run, string path, EntryKind kind, ActionKind action)
    {
        if (!run.IsDryRun)
        {
            run.Changes.Add(new ModelChange(path, ModelChange.Failed, 0));
            if (!model.Failing.TryGetValue(path, out List<long>? runs))
            {
                model.Failing[path] = runs = [];
            }

            runs.Add(run.Id);
        }

        return new PathRecord
        {
            Pair = 0,
            Path = Parse(path),
            Kind = kind,
            Class = FileClass.Newer,
            Action = action,
            Outcome = ActionOutcome.Failed,
            Error = new ActionError(ErrorKind.InUse, 32, "copy", "in use by another program"),
            Attempts = 4,
        };
    }

    private static PathRecord Folder(string path, ActionKind action, ActionOutcome outcome, PathState state) => new()
    {
        Pair = 0,
        Path = Parse(path),
        Kind = EntryKind.Directory,
        Class = FileClass.New,
        Action = action,
        Outcome = outcome,
        State = state,
    };

    private PathState State(long size, ModelRun run, EntryKind kind)
    {
        byte[]? hash = kind == EntryKind.File ? new byte[32] : null;
        if (hash is not null)
        {
            _random.NextBytes(hash);
        }

        // Few have a descriptor of their own.
        SecurityBlob? security = _random.Next(10) == 0 ? Descriptors[_random.Next(Descriptors.Length)] : null;
        return new PathState
        {
            Presence = Presence.Held,
            Kind = kind,
            Size = size,
            Modified = new Timestamp(FirstSecond + (run.Id * 86_400) + (size % 1000), (int)(size % 1_000_000_000)),
            Changed = new Timestamp(FirstSecond + (run.Id * 86_400), 0),
            Mode = 0x1A4,
            Owner = 1000,
            Group = 1000,
            FileId = (ulong)_random.NextInt64(),
            LinkCount = 1,
            Sha256 = hash,
            Security = security,
            SecurityHash = security?.Hash,
            SecurityResult = security is null ? SecurityResult.None : SecurityResult.Exact,
        };
    }

    private static RelativePath Parse(string text) => RelativePath.TryParse(text, out RelativePath path) ? path : throw new InvalidOperationException(text);
}
