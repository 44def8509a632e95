using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;

namespace SnapBack.Planning;

/// <summary>
/// A plan in a file, for people to read and for a later run to carry out exactly: a line of JSON about the job, one per action, and one that closes it. See
/// <c>docs/plans.md</c>. A file never makes a run do anything: the run plans anew, and goes on only when every line is the same.
/// </summary>
public sealed class SavedPlan
{
    private const int Format = 1;
    private const int MostNamed = 5;
    private const int MostBytesInLine = 1024 * 1024;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.Default };

    private readonly string _file;
    private readonly string _head;
    private readonly HashSet<UInt128> _lines = [];

    private SavedPlan(string file, string head)
    {
        _file = file;
        _head = head;
    }

    /// <summary>Writes a plan into a new file.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.PlanFileUnusable"/>: there is such a file already, or none can be made there.</exception>
    internal static void Write(string file, Job job, Plan plan)
    {
        bool isMade = false;
        try
        {
            using FileStream made = new(file, Options(FileMode.CreateNew, FileAccess.Write));
            isMade = true;
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long actions = 0;
            foreach (string line in PlannedLines.Of(plan).Prepend(Head(job)))
            {
                Append(made, hash, line);
                actions++;
            }

            string sum = Convert.ToHexStringLower(hash.GetHashAndReset());
            Append(made, hash, Text(json =>
            {
                json.WriteString("type", "end");
                json.WriteNumber("actions", actions - 1);
                json.WriteString("sha256", sum);
            }));
            made.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            if (isMade)
            {
                File.Delete(file);
            }

            string why = File.Exists(file) ? "there is such a file already" : DisplayText.Escape(e.Message).TrimEnd('.');
            throw new SnapBackException(
                ErrorCode.PlanFileUnusable, $"The plan can't be written to '{DisplayText.Escape(file)}': {why}. Nothing was copied or deleted.", "Name a new file in a folder that this account may write to.", e);
        }
    }

    /// <summary>Reads a plan and holds it against the job; nothing of the two trees is looked at.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.PlanFileUnusable"/>: it can't be read, is not whole, was changed, or is of another job.</exception>
    public static SavedPlan Open(string file, Job job)
    {
        SavedPlan plan = new(file, Head(job));
        try
        {
            plan.Read();
            return plan;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw plan.Unusable($"can't be read: {DisplayText.Escape(e.Message).TrimEnd('.')}");
        }
    }

    /// <summary>Returns when <paramref name="plan"/> is this one, action by action; it can be taken from its front again afterwards.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.PlanOutdated"/>, with the first differences.</exception>
    internal void RequireSame(Plan plan)
    {
        HashSet<UInt128> missing = [.. _lines];
        List<string> differences = [];
        long count = 0;
        foreach (string line in PlannedLines.Of(plan))
        {
            if (!missing.Remove(KeyOf(line)))
            {
                Name(differences, "now to be done: ", line);
                count++;
            }
        }

        if (count == 0 && missing.Count == 0)
        {
            return;
        }

        count += missing.Count;
        foreach (string line in ActionLines().Where(line => missing.Contains(KeyOf(line))))
        {
            Name(differences, "in the plan: ", line);
        }

        string more = count > differences.Count ? string.Create(CultureInfo.InvariantCulture, $"; and {count - differences.Count} more") : string.Empty;
        throw new SnapBackException(
            ErrorCode.PlanOutdated,
            $"Source or destination moved on since '{DisplayText.Escape(_file)}' was made: {string.Join("; ", differences)}{more}. Nothing was copied or deleted.",
            "Make a new plan with --dry-run --plan-out, and look at it again.");
    }

    /// <summary>One object on one line.</summary>
    internal static string Text(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using (Utf8JsonWriter json = new(buffer, Writing))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Head(Job job) => Text(json =>
    {
        json.WriteString("type", "plan");
        json.WriteNumber("format", Format);
        json.WriteString("job", job.Name);
        json.WriteString("mode", job.Mode == JobMode.Mirror ? "mirror" : "incremental");
        json.WriteStartArray("pairs");
        foreach (JobPair pair in job.Pairs)
        {
            json.WriteStartObject();
            PlannedLines.WriteName(json, "source", pair.Source);
            PlannedLines.WriteName(json, "destination", pair.Destination);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Append(FileStream file, IncrementalHash hash, string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        hash.AppendData(bytes);
        file.Write(bytes);
    }

    private static UInt128 KeyOf(string line) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(line)));

    private static void Name(List<string> differences, string where, string line)
    {
        if (differences.Count < MostNamed)
        {
            differences.Add(where + PlannedLines.InWords(line));
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileAccess access)
    {
        FileStreamOptions options = new() { Mode = mode, Access = access, Share = FileShare.Read, BufferSize = 64 * 1024 };
        if (mode == FileMode.CreateNew && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private void Read()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string? last = null;
        long number = 0;
        foreach (string line in Lines())
        {
            if (number == 1 && last != _head)
            {
                throw Unusable("is the plan of another job, of other folders, or none of this version");
            }

            if (last is not null)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(last + "\n"));
                if (number > 1)
                {
                    _lines.Add(KeyOf(last));
                }
            }

            last = line;
            number++;
        }

        string sum = Convert.ToHexStringLower(hash.GetHashAndReset());
        string end = Text(json =>
        {
            json.WriteString("type", "end");
            json.WriteNumber("actions", number - 2);
            json.WriteString("sha256", sum);
        });
        if (number < 2 || last != end)
        {
            throw Unusable("is not whole, or was changed since it was made");
        }
    }

    private IEnumerable<string> Lines()
    {
        using FileStream file = new(_file, Options(FileMode.Open, FileAccess.Read));
        using StreamReader reader = new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: false);
        StringBuilder line = new();
        for (int next = reader.Read(); next >= 0; next = reader.Read())
        {
            if (next == '\n')
            {
                yield return line.ToString();
                line.Clear();
            }
            else if (line.Append((char)next).Length > MostBytesInLine)
            {
                throw Unusable("is no plan");
            }
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    private IEnumerable<string> ActionLines() => Lines().Skip(1).SkipLast(1);

    private SnapBackException Unusable(string why) => new(
        ErrorCode.PlanFileUnusable, $"The plan '{DisplayText.Escape(_file)}' {why}. Nothing was touched.", "Make a new plan with --dry-run --plan-out, from the same job and with the same options.");
}
