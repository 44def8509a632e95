namespace SnapBack.Jobs;

/// <summary>DOS attributes that copied files get or lose, and copied folders lose (robocopy's <c>/A+ /A-</c>). Immutable.</summary>
/// <param name="Add">Set on every copied file (FILE_ATTRIBUTE_*).</param>
/// <param name="Remove">Cleared on every copied file; wins over <paramref name="Add"/>.</param>
public sealed record AttributeChange(uint Add, uint Remove)
{
    /// <summary>The source's attributes as they are.</summary>
    public static readonly AttributeChange None = new(0, 0);

    /// <summary>What becomes of a folder's attributes: a backup of a whole volume would else be as hidden as its root is.</summary>
    public uint OfFolder(uint attributes) => attributes & ~Remove;

    /// <summary>What becomes of a file's attributes.</summary>
    public uint Of(uint attributes) => (attributes | Add) & ~Remove;
}
