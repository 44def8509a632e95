using System.Text.Json;
using Shouldly;
using SnapBack.Jobs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli;

public sealed class JobImportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("robocopy")]
    [InlineData("Robocopy.exe")]
    [InlineData("")]
    public void ALineIsPrintedAsAJobFile(string program)
    {
        string[] line = [_folder.At("from"), _folder.At("to"), "/MIR", "/XO", "/MAXAGE:30", "/XF", "*.tmp"];

        CliCall call = CliCall.Of(["job", "import", "--", .. program.Length > 0 ? [program, .. line] : line]);

        call.ExitCode.ShouldBe(0, call.Error);
        Job job = JobFile.Load(_folder.File("job.json", call.Output), JobOverrides.None);
        (job.Mode, job.Pairs[0].Source).ShouldBe((JobMode.Mirror, _folder.At("from")));
        call.Output.ShouldContain("\"maxAge\": \"30\"");
        call.Error.ShouldContain("/MIR: ");
        call.Error.ShouldContain("/XF: ");
        call.Error.ShouldContain("Without /R: 3;");
    }

    [SkippableFact]
    public void ALineOfAWindowsMachineIsTakenAsItIsOnAnotherSystem()
    {
        Require.Linux();

        CliCall call = CliCall.Of("job", "import", "--", "robocopy", @"D:\Data\", @"\\server\backup\Data", "/MIR", "/XD", "Temp", @"D:\Data\Cache");

        call.ExitCode.ShouldBe(0, call.Error);
        call.Error.ShouldContain("were not checked");
        using JsonDocument job = JsonDocument.Parse(call.Output);
        job.RootElement.GetProperty("source").GetString().ShouldBe(@"D:\Data");
        job.RootElement.GetProperty("destination").GetString().ShouldBe(@"\\server\backup\Data");
        job.RootElement.GetProperty("excludeDir").EnumerateArray().Select(e => e.GetString()).ShouldBe(["Temp", @"D:\Data\Cache"]);
    }

    [Fact]
    public void WhatBelongsToOneCallOrToTheLogIsTold()
    {
        CliCall call = CliCall.Of("job", "import", "--", _folder.At("from"), _folder.At("to"), "/L", "/NP", "/B");

        call.Error.ShouldContain("/L: belongs to one call");
        call.Error.ShouldContain("/NP: is about robocopy's log");
        call.Error.ShouldContain("/B: needs no key");
    }

    [Fact]
    public void AJobFileGoesThereAndBackAgain()
    {
        string rcj = _folder.At("nightly.RCJ");
        File.WriteAllText(rcj, $"/SD:{_folder.At("from")}\n/DD:{_folder.At("to")}\n/MIR\n/SL\n/SJ\n/XD\n\tTemp\n/R:1\n/W:2\n/DCOPY:DAT\n");

        CliCall import = CliCall.Of("job", "import", rcj);
        string json = _folder.File("nightly.json", import.Output);
        CliCall export = CliCall.Of("job", "export", json, "--to", _folder.At("again"));
        CliCall second = CliCall.Of("job", "import", _folder.At("again.RCJ"));

        import.ExitCode.ShouldBe(0, import.Error);
        export.ExitCode.ShouldBe(0, export.Error);
        Job first = JobFile.Load(json, JobOverrides.None);
        Job last = JobFile.Load(_folder.File("again.json", second.Output), JobOverrides.None);
        last.ShouldBe(first with { Name = last.Name, Pairs = last.Pairs, Selection = last.Selection });
        last.Pairs.ShouldBe(first.Pairs);
        last.Selection.Fingerprint.ShouldBe(first.Selection.Fingerprint);
    }

    [Fact]
    public void AnExportIsPrintedWithoutAFile()
    {
        string json = _folder.File("nightly.json", $$"""{ "source": "{{Escaped("from")}}", "destination": "{{Escaped("to")}}", "exitCodes": "simple" }""");

        CliCall call = CliCall.Of("job", "export", json);

        call.ExitCode.ShouldBe(0);
        call.Output.ShouldContain($"/SD:{_folder.At("from")}");
        call.Error.ShouldContain("WARNING: exitCodes");
    }

    [Theory]
    [InlineData("import")]
    [InlineData("import a b")]
    [InlineData("import /no/such/file.RCJ")]
    [InlineData("import -- a b /FOO")]
    [InlineData("export none.json")]
    public void WhatCantBeReadIsSaidInOneSentence(string words)
    {
        CliCall call = CliCall.Of(["job", .. words.Split(' ')]);

        call.ExitCode.ShouldBe(16);
        call.Output.ShouldBeEmpty();
        call.Error.ShouldStartWith("snapback: SB");
    }

    private string Escaped(string name) => _folder.At(name).Replace(@"\", @"\\", StringComparison.Ordinal);
}
