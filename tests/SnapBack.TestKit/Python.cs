namespace SnapBack.TestKit;

/// <summary>Runs the kit's Python scripts: they reach names, paths and times that .NET can't, and they share no code with the product.</summary>
internal static class Python
{
    /// <summary>Runs one of the scripts in the folder Scripts; a failure throws.</summary>
    public static ShellResult Run(string script, params string[] args)
    {
        Require.Linux();
        Require.Program("python3");
        return Shell.Run("python3", [Path.Join(AppContext.BaseDirectory, "Scripts", script), .. args]).MustSucceed();
    }
}
