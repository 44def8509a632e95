namespace SnapBack.TestKit;

/// <summary>Reads a log file in robocopy's layout with a script that knows only the layout, as programs that others wrote do.</summary>
public static class RobocopyLogReader
{
    /// <summary>What the log says, a fact per line, such as <c>file|New File|4|/source/a.txt</c>. A log that breaks the layout throws.</summary>
    /// <param name="file">The log.</param>
    /// <param name="encoding">Python's name of its encoding.</param>
    public static string[] Read(string file, string encoding) => Python.Run("robolog.py", file, encoding).Lines;
}
