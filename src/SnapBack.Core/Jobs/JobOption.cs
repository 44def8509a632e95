using System.Text;

namespace SnapBack.Jobs;

/// <summary>One option of a job: its key in a job file, what its value looks like, and what holds when it is absent.</summary>
/// <param name="Key">The key, camelCase.</param>
/// <param name="Kind">What the value looks like.</param>
internal sealed record JobOption(string Key, JobOptionKind Kind)
{
    /// <summary>True when several texts may be given.</summary>
    public bool IsList => Kind is JobOptionKind.Patterns or JobOptionKind.Words;

    /// <summary>Words allowed, for <see cref="JobOptionKind.Word"/> and <see cref="JobOptionKind.Words"/>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Letters allowed, for <see cref="JobOptionKind.Letters"/>.</summary>
    public string Letters { get; init; } = string.Empty;

    /// <summary>Smallest number, for <see cref="JobOptionKind.Number"/>.</summary>
    public long Minimum { get; init; }

    /// <summary>Largest number, for <see cref="JobOptionKind.Number"/>.</summary>
    public long Maximum { get; init; }

    /// <summary>The value that holds when the key is absent, as it would be written without quotes; null when there is none.</summary>
    public string? Default { get; init; }

    /// <summary>The option of the command line: <c>--exclude-file</c> for <c>excludeFile</c>.</summary>
    public string OptionName
    {
        get
        {
            StringBuilder name = new("--");
            foreach (char c in Key)
            {
                if (char.IsAsciiLetterUpper(c))
                {
                    name.Append('-');
                }

                name.Append(char.ToLowerInvariant(c));
            }

            return name.ToString();
        }
    }
}
