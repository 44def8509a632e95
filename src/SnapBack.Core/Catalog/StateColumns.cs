using SnapBack.Planning;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>How a state lies in the table <c>state</c>: the one place that binds and reads its columns.</summary>
internal static class StateColumns
{
    /// <summary>All but the key, in the order in which <see cref="Bind"/> and <see cref="Read"/> count.</summary>
    public const string List = """
        presence, kind, class, action, size, modified_s, modified_ns, changed_s, changed_ns, mode, uid, gid, attributes, file_id,
        link_count, sha256, link_target, reason
        """;

    /// <summary>Number of columns in <see cref="List"/>.</summary>
    public const int Count = 18;

    /// <summary>Number of columns that <see cref="Read"/> reads.</summary>
    public const int SelectedCount = Count + 4;

    /// <summary>What <see cref="Read"/> reads of the table <c>state</c> under an alias; the query needs <see cref="JoinTo"/> as well.</summary>
    public static string SelectOf(string alias) =>
        string.Join(", ", List.Split(',', StringSplitOptions.TrimEntries).Select(column => $"{alias}.{column}")) + ", sd.created_s, sd.created_ns, sd.security, sv.sha256";

    /// <summary>Joins what some states know beside their columns.</summary>
    public static string JoinTo(string alias) => $"""
        LEFT JOIN state_detail sd ON sd.path_id = {alias}.path_id AND sd.from_run = {alias}.from_run LEFT JOIN descriptor sv ON sv.id = sd.descriptor_id
        """;

    /// <summary>Binds a state and what its first run had found and done to the parameters from <paramref name="at"/> on.</summary>
    public static void Bind(CatalogStatement to, int at, PathState state, FileClass found, ActionKind action)
    {
        to.BindWord(at, CatalogWords.Presences.Utf8Of(state.Presence));
        to.BindWord(at + 1, CatalogWords.Kinds.Utf8Of(state.Kind));
        to.BindWord(at + 2, CatalogWords.Classes.Utf8Of(found));
        to.BindWord(at + 3, CatalogWords.Actions.Utf8Of(action));
        to.Bind(at + 4, state.Size);
        to.Bind(at + 5, state.Modified.Seconds);
        to.Bind(at + 6, state.Modified.Nanoseconds);
        to.Bind(at + 7, state.Changed.Seconds);
        to.Bind(at + 8, state.Changed.Nanoseconds);
        to.Bind(at + 9, state.Mode);
        to.Bind(at + 10, state.Owner);
        to.Bind(at + 11, state.Group);
        to.Bind(at + 12, state.Attributes);
        to.Bind(at + 13, unchecked((long)state.FileId));
        to.Bind(at + 14, state.LinkCount);
        to.BindBlob(at + 15, state.Sha256);
        to.BindName(at + 16, state.LinkTarget);
        to.BindWord(at + 17, state.Reason is { } reason ? CatalogWords.Reasons.Utf8Of(reason) : null);
    }

    /// <summary>Reads a state from the columns from <paramref name="at"/> on.</summary>
    /// <exception cref="Errors.SnapBackException">A column holds what no catalog holds.</exception>
    public static PathState Read(CatalogStatement from, int at) => new()
    {
        Presence = from.Word(at, CatalogWords.Presences),
        Kind = from.Word(at + 1, CatalogWords.Kinds),
        Size = from.Long(at + 4),
        Modified = ReadTime(from, at + 5),
        Changed = ReadTime(from, at + 7),
        Mode = unchecked((uint)from.Long(at + 9)),
        Owner = unchecked((uint)from.Long(at + 10)),
        Group = unchecked((uint)from.Long(at + 11)),
        Attributes = unchecked((uint)from.Long(at + 12)),
        FileId = unchecked((ulong)from.Long(at + 13)),
        LinkCount = unchecked((uint)from.Long(at + 14)),
        Sha256 = from.OptionalBytes(at + 15),
        LinkTarget = from.OptionalName(at + 16),
        Reason = from.OptionalWord(at + 17, CatalogWords.Reasons),
        Created = from.IsNull(at + 18) ? default : ReadTime(from, at + 18),
        SecurityResult = from.OptionalWord(at + 20, CatalogWords.SecurityResults) ?? SecurityResult.None,
        SecurityHash = from.OptionalBytes(at + 21),
    };

    /// <summary>What the state's first run had found.</summary>
    public static FileClass ReadClass(CatalogStatement from, int at) => from.Word(at + 2, CatalogWords.Classes);

    /// <summary>What the state's first run had done.</summary>
    public static ActionKind ReadAction(CatalogStatement from, int at) => from.Word(at + 3, CatalogWords.Actions);

    /// <summary>True when nothing but the content of the hash arrays could tell the two apart, and they are equal too.</summary>
    public static bool AreEqual(PathState left, PathState right) =>
        left with { Sha256 = null, Security = null, SecurityHash = null } == right with { Sha256 = null, Security = null, SecurityHash = null }
        && IsSame(left.Sha256, right.Sha256)
        && IsSame(left.SecurityHash, right.SecurityHash);

    private static bool IsSame(byte[]? left, byte[]? right) => left is null ? right is null : right is not null && left.AsSpan().SequenceEqual(right);

    /// <summary>The word for what a later run finds where a state of an earlier run still holds.</summary>
    public static FileClass ClassLater(Presence presence) => presence switch
    {
        Presence.Held => FileClass.Same,
        Presence.Skipped => FileClass.Excluded,
        _ => FileClass.Extra,
    };

    // A damaged catalog may hold any number where the nanoseconds stand; the time is then wrong, but never out of its range.
    private static Timestamp ReadTime(CatalogStatement from, int at) => new(from.Long(at), (int)Math.Clamp(from.Long(at + 1), 0, 999_999_999));
}
