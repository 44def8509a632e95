using System.Formats.Tar;
using System.IO.Compression;

namespace SnapBack.Packager;

/// <summary>Writes a package as the archive that its system is used to. The same contents and time give the same bytes.</summary>
internal static class Archive
{
    private const int RegularFile = 0x8000;

    /// <summary>Writes it; <paramref name="file"/> must not exist.</summary>
    public static void Write(string file, Contents contents, DateTimeOffset time)
    {
        using FileStream stream = new(file, FileMode.CreateNew, FileAccess.Write);
        if (contents.Extension == ".zip")
        {
            WriteZip(stream, contents, time);
        }
        else
        {
            WriteTar(stream, contents, time);
        }
    }

    private static void WriteZip(FileStream stream, Contents contents, DateTimeOffset time)
    {
        using ZipArchive zip = new(stream, ZipArchiveMode.Create);
        foreach (PackagedFile file in contents.Files)
        {
            ZipArchiveEntry entry = zip.CreateEntry($"{contents.Folder}/{file.Name}", CompressionLevel.Optimal);
            entry.LastWriteTime = time;
            entry.ExternalAttributes = (RegularFile | (int)file.Mode) << 16;
            using FileStream from = File.OpenRead(file.Source);
            using Stream to = entry.Open();
            from.CopyTo(to);
        }
    }

    private static void WriteTar(FileStream stream, Contents contents, DateTimeOffset time)
    {
        using GZipStream gzip = new(stream, CompressionLevel.Optimal);
        // Not pax: .NET writes the number of its process into that.
        using TarWriter tar = new(gzip, TarEntryFormat.Gnu);
        foreach (string folder in Folders(contents))
        {
            tar.WriteEntry(new GnuTarEntry(TarEntryType.Directory, folder + "/") { ModificationTime = time, Mode = Contents.FolderMode });
        }

        foreach (PackagedFile file in contents.Files)
        {
            using FileStream from = File.OpenRead(file.Source);
            tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, $"{contents.Folder}/{file.Name}") { ModificationTime = time, Mode = file.Mode, DataStream = from });
        }
    }

    // An archive that does not name them leaves who may write to them to the one who unpacks it.
    private static IEnumerable<string> Folders(Contents contents) =>
        contents.Files.SelectMany(file => Above($"{contents.Folder}/{file.Name}")).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Above(string name)
    {
        for (int slash = name.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = name.IndexOf('/', slash + 1))
        {
            yield return name[..slash];
        }
    }
}
