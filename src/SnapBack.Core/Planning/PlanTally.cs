using SnapBack.Paths;

namespace SnapBack.Planning;

/// <summary>What planning counted. Each walker has its own; they are added up at the end.</summary>
public sealed class PlanTally
{
    /// <summary>Folders of the source, roots included.</summary>
    public long Dirs { get; set; }

    /// <summary>Folders that exist already or are left out.</summary>
    public long DirsSkipped { get; set; }

    /// <summary>Folders of the source where the destination has something else.</summary>
    public long DirsMismatch { get; set; }

    /// <summary>Folders that only the destination has.</summary>
    public long DirsExtra { get; set; }

    /// <summary>Files and links of the source.</summary>
    public long Files { get; set; }

    /// <summary>Files in order already or left out.</summary>
    public long FilesSkipped { get; set; }

    /// <summary>Files of the source where the destination has a folder.</summary>
    public long FilesMismatch { get; set; }

    /// <summary>Files that only the destination has.</summary>
    public long FilesExtra { get; set; }

    /// <summary>Bytes of the source's files.</summary>
    public long Bytes { get; set; }

    /// <summary>Bytes of the files in <see cref="FilesSkipped"/>.</summary>
    public long BytesSkipped { get; set; }

    /// <summary>Bytes of the files in <see cref="FilesMismatch"/>.</summary>
    public long BytesMismatch { get; set; }

    /// <summary>Bytes of the files in <see cref="FilesExtra"/>.</summary>
    public long BytesExtra { get; set; }

    /// <summary>Files of the source that the view lacks because the system took them out of it; they count among <see cref="FilesSkipped"/> as well.</summary>
    public long FilesOmitted { get; set; }

    /// <summary>Files and folders of the source that are left out because they are in a cloud or an archive and not here.</summary>
    public long Placeholders { get; set; }

    /// <summary>Entries that the destination has.</summary>
    public long DestinationEntries { get; set; }

    /// <summary>Files that something is to be done about.</summary>
    public long FilesToHandle { get; set; }

    /// <summary>Of <see cref="FilesToHandle"/>, those to copy or link.</summary>
    public long FilesToCopy { get; set; }

    /// <summary>Bytes to copy.</summary>
    public long BytesToCopy { get; set; }

    /// <summary>Entries to delete.</summary>
    public long Deletions { get; set; }

    /// <summary>Files at the destination that somebody changed since the last run wrote them.</summary>
    public long Conflicts { get; set; }

    /// <summary>Files that the backup holds by the catalog, before the run.</summary>
    public long FilesHeldBefore { get; set; }

    /// <summary>Most examples in <see cref="Examples"/>.</summary>
    public const int MostExamples = 3;

    /// <summary>Files of the destination whose content is to be replaced, because the source has another.</summary>
    public long FilesChanged { get; set; }

    /// <summary>Files and links among <see cref="Deletions"/>.</summary>
    public long FilesDeleted { get; set; }

    /// <summary>New files whose name is that of a file the source no longer has, with a further ending: <c>report.docx.locked</c>.</summary>
    public long FilesRenamed { get; set; }

    /// <summary>The first files among these, by pair and path.</summary>
    public List<(int Pair, RelativePath Path)> Examples { get; } = [];

    /// <summary>Keeps a file as an example, if there are not enough yet.</summary>
    public void AddExample(int pair, RelativePath path)
    {
        if (Examples.Count < MostExamples)
        {
            Examples.Add((pair, path));
        }
    }

    /// <summary>Adds another tally to this one.</summary>
    public void Add(PlanTally other)
    {
        FilesOmitted += other.FilesOmitted;
        Dirs += other.Dirs;
        DirsSkipped += other.DirsSkipped;
        DirsMismatch += other.DirsMismatch;
        DirsExtra += other.DirsExtra;
        Files += other.Files;
        FilesSkipped += other.FilesSkipped;
        FilesMismatch += other.FilesMismatch;
        FilesExtra += other.FilesExtra;
        Bytes += other.Bytes;
        BytesSkipped += other.BytesSkipped;
        BytesMismatch += other.BytesMismatch;
        BytesExtra += other.BytesExtra;
        Placeholders += other.Placeholders;
        DestinationEntries += other.DestinationEntries;
        FilesToHandle += other.FilesToHandle;
        FilesToCopy += other.FilesToCopy;
        BytesToCopy += other.BytesToCopy;
        Deletions += other.Deletions;
        Conflicts += other.Conflicts;
        FilesChanged += other.FilesChanged;
        FilesDeleted += other.FilesDeleted;
        FilesRenamed += other.FilesRenamed;
        other.Examples.ForEach(example => AddExample(example.Pair, example.Path));
    }
}
