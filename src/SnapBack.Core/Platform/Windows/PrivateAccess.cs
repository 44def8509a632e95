using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace SnapBack.Platform.Windows;

/// <summary>
/// Folders and files that only this account and administrators can change. What a privileged run keeps (its catalog, its logs) must not lie where others
/// can put something in its place; <c>%ProgramData%</c> lets every user make files.
/// </summary>
[SupportedOSPlatform("windows")]
public static class PrivateAccess
{
    private const string TrustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
    private const string CreatorOwner = "S-1-3-0";
    private const string OwnerRights = "S-1-3-4";
    private const string DomainPrefix = "S-1-5-21-";

    // Administrator, Domain Admins, Enterprise Admins: whoever is one of them may do everything here anyway.
    private static readonly string[] AdministratorNumbers = ["-500", "-512", "-519"];

    private const FileSystemRights Changing =
        FileSystemRights.WriteData
        | FileSystemRights.AppendData
        | FileSystemRights.DeleteSubdirectoriesAndFiles
        | FileSystemRights.Delete
        | FileSystemRights.ChangePermissions
        | FileSystemRights.TakeOwnership;

    // What lets others take away what lies in a folder, and put something in its place.
    private const FileSystemRights Replacing =
        FileSystemRights.DeleteSubdirectoriesAndFiles | FileSystemRights.Delete | FileSystemRights.ChangePermissions | FileSystemRights.TakeOwnership;

    // GENERIC_READ.
    private const int GenericReading = unchecked((int)0x80000000);

    // GENERIC_WRITE and GENERIC_ALL, which may stand in a rule as they were given.
    private const int GenericAll = 0x10000000;
    private const int GenericChanging = 0x40000000 | GenericAll;

    /// <summary>
    /// Makes a folder, with those above it that are missing, for the system and administrators alone, and for this account where it has no administrator's rights.
    /// Existing: stays as it is. An administrator gets no rule of his own: the scheduled run, which is the system's, can't tell that his account is to be trusted.
    /// </summary>
    /// <exception cref="IOException">It can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Rights are missing.</exception>
    public static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        string own = Environment.IsPrivilegedProcess ? string.Empty : $"(A;OICI;FA;;;{CurrentUser()})";
        DirectorySecurity security = new();
        security.SetSecurityDescriptorSddlForm($"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA){own}", AccessControlSections.Access);
        new DirectoryInfo(path).Create(security);
    }

    /// <summary>Why a file or folder can't be trusted, as the end of a sentence; null when it can, or does not exist.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="isFolder">What it is.</param>
    /// <param name="mayAdd">
    /// True for a folder on the way, into which others may put things of their own, as everywhere below the root of a drive, so long as what lies there is safe.
    /// </param>
    public static string? WhyNotTrusted(string path, bool isFolder, bool mayAdd = false) => WhyNot(
        path, isFolder, mayAdd ? Replacing : Changing, mayAdd ? GenericAll : GenericChanging, "can be written by other users");

    /// <summary>
    /// Why a file with a secret is none, as the end of a sentence; null when it is, or does not exist. The rules of the folders above don't count: by default all
    /// accounts may pass them.
    /// </summary>
    /// <param name="path">Full path.</param>
    public static string? WhyNotSecret(string path) => WhyNot(path, isFolder: false, FileSystemRights.ReadData, GenericReading | GenericAll, "can be read by other users");

    private static string? WhyNot(string path, bool isFolder, FileSystemRights rights, int generic, string why)
    {
        FileSystemInfo entry = isFolder ? new DirectoryInfo(path) : new FileInfo(path);
        if (!entry.Exists)
        {
            return null;
        }

        if (entry.LinkTarget is not null)
        {
            return "is a link";
        }

        FileSystemSecurity security;
        try
        {
            const AccessControlSections Wanted = AccessControlSections.Owner | AccessControlSections.Access;
            security = isFolder ? new DirectoryInfo(path).GetAccessControl(Wanted) : new FileInfo(path).GetAccessControl(Wanted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or PlatformNotSupportedException)
        {
            return $"does not tell who may change it ({e.Message.TrimEnd('.', ' ')})";
        }

        string user = CurrentUser();
        if (security.GetOwner(typeof(SecurityIdentifier)) is SecurityIdentifier owner && !IsTrusted(owner, user))
        {
            return "belongs to another user";
        }

        return security.GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier))
            .OfType<FileSystemAccessRule>()
            .Any(rule => LetsOthers(rule, rights, generic, user))
            ? why
            : null;
    }

    private static bool LetsOthers(FileSystemAccessRule rule, FileSystemRights rights, int generic, string user) =>
        rule.AccessControlType == AccessControlType.Allow
        && !rule.PropagationFlags.HasFlag(PropagationFlags.InheritOnly)
        && ((rule.FileSystemRights & rights) != 0 || ((int)rule.FileSystemRights & generic) != 0)
        && rule.IdentityReference is SecurityIdentifier who
        && !IsTrusted(who, user);

    private static bool IsTrusted(SecurityIdentifier who, string user) =>
        who.IsWellKnown(WellKnownSidType.LocalSystemSid)
        || who.IsWellKnown(WellKnownSidType.BuiltinAdministratorsSid)
        || who.Value is TrustedInstaller or CreatorOwner or OwnerRights
        || who.Value == user
        || (who.Value.StartsWith(DomainPrefix, StringComparison.Ordinal) && AdministratorNumbers.Any(number => who.Value.EndsWith(number, StringComparison.Ordinal)));

    private static string CurrentUser()
    {
        using WindowsIdentity identity = WindowsIdentity.GetCurrent();
        return identity.User?.Value ?? "OW";
    }
}
