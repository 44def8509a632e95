using SnapBack.Snapshots.Vss;

namespace SnapBack.VssProbe;

/// <summary>What <c>vssprobe snapshot</c> was told.</summary>
internal sealed class ProbeOptions
{
    private readonly HashSet<string> _skipped = [];

    /// <summary>With or without writers.</summary>
    public VssContext Context { get; private set; } = VssContext.Backup;

    /// <summary>The snapshot stays until this file exists; null for no stay.</summary>
    public string? Until { get; private set; }

    /// <summary>Files to print, from the first volume's snapshot.</summary>
    public List<string> Files { get; } = [];

    /// <summary>What to take snapshots of; with a question mark before, handed to the service as it stands.</summary>
    public List<string> Volumes { get; } = [];

    /// <summary>Whether a step is left out.</summary>
    public bool Skips(string step) => _skipped.Contains(step);

    public static ProbeOptions Parse(string[] args)
    {
        ProbeOptions options = new();
        Queue<string> rest = new(args);
        while (rest.TryDequeue(out string? word))
        {
            switch (word)
            {
                case "--no-writers":
                    options.Context = VssContext.FileShareBackup;
                    break;
                case "--skip":
                    options._skipped.Add(Value(rest, word));
                    break;
                case "--read":
                    options.Files.Add(Value(rest, word));
                    break;
                case "--until":
                    options.Until = Value(rest, word);
                    break;
                default:
                    options.Volumes.Add(word);
                    break;
            }
        }

        return options.Volumes.Count > 0 ? options : throw new FormatException("No volume was named.");
    }

    private static string Value(Queue<string> rest, string option) =>
        rest.TryDequeue(out string? value) ? value : throw new FormatException($"{option} needs a value.");
}
