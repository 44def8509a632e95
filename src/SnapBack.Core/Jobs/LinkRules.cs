namespace SnapBack.Jobs;

/// <summary>
/// What becomes of links in the source, by kind. Immutable. Which kind a symbolic link is, Windows keeps in the link; elsewhere it is what
/// the link leads to, and a link that leads nowhere is one to a file.
/// </summary>
/// <param name="Junctions">Windows junctions.</param>
/// <param name="Folders">Symbolic links to folders.</param>
/// <param name="Files">Symbolic links to files.</param>
public sealed record LinkRules(LinkPolicy Junctions, LinkPolicy Folders, LinkPolicy Files)
{
    /// <summary>A link stays a link.</summary>
    public static readonly LinkRules Recreate = new(LinkPolicy.Copy, LinkPolicy.Copy, LinkPolicy.Copy);

    /// <summary>What becomes of a link.</summary>
    /// <param name="isJunction">Whether it is a junction.</param>
    /// <param name="leadsToFolder">Whether it leads to a folder.</param>
    public LinkPolicy For(bool isJunction, bool leadsToFolder) => isJunction ? Junctions : leadsToFolder ? Folders : Files;

    /// <summary>True when some kind of link is followed.</summary>
    public bool Follows => Junctions == LinkPolicy.Follow || Folders == LinkPolicy.Follow || Files == LinkPolicy.Follow;
}
