using SnapBack.Errors;

namespace SnapBack.Trees;

/// <summary>What finding out a destination's traits has in common on every system. Stateless.</summary>
internal static class TraitProbe
{
    /// <summary>Whether a file can have a second name; the one that is tried is removed again.</summary>
    /// <param name="folder">Folder of the file.</param>
    /// <param name="temporaryName">A file that was made for the probe.</param>
    /// <exception cref="TreeException">The volume is full or broken, which is no answer.</exception>
    public static bool HasHardLinks(IDestinationFolder folder, string temporaryName)
    {
        string second = $"{temporaryName[..^4]}-2{temporaryName[^4..]}";
        folder.RemoveFile(second);
        bool canLink = Answers(() => folder.CreateHardLink(second, folder, temporaryName));
        folder.RemoveFile(second);
        return canLink;
    }

    /// <summary>True when the attempt succeeds, false when the file system refuses it.</summary>
    /// <exception cref="TreeException">The volume is full or broken, which is no answer.</exception>
    public static bool Answers(Action attempt)
    {
        try
        {
            attempt();
            return true;
        }
        catch (TreeException refused) when (refused.Error.Kind is not (ErrorKind.DiskFull or ErrorKind.WriteFault))
        {
            return false;
        }
    }
}
