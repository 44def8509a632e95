namespace SnapBack.Trees;

/// <summary>A named piece of metadata beside a file's data: an xattr on Linux (POSIX ACLs among them).</summary>
/// <param name="Name">Full name with its namespace, e.g. <c>user.comment</c>, <c>system.posix_acl_access</c>.</param>
/// <param name="Value">The exact bytes.</param>
public sealed record ExtendedAttribute(string Name, byte[] Value);
