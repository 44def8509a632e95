namespace SnapBack.Robocopy.Log;

/// <summary>A log file as a command line names it.</summary>
/// <param name="Path">Full path.</param>
/// <param name="IsAppended">True to write behind what is there (<c>/LOG+</c>), false to begin anew (<c>/LOG</c>).</param>
/// <param name="IsUnicode">True for UTF-16 with a byte order mark (<c>/UNILOG</c>), false for the OEM code page.</param>
public sealed record LogPlace(string Path, bool IsAppended, bool IsUnicode);
