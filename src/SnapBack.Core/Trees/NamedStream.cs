namespace SnapBack.Trees;

/// <summary>Data beside the data of an NTFS file or folder, such as <c>Zone.Identifier</c>.</summary>
/// <param name="Name">Its name, without colons and type.</param>
/// <param name="Length">Length in bytes.</param>
public sealed record NamedStream(string Name, long Length);
