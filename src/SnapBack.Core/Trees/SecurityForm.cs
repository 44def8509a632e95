namespace SnapBack.Trees;

/// <summary>In which form a file system hands out what Windows knows of an entry's security.</summary>
public enum SecurityForm
{
    /// <summary>A binary self-relative descriptor: Windows itself, NTFS and SMB mounts under Linux. Its parts can be chosen.</summary>
    SelfRelative,

    /// <summary>
    /// Samba's own record (<c>security.NTACL</c>, https://www.samba.org/samba/docs/current/man-html/vfs_acl_xattr.8.html): carried whole and as it is.
    /// </summary>
    Samba,
}
