using Shouldly;
using SnapBack.Cli.Composition;
using SnapBack.Errors;
using Xunit;

namespace SnapBack.Tests.Cli.Composition;

public sealed class DefaultPathsTests
{
    [SkippableTheory]
    [InlineData(true, "/x", "/home/me", "/var/lib/snapback/catalog.db")]
    [InlineData(false, "/x", "/home/me", "/x/snapback/catalog.db")]
    [InlineData(false, null, "/home/me", "/home/me/.local/state/snapback/catalog.db")]
    [InlineData(false, "relative", "/home/me", "/home/me/.local/state/snapback/catalog.db")]
    public void TheCatalogIsWhereTheSystemKeepsState(bool isRoot, string? state, string? home, string expected)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has one place for all");

        DefaultPaths.Catalog(name => name switch { "XDG_STATE_HOME" => state, "HOME" => home, _ => null }, isRoot).ShouldBe(expected);
    }

    [Fact]
    public void AnEmptyPathNamesNoCatalog()
    {
        CliCall call = CliCall.Of("catalog", "--catalog", "", "runs");

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldContain("The path of the catalog is empty.");
    }

    [SkippableFact]
    public void WithoutAHomeTheCatalogMustBeNamed()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has one place for all");

        Should.Throw<SnapBackException>(() => DefaultPaths.Catalog(_ => null, isRoot: false)).Hint.ShouldContain("--catalog");
    }
}
