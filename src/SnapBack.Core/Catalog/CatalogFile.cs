using System.Globalization;
using System.Runtime.Versioning;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform.Linux;
using SnapBack.Platform.Windows;

namespace SnapBack.Catalog;

/// <summary>
/// A catalog as files on a disk: the database, what SQLite puts beside it, and a lock that holds other processes off while one checks,
/// makes or sets aside. Refuses places that other users could have prepared: this program often runs as root.
/// </summary>
internal sealed class CatalogFile
{
    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MostSetAside = 1000;

    private static readonly TimeSpan LockWait = TimeSpan.FromMilliseconds(CatalogConnection.BusyMilliseconds);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);

    // In the order in which they are set aside: a database must never be left with the log of another one.
    private static readonly string[] Suffixes = ["-wal", "-shm", "-journal", ""];

    public CatalogFile(string file)
    {
        FullPath = Path.GetFullPath(file);
    }

    /// <summary>Full path of the database.</summary>
    public string FullPath { get; }

    private string Folder => Path.GetDirectoryName(FullPath) ?? FullPath;

    private string Name => DisplayText.Escape(FullPath);

    /// <summary>Makes the folder when it is missing and checks who could write there.</summary>
    /// <exception cref="SnapBackException">The place can't be made or is not safe.</exception>
    public void Prepare()
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Folder, OnlyUs | UnixFileMode.UserExecute);
            }
            else
            {
                PrivateAccess.MakeFolder(Folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"The folder of the catalog '{Name}' can't be made: {e.Message}", "Give another place with --catalog.", e);
        }

        RequireOwn(Folder, isFolder: true);
        foreach (string suffix in Suffixes.Append(".lock"))
        {
            RequireOwn(FullPath + suffix, isFolder: false);
        }
    }

    /// <summary>Holds other processes off until disposed.</summary>
    /// <exception cref="SnapBackException">Another one holds the lock for longer than it should, or the file can't be made.</exception>
    public IDisposable Lock(TimeProvider clock)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OnlyUs;
        }

        long start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(FullPath + ".lock", options);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (e is not IOException || e is DirectoryNotFoundException || clock.GetElapsedTime(start) > LockWait)
                {
                    throw Unusable($"The catalog '{Name}' can't be locked: {e.Message}", "Check the rights of its folder, or give another place with --catalog.", e);
                }
            }

            using ManualResetEventSlim pause = new();
            pause.Wait(LockPause);
        }
    }

    /// <summary>
    /// Makes a database by <paramref name="fill"/> under another name and gives it its name when it is complete, so that nobody ever
    /// meets half of one. Only while the lock is held.
    /// </summary>
    public void Create(Action<string> fill)
    {
        string unfinished = FullPath + ".new";
        try
        {
            File.Delete(unfinished);
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OnlyUs;
            }

            new FileStream(unfinished, options).Dispose();
            fill(unfinished);
            File.Move(unfinished, FullPath, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"The catalog '{Name}' can't be made: {e.Message}", "Give another place with --catalog.", e);
        }
    }

    /// <summary>True when the database, or what is left beside a missing one, is there.</summary>
    public bool HasAny(bool isDatabase) => isDatabase ? File.Exists(FullPath) : Suffixes.Any(suffix => File.Exists(FullPath + suffix));

    /// <summary>Renames all that belongs to the database; nothing is deleted. Returns the new name of the database.</summary>
    /// <exception cref="SnapBackException">It can't be renamed.</exception>
    public string SetAside(DateTimeOffset now)
    {
        string stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string aside = $"{FullPath}.set-aside-{stamp}";
        for (int i = 2; Suffixes.Any(suffix => File.Exists(aside + suffix)) && i < MostSetAside; i++)
        {
            aside = string.Create(CultureInfo.InvariantCulture, $"{FullPath}.set-aside-{stamp}-{i}");
        }

        try
        {
            foreach (string suffix in Suffixes.Where(suffix => File.Exists(FullPath + suffix)))
            {
                File.Move(FullPath + suffix, aside + suffix, overwrite: false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"The damaged catalog '{Name}' can't be set aside: {e.Message}", "Rename it yourself, or give another place with --catalog.", e);
        }

        return aside;
    }

    private static SnapBackException Unusable(string message, string hint, Exception? inner = null) => new(ErrorCode.CatalogUnusable, message, hint, inner);

    private static unsafe bool TryLook(string path, out Libc.Statx look)
    {
        using CName name = new(path);
        fixed (byte* bytes = name)
        fixed (Libc.Statx* result = &look)
        {
            return Libc.statx(Libc.AT_FDCWD, bytes, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, result) == 0;
        }
    }

    private void RequireOwn(string path, bool isFolder)
    {
        string? why = OperatingSystem.IsWindows() ? WhyNotOnWindows(path, isFolder) : WhyNotOnLinux(path, isFolder);
        if (why is not null)
        {
            throw Unusable(
                $"The catalog '{Name}' is not used because '{DisplayText.Escape(path)}' {why}. Nothing was touched.",
                "Choose a folder that only you and root can write, with --catalog.");
        }
    }

    // What lies outside %ProgramData% and the profile is writable for every user by default: only a privileged run has something to lose by that.
    [SupportedOSPlatform("windows")]
    private static string? WhyNotOnWindows(string path, bool isFolder)
    {
        if (Environment.IsPrivilegedProcess)
        {
            return PrivateAccess.WhyNotTrusted(path, isFolder);
        }

        FileSystemInfo entry = isFolder ? new DirectoryInfo(path) : new FileInfo(path);
        return entry.LinkTarget is null ? null : "is a link";
    }

    private static string? WhyNotOnLinux(string path, bool isFolder)
    {
        if (!TryLook(path, out Libc.Statx look))
        {
            return null;
        }

        int kind = look.Mode & Libc.S_IFMT;
        if (kind == Libc.S_IFLNK)
        {
            return "is a link";
        }

        if (kind != (isFolder ? Libc.S_IFDIR : Libc.S_IFREG))
        {
            return isFolder ? "is no folder" : "is no file";
        }

        if (look.Owner != 0 && look.Owner != Libc.geteuid())
        {
            return "belongs to another user";
        }

        bool isGroupOurs = look.Group == 0 || look.Group == Libc.getegid();
        UnixFileMode mode = (UnixFileMode)(look.Mode & 0xFFF);
        return mode.HasFlag(UnixFileMode.OtherWrite) || (mode.HasFlag(UnixFileMode.GroupWrite) && !isGroupOurs) ? "can be written by other users" : null;
    }
}
