using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform.Windows;
using SnapBack.Security;

namespace SnapBack.Trees.Windows;

/// <summary>Opens a folder as a destination: makes it when missing, locks it against a second run, finds out what it can hold.</summary>
[SupportedOSPlatform("windows")]
public static class WindowsDestination
{
    /// <summary>Opens <paramref name="path"/> for changes.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="known">Traits that an earlier run found on the same volume, or null to probe.</param>
    /// <param name="security">Parts of security descriptors that are to be set.</param>
    /// <exception cref="SnapBackException">It can't be made or opened, or another run works on it.</exception>
    public static IDestinationTree Open(string path, DestinationTraits? known, SecuritySections security)
    {
        try
        {
            Make(path);
            SafeFileHandle root = WindowsTree.OpenRoot(path);
            Mutex? held = null;
            try
            {
                held = Lock(root, path);
                string temporary = ReservedNames.Temporary("probe", Environment.ProcessId);
                DestinationTraits traits = known ?? WindowsFileSystem.Probe(root, path, temporary, security);
                if (known is not null && security != SecuritySections.None)
                {
                    // What may be set hangs on the privileges of this very process.
                    traits = traits with { SecurityKept = WindowsFileSystem.ProbeSecurity(root, path, temporary) };
                }

                // Whether a whole volume may be flushed is a question of this process's rights.
                SafeFileHandle? volume = WindowsVolume.Open(root);
                return WindowsTree.Of(root, path, traits with { HasVolumeFlush = volume is not null }, security, held, volume);
            }
            catch
            {
                held?.Dispose();
                root.Dispose();
                throw;
            }
        }
        catch (TreeException failure)
        {
            throw new SnapBackException(
                ErrorCode.DestinationUnusable,
                $"The destination '{DisplayText.Escape(path)}' can't be used: {failure.Error.Message}. Nothing was copied.",
                "Check that the disk is connected, writable and not full, and that this account may write there.",
                failure);
        }
    }

    /// <summary>Identity of the volume that an existing folder lies on, or null when the folder is missing.</summary>
    public static string? VolumeOf(string path)
    {
        try
        {
            using SafeFileHandle root = WindowsTree.OpenRoot(path);
            return WindowsVolume.IdentityOf(root);
        }
        catch (TreeException)
        {
            return null;
        }
    }

    // Windows locks files, not folders, and every way to hold a folder against others also stops programs that only rename something into it. So the
    // lock is a named object of the system, named after the folder's identity: it leaves nothing behind, and ends with the process that holds it.
    private static Mutex Lock(SafeFileHandle root, string path)
    {
        int status = NtFile.Facts(root, out FileFacts facts);
        if (status < 0)
        {
            throw Win32Error.FromStatus(status, "open folder");
        }

        string identity = facts.FileId != 0
            ? $"{NtFile.VolumeSerial(root):x8}-{facts.FileId:x16}"
            : Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.Unicode.GetBytes(path.ToUpperInvariant())))[..32];
        Mutex? held = null;
        bool isOurs = false;
        try
        {
            held = new Mutex(initiallyOwned: false, $@"Global\SnapBack-destination-{identity}", out isOurs);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or WaitHandleCannotBeOpenedException)
        {
            // Another account's run holds it.
        }

        if (held is not null && isOurs)
        {
            return held;
        }

        held?.Dispose();
        throw new SnapBackException(
            ErrorCode.DestinationLocked,
            $"Another run is working on the destination '{DisplayText.Escape(path)}'. Nothing was copied.",
            "Wait for it to end; 'snapback catalog runs --last 5' shows runs that are going on.");
    }

    private static void Make(string path)
    {
        try
        {
            Directory.CreateDirectory(WindowsPath.ToDevice(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // HRESULT_FROM_WIN32 keeps the code in its low half.
            throw Win32Error.Exception(e.HResult & 0xFFFF, "make folder");
        }
    }
}
