using Shouldly;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.TestKit;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Trees;

/// <summary>
/// What every destination tree must do, held against real file systems. A class for one file system gives the folder; everything else is the same.
/// Uses other programs as the oracle.
/// </summary>
public abstract class TreeConformance : IDisposable
{
    private readonly TempFolder _folder;

    protected TreeConformance(string? parent)
    {
        Require.Linux();
        _folder = new TempFolder(parent);
        Root = _folder.Folder("root");
        Tree = Open(Root);
    }

    protected string Root { get; }

    protected IDestinationTree Tree { get; }

    protected virtual bool KeepsHoles => true;

    protected virtual bool KeepsUserAttributes => true;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Tree.Dispose();
        _folder.Dispose();
    }

    protected abstract IDestinationTree Open(string root);

    [SkippableFact]
    public void NamesAreExactAndComeInTheOrderOfTheirBytes()
    {
        const string Script = """
            import os, sys
            os.chdir(os.fsencode(sys.argv[1]))
            for name in (b"plain", b"\xc3\xa9", b"e\xcc\x81", b"not utf-8 \xff\xfe", b"\xf0\x9f\x90\xa2", b"\xef\xbf\xbd", b"new\nline", b"-rf", b" ", b"n" * 255, b"Case", b"case"):
                open(name, "wb").close()
            for name in sorted(os.listdir(b".")):
                print(name.hex())
            """;
        string[] expected = Shell.Run("python3", ["-c", Script, Root]).MustSucceed().Lines;

        using IDestinationFolder folder = Folder();

        folder.List().Select(e => Convert.ToHexStringLower(NameCodec.Encode(e.Name))).ShouldBe(expected);
        folder.List().Select(e => e.Name).ShouldAllBe(name => folder.Find(name)!.Name == name);
    }

    [SkippableFact]
    public void AFolderListedTwiceGivesTheSameTwice()
    {
        _folder.File("root/a");
        _folder.File("root/b");
        using IDestinationFolder folder = Folder();
        folder.List().Count().ShouldBe(2);

        _folder.File("root/c");

        folder.List().Select(e => e.Name).ShouldBe(["a", "b", "c"]);
    }

    [SkippableFact]
    public void AFolderOfThousandsIsListedWhole()
    {
        Shell.Run("python3", ["-c", "import os, sys\nfor i in range(5000): open(os.path.join(sys.argv[1], 'a rather long name for a file ' * 3 + str(i)), 'w').close()", Root]).MustSucceed();
        using IDestinationFolder folder = Folder();

        string[] names = [.. folder.List().Select(e => e.Name)];

        names.Length.ShouldBe(5000);
        names.ShouldBe(names.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void PathsBeyondFourThousandBytesAreReached()
    {
        VarietyTree.AddDeepPath(Root, 9000);
        RelativePath path = RelativePath.Root;
        int files = 0;
        while (true)
        {
            using IFolder folder = Tree.OpenFolder(path);
            List<Entry> entries = [.. folder.List()];
            files += entries.Count(e => e.IsFile);
            if (entries.Find(e => e.IsDirectory) is not { } next)
            {
                break;
            }

            path = path.Child(next.Name);
        }

        path.Value.Length.ShouldBeGreaterThan(8000);
        files.ShouldBeGreaterThan(10);
    }

    [SkippableFact]
    public void ALinkInTheMiddleOfAPathIsNeverFollowed()
    {
        string outside = _folder.Folder("outside");
        Directory.CreateDirectory(Path.Join(outside, "deep"));
        File.CreateSymbolicLink(Path.Join(Root, "absolute"), outside);
        File.CreateSymbolicLink(Path.Join(Root, "relative"), "../outside");
        Directory.CreateDirectory(Path.Join(Root, "real", "deep"));
        File.CreateSymbolicLink(Path.Join(Root, "inside"), "real");

        foreach (string path in new[] { "absolute", "relative", "inside", "absolute/deep", "relative/deep", "inside/deep" })
        {
            RelativePath.TryParse(path, out RelativePath at).ShouldBeTrue();
            Should.Throw<TreeException>(() => Tree.OpenFolder(at), path).Error.Kind.ShouldBe(ErrorKind.LinkInPath);
        }
    }

    [SkippableFact]
    public void ALinkIsNeverOpenedAsAFile()
    {
        _folder.File("root/target");
        File.CreateSymbolicLink(Path.Join(Root, "link"), "target");
        File.CreateSymbolicLink(Path.Join(Root, "dangling"), "gone");
        using IDestinationFolder folder = Folder();

        Should.Throw<TreeException>(() => folder.OpenFile("link")).Error.Kind.ShouldBe(ErrorKind.LinkInPath);
        Should.Throw<TreeException>(() => folder.OpenFile("dangling")).Error.Kind.ShouldBe(ErrorKind.LinkInPath);
        folder.ReadLink("dangling").ShouldBe("gone");
        folder.Find("link")!.Kind.ShouldBe(EntryKind.SymbolicLink);
    }

    [SkippableFact]
    public void APipeIsNoFileAndOpeningItDoesNotWait()
    {
        Shell.Run("mkfifo", [Path.Join(Root, "pipe")]).MustSucceed();
        using IDestinationFolder folder = Folder();

        folder.Find("pipe")!.Kind.ShouldBe(EntryKind.Fifo);
        Should.CompleteIn(() => Should.Throw<TreeException>(() => folder.OpenFile("pipe")).Error.Kind.ShouldBe(ErrorKind.WrongKind), TimeSpan.FromSeconds(60));
    }

    [SkippableFact]
    public void AnEntryShowsWhatTheSystemSays()
    {
        string file = _folder.File("root/file", "12345");
        Shell.Run("chmod", ["6751", file]).MustSucceed();
        Shell.Run("touch", ["-d", "1965-02-03 04:05:06.123456789", file]).MustSucceed();
        using IDestinationFolder folder = Folder();

        Entry entry = folder.Find("file")!;

        string expected = Shell.Run("stat", ["-c", "%s %a %u %g %h %i %Y", file]).MustSucceed().Output.Trim();
        $"{entry.Size} {Convert.ToString(entry.Mode, 8)} {entry.Owner} {entry.Group} {entry.LinkCount} {entry.FileId} {entry.Modified.Seconds}".ShouldBe(expected);
        entry.Modified.Nanoseconds.ShouldBe(123_456_789);
        folder.Find("none").ShouldBeNull();
    }

    [SkippableFact]
    public void ReadingLeavesTheAccessTimesOfFilesAndFolders()
    {
        string sub = _folder.Folder("root", "sub");
        string file = _folder.File("root/sub/file", "text");
        Shell.Run("touch", ["-a", "-d", "2001-01-01", file, sub]).MustSucceed();

        using (IFolder folder = Tree.OpenFolder(RelativePath.Root.Child("sub")))
        using (ISourceFile opened = folder.OpenFile("file"))
        {
            folder.List().Count().ShouldBe(1);
            opened.Read(new byte[10], 0).ShouldBe(4);
        }

        Shell.Run("stat", ["-c", "%X", file, sub]).MustSucceed().Lines.Distinct().ShouldBe([Shell.Run("date", ["-d", "2001-01-01", "+%s"]).Output.Trim()]);
    }

    [SkippableFact]
    public void HolesAreFound()
    {
        Skip.IfNot(KeepsHoles, "has no holes");
        const int Mebibyte = 1024 * 1024;
        using (FileStream stream = File.Create(Path.Join(Root, "sparse")))
        {
            stream.SetLength(4 * Mebibyte);
            stream.Position = 2 * Mebibyte;
            stream.Write(new byte[] { 1 });
        }

        using IDestinationFolder folder = Folder();
        using ISourceFile file = folder.OpenFile("sparse");

        file.ReadEntry().AllocatedBytes.ShouldBeLessThan(Mebibyte);
        file.FindData(0, out long start, out long end).ShouldBeTrue();
        start.ShouldBe(2 * Mebibyte);
        end.ShouldBeLessThanOrEqualTo(3 * Mebibyte);
        file.FindData(end, out _, out _).ShouldBeFalse();
        file.FindData(5 * Mebibyte, out _, out _).ShouldBeFalse();
    }

    [SkippableFact]
    public void AFileIsMadeNewAndNeverOverWhatIsThere()
    {
        string outside = _folder.File("outside.txt", "precious");
        _folder.File("root/present", "precious");
        File.CreateSymbolicLink(Path.Join(Root, "link"), outside);
        File.CreateSymbolicLink(Path.Join(Root, "dangling"), Path.Join(_folder.Root, "new.txt"));
        using IDestinationFolder folder = Folder();

        foreach (string name in new[] { "present", "link", "dangling" })
        {
            Should.Throw<TreeException>(() => folder.CreateFile(name), name);
        }

        File.ReadAllText(outside).ShouldBe("precious");
        File.Exists(Path.Join(_folder.Root, "new.txt")).ShouldBeFalse();
    }

    [SkippableFact]
    public void PublishReplacesALinkAndNotWhatItPointsTo()
    {
        string outside = _folder.File("outside.txt", "precious");
        File.CreateSymbolicLink(Path.Join(Root, "name"), outside);
        using IDestinationFolder folder = Folder();
        Write(folder, "tmp", "new");

        folder.Publish("tmp", "name");

        File.ReadAllText(outside).ShouldBe("precious");
        new FileInfo(Path.Join(Root, "name")).LinkTarget.ShouldBeNull();
        File.ReadAllText(Path.Join(Root, "name")).ShouldBe("new");
        folder.Find("tmp").ShouldBeNull();
    }

    [SkippableFact]
    public void PublishReplacesAFileAtOnceAndNeverAFolder()
    {
        _folder.File("root/file", "old");
        _folder.File("root/folder/inside", "old");
        using IDestinationFolder folder = Folder();
        Write(folder, "tmp", "new");
        Write(folder, "tmp2", "new");

        folder.Publish("tmp", "file");

        File.ReadAllText(Path.Join(Root, "file")).ShouldBe("new");
        Should.Throw<TreeException>(() => folder.Publish("tmp2", "folder")).Error.Kind.ShouldBe(ErrorKind.WrongKind);
        File.Exists(Path.Join(Root, "folder/inside")).ShouldBeTrue();
    }

    [SkippableFact]
    public void RemovingALinkLeavesWhatItPointsTo()
    {
        string outside = _folder.File("outside/x", "precious");
        File.CreateSymbolicLink(Path.Join(Root, "to-file"), outside);
        File.CreateSymbolicLink(Path.Join(Root, "to-folder"), _folder.At("outside"));
        using IDestinationFolder folder = Folder();

        Should.Throw<TreeException>(() => folder.RemoveFolder("to-folder"));
        folder.RemoveFile("to-file");
        folder.RemoveFile("to-folder");
        folder.RemoveFile("never-there");
        folder.RemoveFolder("never-there");

        folder.List().ShouldBeEmpty();
        File.ReadAllText(outside).ShouldBe("precious");
    }

    [SkippableFact]
    public void OnlyAnEmptyFolderIsRemoved()
    {
        _folder.File("root/full/x");
        _folder.Folder("root", "empty");
        using IDestinationFolder folder = Folder();

        folder.RemoveFolder("empty");

        Should.Throw<TreeException>(() => folder.RemoveFolder("full")).Error.Kind.ShouldBe(ErrorKind.WrongKind);
        Should.Throw<TreeException>(() => folder.RemoveFile("full")).Error.Kind.ShouldBe(ErrorKind.WrongKind);
        folder.List().Select(e => e.Name).ShouldBe(["full"]);
    }

    [SkippableFact]
    public void AFolderIsMadePrivateAndAnExistingOneIsNoError()
    {
        using IDestinationFolder folder = Folder();
        _folder.File("root/file");

        folder.CreateFolder("new");
        folder.CreateFolder("new");

        folder.Find("new")!.Mode.ShouldBe(0x1C0u);
        Should.Throw<TreeException>(() => folder.CreateFolder("file")).Error.Kind.ShouldBe(ErrorKind.WrongKind);
        File.CreateSymbolicLink(Path.Join(Root, "link"), "new");
        Should.Throw<TreeException>(() => folder.CreateFolder("link"));
    }

    [SkippableFact]
    public void MetadataOfEveryKindSurvives()
    {
        Require.Root();
        Require.Program("setfacl");
        string from = _folder.Folder("root", "from");
        _folder.File("root/from/file", "x");
        _folder.Folder("root", "from", "folder");
        File.CreateSymbolicLink(Path.Join(from, "link"), "file");
        Dress(from);
        using IDestinationFolder root = Folder();
        root.CreateFolder("to");
        using IDestinationFolder source = ((IDestinationTree)Tree).OpenFolder(RelativePath.Root.Child("from"));
        using IDestinationFolder target = ((IDestinationTree)Tree).OpenFolder(RelativePath.Root.Child("to"));
        Write(target, "file", "x");
        target.CreateFolder("folder");
        target.CreateLink("link", source.Find("link")!, "file");

        using (ISourceFile file = source.OpenFile("file"))
        using (ISourceFile copy = target.OpenFile("file"))
        {
            ((IDestinationFile)copy).ApplyMetadata(file.ReadMetadata(), CopyLetters.Default).Loss.ShouldBe(MetadataLoss.None);
        }

        target.ApplyMetadata("folder", source.ReadMetadata("folder"), CopyLetters.Default).Loss.ShouldBe(MetadataLoss.None);
        target.ApplyMetadata("link", source.ReadMetadata("link"), CopyLetters.Default).Loss.ShouldBe(MetadataLoss.None);
        target.ApplyMetadata(null, source.ReadMetadata(null), CopyLetters.Default).Loss.ShouldBe(MetadataLoss.None);

        TreeListing.Of(Path.Join(Root, "to")).ShouldBe(TreeListing.Of(from));
        Rsync.Differences(from, Path.Join(Root, "to")).ShouldBeEmpty();
        target.ReadMetadata("folder").HasSameExtendedAttributes(source.ReadMetadata("folder")).ShouldBeTrue();
    }

    [SkippableFact]
    public void AttributesThatTheSourceHasNotAreTakenAway()
    {
        Skip.IfNot(KeepsUserAttributes, "takes no user attributes");
        _folder.File("root/bare");
        string dressed = _folder.File("root/dressed");
        Shell.Run("setfattr", ["-n", "user.old", "-v", "x", dressed]).MustSucceed();
        Shell.Run("setfacl", ["-m", "u:1234:rw", dressed]).MustSucceed();
        using IDestinationFolder folder = Folder();

        folder.ApplyMetadata("dressed", folder.ReadMetadata("bare"), CopyLetters.Default);

        folder.ReadMetadata("dressed").ExtendedAttributes.ShouldBeEmpty();
        folder.Find("dressed")!.Mode.ShouldBe(folder.Find("bare")!.Mode);
    }

    [SkippableFact]
    public void HardLinksAreMadeAcrossFolders()
    {
        _folder.File("root/a/file", "x");
        _folder.Folder("root", "b");
        using IDestinationFolder a = ((IDestinationTree)Tree).OpenFolder(RelativePath.Root.Child("a"));
        using IDestinationFolder b = ((IDestinationTree)Tree).OpenFolder(RelativePath.Root.Child("b"));

        b.CreateHardLink("second", a, "file");

        b.Find("second")!.FileId.ShouldBe(a.Find("file")!.FileId);
        b.Find("second")!.LinkCount.ShouldBe(2u);
    }

    [SkippableFact]
    public void WhatIsWrittenIsReadBackAndFlushed()
    {
        using IDestinationFolder folder = Folder();
        using IDestinationFile file = folder.CreateFile("file");

        file.Write("tail"u8, 1000);
        file.Write("head"u8, 0);
        file.SetLength(2000);
        file.Flush();
        file.ForgetCached();
        folder.Flush();

        byte[] read = new byte[3000];
        file.Read(read, 0).ShouldBe(2000);
        read.AsSpan(1000, 4).SequenceEqual("tail"u8).ShouldBeTrue();
        file.ReadEntry().Mode.ShouldBe(0x180u, "nobody else may read it before it has its own mode");
        if (Tree.Traits.HasVolumeFlush)
        {
            Tree.FlushVolume();
        }
    }

    [SkippableFact]
    public void ATreeThatWasDisposedTwiceClosesNothingOfOthers()
    {
        IDestinationTree second = Open(_folder.Folder("other"));
        second.Dispose();
        using FileStream innocent = File.OpenRead(_folder.File("innocent", "text"));

        second.Dispose();

        innocent.ReadByte().ShouldBe('t');
    }

    private static void Write(IDestinationFolder folder, string name, string text)
    {
        using IDestinationFile file = folder.CreateFile(name);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text), 0);
    }

    private IDestinationFolder Folder() => Tree.OpenFolder(RelativePath.Root);

    private void Dress(string from)
    {
        string attributes = KeepsUserAttributes ? "setfattr -n user.note -v hello file; setfattr -n user.note -v hello folder; setfacl -m u:1234:rw,m:rwx file; setfacl -d -m g:77:rx folder;" : "";
        string script = $"cd \"$1\"; {attributes} setfattr -n trusted.t -v x file; chown 1234:5678 file folder; chown -h 4000000000:7 link; chown 3:4 .; "
            + "chmod 6711 file; chmod 3775 folder; chmod 0751 .; setcap cap_net_raw+ep file; "
            + "touch -h -d '1960-01-02 03:04:05.987654321' file link; touch -d '2040-01-02 03:04:05.123456789' folder; touch -d '2030-01-02 03:04:05.5' .";
        Shell.Run("sh", ["-e", "-c", script, "sh", from]).MustSucceed();
    }
}
