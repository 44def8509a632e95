using System.Runtime.InteropServices;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>How plans lie in a spool. Private to one run of one build: no version, no compatibility.</summary>
internal static class PlanFormat
{
    public static void Write(BinaryWriter to, PlannedBatch batch)
    {
        to.Write(batch.Pair);
        Write(to, batch.Folder.Value);
        to.Write(batch.IsListed);
        to.Write(batch.IsBelowExtra);
        to.Write(batch.Heading is not null);
        if (batch.Heading is { } heading)
        {
            to.Write((byte)heading.Class);
            to.Write(heading.Files);
        }

        to.Write(batch.Actions.Count);
        foreach (PlannedAction action in batch.Actions)
        {
            Write(to, action);
        }
    }

    public static PlannedBatch ReadBatch(BinaryReader from)
    {
        int pair = from.ReadInt32();
        RelativePath folder = RelativePath.FromTrusted(ReadText(from));
        bool isListed = from.ReadBoolean();
        bool isBelowExtra = from.ReadBoolean();
        FolderHeading? heading = from.ReadBoolean() ? new FolderHeading((FileClass)from.ReadByte(), from.ReadInt64()) : null;
        PlannedAction[] actions = new PlannedAction[from.ReadInt32()];
        for (int i = 0; i < actions.Length; i++)
        {
            actions[i] = ReadAction(from);
        }

        return new PlannedBatch(pair, folder, actions) { Heading = heading, IsListed = isListed, IsBelowExtra = isBelowExtra };
    }

    public static void Write(BinaryWriter to, PlannedFolder folder)
    {
        to.Write(folder.Pair);
        Write(to, folder.Path.Value);
        to.Write((byte)folder.Class);
        to.Write((byte)folder.Action);
        Write(to, folder.Entry);
        to.Write(folder.IsTouched);
        to.Write(folder.IsNews);
        Write(to, folder.SourceDigest);
        Write(to, folder.DestinationDigest);
    }

    public static PlannedFolder ReadFolder(BinaryReader from) => new()
    {
        Pair = from.ReadInt32(),
        Path = RelativePath.FromTrusted(ReadText(from)),
        Class = (FileClass)from.ReadByte(),
        Action = (ActionKind)from.ReadByte(),
        Entry = ReadEntry(from),
        IsTouched = from.ReadBoolean(),
        IsNews = from.ReadBoolean(),
        SourceDigest = ReadBytes(from),
        DestinationDigest = ReadBytes(from),
    };

    public static void Write(BinaryWriter to, PlannedDeletion deletion)
    {
        to.Write(deletion.Pair);
        Write(to, deletion.Path.Value);
        Write(to, deletion.Entry);
        to.Write((byte)deletion.Class);
        to.Write(deletion.IsConflict);
    }

    public static PlannedDeletion ReadDeletion(BinaryReader from) =>
        new(from.ReadInt32(), RelativePath.FromTrusted(ReadText(from)), ReadEntry(from), (FileClass)from.ReadByte(), from.ReadBoolean());

    public static void Write(BinaryWriter to, CopiedEntry copied)
    {
        to.Write(copied.Pair);
        Write(to, copied.Path.Value);
        Write(to, copied.Entry);
    }

    public static CopiedEntry ReadCopied(BinaryReader from) => new(from.ReadInt32(), RelativePath.FromTrusted(ReadText(from)), ReadEntry(from));

    public static void Write(BinaryWriter to, FolderTask task)
    {
        to.Write(task.Sides.Pair);
        Write(to, task.Path.Value);
        to.Write((byte)task.Presence);
        to.Write(task.IsLate);
        to.Write(task.ParentVolume);
    }

    public static FolderTask ReadTask(BinaryReader from, IReadOnlyList<PlanSides> pairs) => new(
        pairs[from.ReadInt32()],
        RelativePath.FromTrusted(ReadText(from)),
        (FolderPresence)from.ReadByte(),
        from.ReadBoolean(),
        Known: null,
        IsKnownLoaded: false,
        from.ReadUInt64());

