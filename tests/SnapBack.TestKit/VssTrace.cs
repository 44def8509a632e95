namespace SnapBack.TestKit;

/// <summary>What one program did with the stand-in shadow copy service.</summary>
public sealed class VssTrace
{
    private readonly string[] _lines;

    private VssTrace(string[] lines) => _lines = lines;

    /// <summary>The calls in their order, with their answers: <c>IVssBackupComponents#1.SetContext(0) -> 0x00000000</c>.</summary>
    public IReadOnlyList<string> Calls => Of("call");

    /// <summary>The requester's calls by their names alone, without questions for single writers.</summary>
    public IReadOnlyList<string> Steps =>
    [
        .. Calls.Where(call => call.StartsWith("IVssBackupComponents#", StringComparison.Ordinal))
            .Select(call => call[(call.IndexOf('.', StringComparison.Ordinal) + 1)..call.IndexOf('(', StringComparison.Ordinal)])
            .Where(step => !step.StartsWith("GetWriter", StringComparison.Ordinal) && !step.StartsWith("FreeWriter", StringComparison.Ordinal)),
    ];

    /// <summary>True when the program ended by itself: it was not killed.</summary>
    public bool HasEnded => _lines.Any(line => line.StartsWith("end ", StringComparison.Ordinal));

    /// <summary>What is not as it should be; see <see cref="VssDouble.Unrest"/>.</summary>
    public IReadOnlyList<string> Unrest
    {
        get
        {
            string[] faults = [.. Of("fault")];
            if (!HasEnded)
            {
                return faults;
            }

            return
            [
                .. faults,
                .. Of("born").Except(Of("died")).Select(each => $"{each} was never released"),
                .. Of("set-opened").Except(FirstWords("set-closed")).Select(each => $"set {each} was never closed"),
                .. Of("end").Where(count => count != "0").Select(count => $"{count} strings were never freed"),
            ];
        }
    }

    /// <summary>How many objects, sets and snapshots there were: a trace of nothing would be at rest as well.</summary>
    public int Count(string word) => Of(word).Count;

    internal static VssTrace Read(string file) =>
        new([.. File.ReadAllLines(file).Select(line => line.Split(' ', 3)).Where(parts => parts.Length == 3).Select(parts => parts[2])]);

    private List<string> Of(string word) =>
        [.. _lines.Where(line => line.StartsWith(word + " ", StringComparison.Ordinal)).Select(line => line[(word.Length + 1)..])];

    private IEnumerable<string> FirstWords(string word) => Of(word).Select(rest => rest.Split(' ')[0]);
}
