using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>
/// A run with the rights of root among other users of the machine: what they prepare for it neither gets executed nor gets anything overwritten. Carried out by
/// the program itself, for each way in that is known from other tools.
/// </summary>
public sealed class PrivilegedRunTests : IDisposable
{
    private const string Nobody = "65534:65534";

    private readonly TempFolder _temp = new();
    private readonly SnapBackProgram _program;
    private readonly string _shared;
    private readonly string _victim;

    public PrivilegedRunTests()
    {
        _program = new SnapBackProgram(_temp.Folder("state"));
        _temp.File("source/a.txt", "a");
        _victim = _temp.File("root/authorized_keys", "only mine\n");
        // Without the sticky bit that /tmp has: with it, many a kernel follows no link of others by itself (fs.protected_symlinks).
        _shared = _temp.Folder("shared");
    }

    public void Dispose() => _temp.Dispose();

    [SkippableTheory]
    [InlineData("backup JOB --log TARGET")]
    [InlineData("backup JOB --dry-run --plan-out TARGET")]
    [InlineData("robocopy SOURCE COPY /LOG:TARGET")]
    [InlineData("robocopy SOURCE COPY /LOG+:TARGET")]
    [InlineData("robocopy SOURCE COPY /JSONLOG:TARGET")]
    [InlineData("robocopy SOURCE COPY /SAVE:TARGET /QUIT")]
    [InlineData("report --html TARGET")]
    [InlineData("catalog export last --format csv --out TARGET")]
    [InlineData("catalog prune --keep 1d --catalog TARGET")]
    [InlineData("job init --source SOURCE --destination COPY TARGET")]
    [InlineData("schedule export JOB --daily 02:00 --to SHARED --name nightly --allow-insecure", "snapback-nightly.service")]
    public void NothingIsWrittenThroughALinkThatAnotherUserPlanted(string call, string name = "target")
    {
        Prepare();
        _program.Run("backup", Job()).ExitCode.ShouldBeLessThan(8);
        string target = Path.Join(_shared, name);
        Shell.Run("ln", ["-s", _victim, target]).MustSucceed();
        Shell.Run("chown", ["-h", Nobody, target]).MustSucceed();
        string[] words = [.. call.Split(' ').Select(word => word
            .Replace("TARGET", target, StringComparison.Ordinal).Replace("JOB", Job(), StringComparison.Ordinal).Replace("SOURCE", _temp.At("source"), StringComparison.Ordinal)
            .Replace("COPY", _temp.At("copy"), StringComparison.Ordinal).Replace("SHARED", _shared, StringComparison.Ordinal))];

        ShellResult result = _program.Run(words);

        File.ReadAllText(_victim).ShouldBe("only mine\n", result.Output + result.Error);
        (result.Output + result.Error).ShouldNotContain("   at ");
    }

    [SkippableTheory]
    [InlineData("prometheus")]
    [InlineData("reportIndex")]
    [InlineData("catalog")]
    public void WhatAJobWritesBesidesGoesThroughNoPlantedLinkEither(string key)
    {
        Prepare();
        string target = Path.Join(_shared, key == "reportIndex" ? "index.html" : "target");
        Shell.Run("ln", ["-s", _victim, target]).MustSucceed();
        Shell.Run("chown", ["-h", Nobody, target]).MustSucceed();
        object? more = key switch
        {
            "prometheus" => new { name = "night", source = _temp.At("source"), destination = _temp.At("copy"), snapshot = "never", catalog = _program.Catalog, notify = new[] { new { kind = "prometheus", file = target } } },
            "reportIndex" => new { name = "night", source = _temp.At("source"), destination = _temp.At("copy"), snapshot = "never", catalog = _program.Catalog, reportIndex = _shared },
            _ => new { name = "night", source = _temp.At("source"), destination = _temp.At("copy"), snapshot = "never", catalog = target },
        };
        string job = _temp.File("root/job.json", JsonSerializer.Serialize(more));

        ShellResult result = _program.Run("backup", job);

        File.ReadAllText(_victim).ShouldBe("only mine\n", result.Output + result.Error);
        (result.Output + result.Error).ShouldNotContain("   at ");
    }

    [SkippableTheory]
    [InlineData("mkdir -p /var/lib/snapback && chown 65534:65534 /var/lib/snapback", "belongs to another user")]
    [InlineData("mkdir -p /var/lib/snapback && chmod 777 /var/lib/snapback", "is not used because '/var/lib/snapback'")]
    [InlineData("mkdir -p /var/lib/elsewhere && ln -s elsewhere /var/lib/snapback && chown -h 65534:65534 /var/lib/snapback", "link")]
    public void AStateFolderThatAnotherUserMadeFirstIsNotUsed(string made, string why)
    {
        Prepare();
        string job = _temp.File(
            "root/job.json", JsonSerializer.Serialize(new { name = "night", source = _temp.At("source"), destination = _temp.At("copy"), snapshot = "never" }));
        string varLib = _temp.Folder("var-lib");

        // In mounts of its own, so that the machine's state is not touched.
        ShellResult result = _program.RunUnder(
            ["unshare", "-m", "sh", "-c", $"mount --bind \"$1\" /var/lib && shift && {made} && exec \"$@\"", "sh", varLib], "backup", job);

        result.ExitCode.ShouldBe(16, result.Output + result.Error);
        result.Error.ShouldContain(why);
        Directory.Exists(_temp.At("copy")).ShouldBeFalse();
        Shell.Run("find", [varLib, "-name", "*.db*"]).MustSucceed().Output.ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("chmod 666 {0}/root/job.json", "job.json' can be written by other users")]
    [InlineData("chmod 777 {0}/root", "root' can be written by other users")]
    [InlineData("chown 65534 {0}/root/job.json", "job.json' belongs to another user")]
    [InlineData("cp {0}/root/job.json {0}/shared/mine.json && rm {0}/root/job.json && ln -s {0}/shared/mine.json {0}/root/job.json && chown -h 65534 {0}/root/job.json", "job.json' belongs to another user")]
    public void AJobFileInOthersHandsIsNotObeyed(string prepare, string why)
    {
        Prepare();
        string job = Job();
        Shell.Run("sh", ["-c", string.Format(System.Globalization.CultureInfo.InvariantCulture, prepare, _temp.Root)]).MustSucceed();

        ShellResult result = _program.Run("backup", job, "--trusted-only");

        result.ExitCode.ShouldBe(16, result.Output + result.Error);
        result.Error.ShouldContain("SB4003");
        result.Error.ShouldContain(why);
        Directory.Exists(_temp.At("copy")).ShouldBeFalse();
    }

    private string Job() => File.Exists(_temp.At("root", "job.json"))
        ? _temp.At("root", "job.json")
        : _temp.File(
            "root/job.json",
            JsonSerializer.Serialize(new { name = "night", source = _temp.At("source"), destination = _temp.At("copy"), snapshot = "never", catalog = _program.Catalog }));

    private void Prepare()
    {
        Require.Root();
        Shell.Run("chmod", ["777", _shared]).MustSucceed();
        Shell.Run("chmod", ["700", _temp.At("root")]).MustSucceed();
    }
}