    private static void Write(BinaryWriter to, PlannedAction action)
    {
        Write(to, action.Name);
        to.Write((byte)action.Class);
        to.Write((byte)action.Action);
        Write(to, action.Entry);
        to.Write((sbyte)(action.Reason is { } reason ? (int)reason : -1));
        Write(to, action.Leader.Value);
        Write(to, action.KnownSha256);
        to.Write(action.There is not null);
        if (action.There is { } there)
        {
            to.Write(there.Size);
            Write(to, there.Modified);
        }

        Write(to, action.Refusal);
        to.Write(action.IsGone);
        to.Write(action.IsListedOnly);
        to.Write(action.IsNews);
        to.Write(action.IsConflict);
    }

    private static PlannedAction ReadAction(BinaryReader from) => new()
    {
        Name = ReadText(from),
        Class = (FileClass)from.ReadByte(),
        Action = (ActionKind)from.ReadByte(),
        Entry = ReadEntry(from),
        Reason = from.ReadSByte() is >= 0 and var reason ? (SkipReason)reason : null,
        Leader = RelativePath.FromTrusted(ReadText(from)),
        KnownSha256 = ReadBytes(from),
        There = from.ReadBoolean() ? (from.ReadInt64(), ReadTime(from)) : null,
        Refusal = ReadError(from),
        IsGone = from.ReadBoolean(),
        IsListedOnly = from.ReadBoolean(),
        IsNews = from.ReadBoolean(),
        IsConflict = from.ReadBoolean(),
    };

    private static void Write(BinaryWriter to, Entry entry)
    {
        Write(to, entry.Name);
        to.Write((byte)entry.Kind);
        to.Write(entry.Size);
        to.Write(entry.AllocatedBytes);
        Write(to, entry.Modified);
        Write(to, entry.Accessed);
        Write(to, entry.Changed);
        Write(to, entry.Created);
        to.Write(entry.Mode);
        to.Write(entry.Owner);
        to.Write(entry.Group);
        to.Write(entry.LinkCount);
        to.Write(entry.FileId);
        to.Write(entry.VolumeNumber);
        to.Write(entry.Attributes);
    }

    private static Entry ReadEntry(BinaryReader from) => new()
    {
        Name = ReadText(from),
        Kind = (EntryKind)from.ReadByte(),
        Size = from.ReadInt64(),
        AllocatedBytes = from.ReadInt64(),
        Modified = ReadTime(from),
        Accessed = ReadTime(from),
        Changed = ReadTime(from),
        Created = ReadTime(from),
        Mode = from.ReadUInt32(),
        Owner = from.ReadUInt32(),
        Group = from.ReadUInt32(),
        LinkCount = from.ReadUInt32(),
        FileId = from.ReadUInt64(),
        VolumeNumber = from.ReadUInt64(),
        Attributes = from.ReadUInt32(),
    };

    private static void Write(BinaryWriter to, Timestamp time)
    {
        to.Write(time.Seconds);
        to.Write(time.Nanoseconds);
    }

    private static Timestamp ReadTime(BinaryReader from) => new(from.ReadInt64(), from.ReadInt32());

    private static void Write(BinaryWriter to, ActionError? error)
    {
        to.Write(error is not null);
        if (error is not null)
        {
            to.Write((byte)error.Kind);
            to.Write(error.NativeCode);
            Write(to, error.Phase);
            Write(to, error.Message);
        }
    }

    private static ActionError? ReadError(BinaryReader from) =>
        from.ReadBoolean() ? new ActionError((ErrorKind)from.ReadByte(), from.ReadInt32(), ReadText(from), ReadText(from)) : null;

    // Names may hold lone surrogates, which every text encoding would replace: the UTF-16 units are written as they are.
    private static void Write(BinaryWriter to, string text)
    {
        to.Write7BitEncodedInt(text.Length);
        to.Write(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static string ReadText(BinaryReader from)
    {
        int length = from.Read7BitEncodedInt();
        return length == 0 ? string.Empty : string.Create(length, from, static (span, reader) => reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(span)));
    }

    private static void Write(BinaryWriter to, byte[]? bytes)
    {
        to.Write7BitEncodedInt(bytes is null ? 0 : bytes.Length + 1);
        to.Write(bytes ?? []);
    }

    private static byte[]? ReadBytes(BinaryReader from) => from.Read7BitEncodedInt() is > 0 and var length ? from.ReadBytes(length - 1) : null;
}
