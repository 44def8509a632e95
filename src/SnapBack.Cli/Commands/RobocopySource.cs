using SnapBack.Cli.Composition;
using SnapBack.Errors;
using SnapBack.Robocopy;

namespace SnapBack.Cli.Commands;

/// <summary>Where a robocopy line comes from beside its words, and what it leaves behind: job files and the user's defaults.</summary>
internal static class RobocopySource
{
    /// <summary>Reads a line with the job files that it names.</summary>
    /// <exception cref="SnapBackException">What is wrong with it.</exception>
    public static RobocopyLine Read(IReadOnlyList<string> words, CliEnvironment environment)
    {
        int codePage = OemCodePage.Of(environment);
        RcjText? defaults = DefaultPaths.RobocopyDefaults(environment.Variable) is { } file && File.Exists(file) ? RcjFile.Read(file, codePage) : null;
        return new LineReader(OperatingSystem.IsWindows(), name => RcjFile.Read(name, codePage)).Read(words, defaults);
    }

    /// <summary>Writes the job file of /SAVE.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.RobocopyJobFile"/>.</exception>
    public static void Save(RobocopyLine line, CliEnvironment environment)
    {
        if (line is { Saved: { } saved } && line.ValueOf(SwitchTable.Save) is { } name)
        {
            // From whichever folder the job file is run later, it means the folders of today.
            RobocopyLine fixedLine = saved with { Source = Full(saved.Source), Destination = Full(saved.Destination) };
            Write(fixedLine, RcjFile.PathOf(name), environment);
        }
    }

    private static string? Full(string? folder) => folder is null ? null : Path.GetFullPath(folder);

    /// <summary>Writes a line as a job file at a full path.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.RobocopyJobFile"/>.</exception>
    public static void Write(RobocopyLine line, string path, CliEnvironment environment)
    {
        string text = RcjWriter.Write(line, path, environment.Clock.GetLocalNow());
        RcjFile.Write(path, RcjWriter.Encode(text, OemCodePage.Of(environment)));
    }

    /// <summary>Keeps /R and /W as the user's defaults (/REG).</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.RobocopyJobFile"/>.</exception>
    public static void Remember(RobocopyLine line, CliEnvironment environment)
    {
        if (!line.Has(SwitchTable.Remember))
        {
            return;
        }

        string path = DefaultPaths.RobocopyDefaults(environment.Variable)
            ?? throw new SnapBackException(ErrorCode.RobocopyJobFile, "There is no place for /REG.", "Neither a settings folder nor a home folder is known. Leave /REG out. Nothing was touched.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SnapBackException(ErrorCode.RobocopyJobFile, $"The defaults can't be kept in {path}.", e.Message, e);
        }

        RcjFile.Write(path, System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"{SwitchTable.Retries.Name}:{line.Retries}\r\n{SwitchTable.Wait.Name}:{line.WaitSeconds}\r\n")));
    }
}
