using SnapBack.Catalog;

/// <summary>
/// Runs before <c>Main</c> of a copy of this very program that a test starts with DOTNET_STARTUP_HOOKS
/// (https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md): writes a catalog until it is killed.
/// </summary>
internal static class StartupHook
{
    public const string Variable = "SNAPBACK_TEST_KILLED_WRITER";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } file)
        {
            return;
        }

        using CatalogWriter writer = CatalogWriter.Open(file, TimeProvider.System);
        writer.BeginRun(SnapBack.Tests.Catalog.Some.Start());
        for (int batch = 0; ; batch++)
        {
            writer.Record([.. Enumerable.Range(0, 100).Select(i => SnapBack.Tests.Catalog.Some.Copied($"folder {batch}/{i}"))]);
            writer.Commit();
            Console.WriteLine(batch);
        }
    }
}
