using Shouldly;
using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>The kit's scripts that go on in the background until they are disposed.</summary>
internal static class Script
{
    /// <summary>Starts a script and waits until it is at work.</summary>
    public static RunningProgram Start(string name, params string[] arguments)
    {
        RunningProgram script = new(Require.Program("python3"), [Path.Join(AppContext.BaseDirectory, "Scripts", name), .. arguments], new Dictionary<string, string?>());
        script.Says("ready").ShouldBeTrue(script.Said);
        return script;
    }
}
