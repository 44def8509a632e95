using Shouldly;
using SnapBack.Cli.Composition;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli.Composition;

public sealed class RunLogTests
{
    [SkippableFact]
    public void AFolderInThePlaceOfALogIsToldOnceAndTheCommandGoesOn()
    {
        Require.Linux();
        foreach (string path in (IEnumerable<string>)["/", "/tmp"])
        {
            using StringWriter error = new();
            using RunLog log = RunLog.Open(path, "/nowhere/catalog.db", error);

            log.Path.ShouldBeNull();
            error.ToString().ShouldStartWith($"snapback: the log {path} can't be written (");
        }
    }
}
