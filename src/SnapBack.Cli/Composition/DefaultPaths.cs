using SnapBack.Errors;

namespace SnapBack.Cli.Composition;

/// <summary>Where this machine keeps its catalog and its logs when nobody says otherwise.</summary>
internal static class DefaultPaths
{
    /// <summary>
    /// Full path of the catalog: <c>%ProgramData%\SnapBack\catalog.db</c>; on Linux <c>/var/lib/snapback/catalog.db</c> for root, else
    /// below <c>$XDG_STATE_HOME</c> (https://specifications.freedesktop.org/basedir-spec: a relative value is to be ignored) or
    /// <c>~/.local/state</c>.
    /// </summary>
    /// <exception cref="SnapBackException">There is no home folder.</exception>
    public static string Catalog(Func<string, string?> variable, bool isRoot)
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "SnapBack", "catalog.db");
        }

        if (isRoot)
        {
            return "/var/lib/snapback/catalog.db";
        }

        if (variable("XDG_STATE_HOME") is { } state && Path.IsPathFullyQualified(state))
        {
            return Path.Join(state, "snapback", "catalog.db");
        }

        return variable("HOME") is { } home && Path.IsPathFullyQualified(home)
            ? Path.Join(home, ".local", "state", "snapback", "catalog.db")
            : throw new SnapBackException(
                ErrorCode.CatalogMissing,
                "There is no place for the catalog: neither XDG_STATE_HOME nor HOME is set. Nothing was touched.",
                "Name a file with --catalog FILE.");
    }

    /// <summary>
    /// Full path of the file in which a user keeps robocopy's /R and /W (<c>/REG</c>): below <c>%APPDATA%\SnapBack</c>, <c>$XDG_CONFIG_HOME/snapback</c> or
    /// <c>~/.config/snapback</c>; null where there is no such place.
    /// </summary>
    public static string? RobocopyDefaults(Func<string, string?> variable)
    {
        const string name = "defaults.RCJ";
        if (OperatingSystem.IsWindows())
        {
            return variable("APPDATA") is { } roaming && Path.IsPathFullyQualified(roaming) ? Path.Join(roaming, "SnapBack", name) : null;
        }

        if (variable("XDG_CONFIG_HOME") is { } config && Path.IsPathFullyQualified(config))
        {
            return Path.Join(config, "snapback", name);
        }

        return variable("HOME") is { } home && Path.IsPathFullyQualified(home) ? Path.Join(home, ".config", "snapback", name) : null;
    }

    /// <summary>The catalog that a command line means: the one it names, or the machine's.</summary>
    public static string Catalog(string? named, CliEnvironment environment) =>
        named is null ? Catalog(environment.Variable, Environment.IsPrivilegedProcess)
        : named.Length > 0 ? Path.GetFullPath(named)
        : throw new SnapBackException(ErrorCode.Usage, "The path of the catalog is empty. Nothing was touched.", "Name a file with --catalog FILE, or leave the option out for this machine's catalog.");
}
