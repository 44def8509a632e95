using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using SnapBack.Errors;
using SnapBack.Platform.Windows;

namespace SnapBack.Cli.Composition;

/// <summary>
/// SQLite's library in a program that is published as one file for Windows. .NET itself would unpack it into the folder for temporary files and load
/// what lies there the next time: of a task that runs as the system, every user can write to that folder. So it is unpacked where only administrators
/// can write, and held against what the program carries before it is loaded. Nothing is unpacked where the same library lies beside the program, as it does in
/// the packages.
/// </summary>
internal static class CarriedLibrary
{
    private const string Name = "e_sqlite3";
    private const string File = Name + ".dll";

    /// <summary>Makes the library known, when this program carries one; does nothing else yet. To be called once, before the first catalog is opened.</summary>
    public static void Register()
    {
        if (OperatingSystem.IsWindows() && typeof(CarriedLibrary).Assembly.GetManifestResourceInfo(File) is not null)
        {
            Hook();
        }
    }

    // By itself: only here the assembly of SQLite's provider is needed.
    [SupportedOSPlatform("windows")]
    private static void Hook() => NativeLibrary.SetDllImportResolver(
        typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
        static (name, _, _) => name == Name ? NativeLibrary.Load(BesideOrUnpacked()) : 0);

    [SupportedOSPlatform("windows")]
    private static string BesideOrUnpacked()
    {
        byte[] carried = Read(typeof(CarriedLibrary).Assembly);
        string beside = Path.Join(AppContext.BaseDirectory, File);
        return IsSame(beside, carried) ? beside : Unpacked(carried);
    }

    // Another file of that name may be anybody's, where the program was started from a folder of downloads.
    private static bool IsSame(string path, byte[] carried)
    {
        try
        {
            return System.IO.File.Exists(path) && System.IO.File.ReadAllBytes(path).AsSpan().SequenceEqual(carried);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [SupportedOSPlatform("windows")]
    private static string Unpacked(byte[] carried)
    {
        string folder = Path.Join(Base(), "SnapBack", "lib", Convert.ToHexStringLower(SHA256.HashData(carried))[..16]);
        string path = Path.Join(folder, File);
        try
        {
            PrivateFolder.Make(folder);
            if (!System.IO.File.Exists(path))
            {
                string unfinished = $"{path}.{Environment.ProcessId}.tmp";
                System.IO.File.WriteAllBytes(unfinished, carried);
                System.IO.File.Move(unfinished, path, overwrite: true);
            }

            string? why = PrivateAccess.WhyNotTrusted(path, isFolder: false);
            return why is null || !Environment.IsPrivilegedProcess
                ? System.IO.File.ReadAllBytes(path).AsSpan().SequenceEqual(carried) ? path : throw new IOException($"{path} is not what this program carries")
                : throw new IOException($"{path} {why}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SnapBackException(
                ErrorCode.CatalogUnusable,
                $"SQLite, which this program carries, can't be unpacked to '{Paths.DisplayText.Escape(folder)}': {Paths.DisplayText.Escape(e.Message.TrimEnd('.'))}. Nothing was touched.",
                $"Remove that folder, or lay {File} of the same package beside the program.",
                e);
        }
    }

    private static string Base() => Environment.GetFolderPath(
        Environment.IsPrivilegedProcess ? Environment.SpecialFolder.CommonApplicationData : Environment.SpecialFolder.LocalApplicationData);

    private static byte[] Read(Assembly assembly)
    {
        using Stream resource = assembly.GetManifestResourceStream(File)!;
        byte[] all = new byte[resource.Length];
        resource.ReadExactly(all);
        return all;
    }
}
