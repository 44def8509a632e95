namespace SnapBack.Scheduling;

/// <summary>Kinds of account, by how the scheduler gets to run as one.</summary>
public enum RunAsKind
{
    /// <summary>SYSTEM or root: no password.</summary>
    System,

    /// <summary>A user; on Windows schtasks asks for the password and keeps it, so that shares can be reached.</summary>
    User,

    /// <summary>A user of Windows without a stored password (S4U): this machine's files only, no shares.</summary>
    UserWithoutPassword,

    /// <summary>A group managed service account of a Windows domain, whose password the domain keeps.</summary>
    ManagedService,
}
