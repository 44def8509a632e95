using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Robocopy;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Robocopy;

public sealed class LineFromJobTests : IDisposable
{
    private static readonly string Root = OperatingSystem.IsWindows() ? @"C:\" : "/";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "*.* /S /E /DCOPY:DAT /COPY:DAT /SJ /SL /IT /R:3 /W:5")]
    [InlineData("'mode': 'mirror'", "*.* /S /E /DCOPY:DAT /COPY:DAT /PURGE /MIR /SJ /SL /IT /R:3 /W:5")]
    [InlineData("'mode': 'mirror', 'recurse': 'none'", "*.* /DCOPY:DAT /COPY:DAT /PURGE /SJ /SL /IT /R:3 /W:5")]
    [InlineData("'recurse': 'nonEmpty', 'retry': 0, 'retryWait': 1", "*.* /S /DCOPY:DAT /COPY:DAT /SJ /SL /IT /R:0 /W:1")]
    [InlineData("'skipClasses': ['older', 'tweaked'], 'takeClasses': 'same'", "*.* /S /E /DCOPY:DAT /COPY:DAT /SJ /SL /XO /IS /R:3 /W:5")]
    [InlineData("'minSize': '10K', 'maxAge': 30, 'bandwidth': '2M', 'threads': 4", "*.* /S /E /DCOPY:DAT /COPY:DAT /SJ /SL /IT /MIN:10240 /MAXAGE:30 /IoRate:2097152 /MT:4 /R:3 /W:5")]
    [InlineData("'junctions': 'skip', 'folderLinks': 'skip', 'fileLinks': 'follow'", "*.* /S /E /DCOPY:DAT /COPY:DAT /XJD /IT /R:3 /W:5")]
    [InlineData("'includeFile': '*.doc', 'copy': 'none', 'dirCopy': 'none'", "/S /E /NODCOPY /NOCOPY /SJ /SL /IT /R:3 /W:5")]
    [InlineData("'snapshot': 'require', 'maxDelete': 7, 'verify': 'written'", "*.* /S /E /DCOPY:DAT /COPY:DAT /SJ /SL /IT /R:3 /W:5 /VSS:require /VERIFY /MAXDELETE:7")]
    public void AJobIsALine(string keys, string options)
    {
        OptionsEcho.Of(Make(keys).Line).ShouldBe(options);
    }

    [Fact]
    public void ListsAndFoldersComeAlong()
    {
        RobocopyLine line = Make("'includeFile': ['*.a', '*.b'], 'excludeFile': 'x', 'excludeDir': ['y', './z', 'p/q']").Line;

        (line.Source, line.Destination).ShouldBe((Path.Join(Root, "s", "1"), Path.Join(Root, "d", "1")));
        line.Files.ShouldBe(["*.a", "*.b"]);
        line.ExcludeFiles.ShouldBe(["x"]);
        line.ExcludeFolders.ShouldBe(["y", Path.Join(Root, "s", "1", "z"), Path.Join(Root, "s", "1", "p/q")]);
    }

    [Fact]
    public void WhatTheLanguageHasNoWordForIsTold()
    {
        Make("'exitCodes': 'simple', 'log': 'x.log', 'timeTolerance': 5, 'vssRetry': 1").Remarks.Where(r => r.IsWarning).Select(r => r.Subject)
            .ShouldBe(["exitCodes", "log", "timeTolerance", "vssRetry"]);
    }

    [Fact]
    public void AJobWithPairsOrPathsAmongItsFilesIsRefused()
    {
        Should.Throw<SnapBackException>(() => Make("'includeFile': 'a/b.txt'")).Code.ShouldBe(ErrorCode.RobocopyLine);

        string file = _folder.File("pairs.json", """{ "pairs": [{ "source": "/a", "destination": "/b" }, { "source": "/c", "destination": "/d" }] }""");
        Should.Throw<SnapBackException>(() => LineFromJob.Make(JobFile.Load(file, JobOverrides.None), JobFile.Texts(file))).Message.ShouldContain("pairs");
    }

    [Theory]
    [InlineData("'mode': 'mirror', 'excludeFile': ['*.tmp'], 'excludeDir': ['.git'], 'skipClasses': ['older', 'tweaked', 'modified']")]
    [InlineData("'recurse': 'nonEmpty', 'takeClasses': ['tweaked'], 'copy': 'DATS', 'levels': 3, 'move': 'all', 'restartable': true, 'hours': '2200-0600'")]
    [InlineData("'junctions': 'skip', 'folderLinks': 'skip', 'fileLinks': 'skip', 'gap': 5, 'threads': 1, 'takeClasses': 'tweaked', 'floor': '1G', 'ignoreDst': true")]
    public void AJobThatTheLanguageCanSayIsTheSameAgain(string keys)
    {
        if (keys.Contains("gap", StringComparison.Ordinal))
        {
            keys = keys.Replace(", 'threads': 1", string.Empty, StringComparison.Ordinal);
        }

        (RobocopyLine line, _) = Make(keys);
        Job there = JobFromLine.Make(line, Root).Job;
        Job here = JobFile.Load(File(keys), JobOverrides.None);

        there.Pairs.ShouldBe(here.Pairs);
        there.Selection.Fingerprint.ShouldBe(here.Selection.Fingerprint);
        there.ShouldBe(here with { Name = there.Name, Pairs = there.Pairs, Selection = there.Selection, Classes = there.Classes, Threads = there.Threads });
        (there.Classes.Skip & ~ClassSet.Modified).ShouldBe(here.Classes.Skip & ~ClassSet.Modified);
        there.Classes.Take.ShouldBe(here.Classes.Take);
    }

    [Fact]
    public void WhoIsToldOfARunCanNotBeSaidAndThatIsTold()
    {
        (_, IReadOnlyList<LineRemark> remarks) = Make("'notify': [{ 'kind': 'eventlog' }, { 'kind': 'ping', 'url': { 'env': 'PING' } }]");

        remarks.Where(r => r.IsWarning).ShouldBe([new LineRemark("notify", "has no word in robocopy's language and is left out", IsWarning: true)]);
    }

    private (RobocopyLine Line, IReadOnlyList<LineRemark> Remarks) Make(string keys)
    {
        string file = File(keys);
        return LineFromJob.Make(JobFile.Load(file, JobOverrides.None), JobFile.Texts(file));
    }

    private string File(string keys)
    {
        string root = Root.Replace(@"\", @"\\", StringComparison.Ordinal);
        string rest = keys.Length == 0 ? string.Empty : $", {keys.Replace('\'', '"')}";
        return _folder.File("job.json", $$"""{ "source": "{{root}}s/1", "destination": "{{root}}d/1"{{rest}} }""");
    }
}
