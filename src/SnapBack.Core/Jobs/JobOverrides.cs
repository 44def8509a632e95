namespace SnapBack.Jobs;

/// <summary>
/// What the command line says about a job, as text: null where it is silent. It wins over the job file; a list replaces the file's list.
/// The text is parsed and checked by <see cref="JobFile"/>; errors name the option (<c>--bandwidth</c>).
/// </summary>
public sealed record JobOverrides
{
    /// <summary>Nothing said.</summary>
    public static readonly JobOverrides None = new();

    /// <summary><c>name</c></summary>
    public string? Name { get; init; }

    /// <summary><c>--source</c>; relative to the current folder.</summary>
    public string? Source { get; init; }

    /// <summary><c>--destination</c>; relative to the current folder.</summary>
    public string? Destination { get; init; }

    /// <summary><c>--mode</c></summary>
    public string? Mode { get; init; }

    /// <summary><c>--snapshot</c></summary>
    public string? Snapshot { get; init; }

    /// <summary><c>--snapshot-provider</c></summary>
    public string? SnapshotProvider { get; init; }

    /// <summary><c>--include-file</c></summary>
    public IReadOnlyList<string>? IncludeFile { get; init; }

    /// <summary><c>--exclude-file</c></summary>
    public IReadOnlyList<string>? ExcludeFile { get; init; }

    /// <summary><c>--exclude-dir</c></summary>
    public IReadOnlyList<string>? ExcludeDir { get; init; }

    /// <summary><c>--min-size</c></summary>
    public string? MinSize { get; init; }

    /// <summary><c>--max-size</c></summary>
    public string? MaxSize { get; init; }

    /// <summary><c>--min-age</c></summary>
    public string? MinAge { get; init; }

    /// <summary><c>--max-age</c></summary>
    public string? MaxAge { get; init; }

    /// <summary><c>--include-attributes</c></summary>
    public string? IncludeAttributes { get; init; }

    /// <summary><c>--exclude-attributes</c></summary>
    public string? ExcludeAttributes { get; init; }

    /// <summary><c>--threads</c></summary>
    public string? Threads { get; init; }

    /// <summary><c>--bandwidth</c></summary>
    public string? Bandwidth { get; init; }

    /// <summary><c>--retry</c></summary>
    public string? Retry { get; init; }

    /// <summary><c>--retry-wait</c></summary>
    public string? RetryWait { get; init; }

    /// <summary><c>--verify</c></summary>
    public string? Verify { get; init; }

    /// <summary><c>--max-delete</c></summary>
    public string? MaxDelete { get; init; }

    /// <summary><c>--exit-codes</c></summary>
    public string? ExitCodes { get; init; }

    /// <summary><c>--catalog</c>; relative to the current folder.</summary>
    public string? Catalog { get; init; }

    /// <summary><c>--log</c>; relative to the current folder.</summary>
    public string? Log { get; init; }

    /// <summary><c>--dry-run</c></summary>
    public bool DryRun { get; init; }

    /// <summary>What is said about <paramref name="option"/>; null for nothing.</summary>
    internal IReadOnlyList<string>? TextsOf(JobOption option) => option.Key switch
    {
        "includeFile" => IncludeFile,
        "excludeFile" => ExcludeFile,
        "excludeDir" => ExcludeDir,
        _ => TextOf(option) is { } text ? [text] : null,
    };

    private string? TextOf(JobOption option) => option.Key switch
    {
        "name" => Name,
        "source" => Source,
        "destination" => Destination,
        "mode" => Mode,
        "snapshot" => Snapshot,
        "snapshotProvider" => SnapshotProvider,
        "minSize" => MinSize,
        "maxSize" => MaxSize,
        "minAge" => MinAge,
        "maxAge" => MaxAge,
        "includeAttributes" => IncludeAttributes,
        "excludeAttributes" => ExcludeAttributes,
        "threads" => Threads,
        "bandwidth" => Bandwidth,
        "retry" => Retry,
        "retryWait" => RetryWait,
        "verify" => Verify,
        "maxDelete" => MaxDelete,
        "exitCodes" => ExitCodes,
        "catalog" => Catalog,
        "log" => Log,
        _ => throw new ArgumentException($"The option '{option.Key}' has no place on the command line.", nameof(option)),
    };
}
