
namespace SnapBack.Cli.Composition;

/// <summary>Keeps the full text of a bug where the machine's logs are.</summary>
internal static class BugLog
{
    /// <summary>Writes the error to the machine's log; returns the file, or null when that could not be done.</summary>
    public static string? Write(Exception error, CliEnvironment environment)
    {
        try
        {
            string catalog = DefaultPaths.Catalog(null, environment);
            using RunLog log = RunLog.Open(null, catalog, TextWriter.Null);
            log.Logger.Error(error, "A bug ended the command");
            return log.Path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Errors.SnapBackException)
        {
            return null;
        }
    }
}
