using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform;

namespace SnapBack.Jobs;

/// <summary>
/// Where jobs come from: a job file (JSON with comments, described in <c>docs/jobs.md</c>), the command line, or both, the command line
/// winning. Reads the file and, for paths with '..', links on the disk; changes nothing. Whether the job fits this machine is
/// <see cref="JobCheck"/>'s question.
/// </summary>
public static class JobFile
{
    private const string NameWithoutFile = "adhoc";

    /// <summary>Loads the job file at <paramref name="path"/>; relative paths in it start from its folder.</summary>
    /// <param name="path">The file; errors call it so.</param>
    /// <param name="overrides">What the command line says.</param>
    /// <param name="clock">Clock for ages in days; the system's when null.</param>
    /// <exception cref="SnapBackException">
    /// <see cref="ErrorCode.JobFileUnreadable"/>, <see cref="ErrorCode.JobFileSyntax"/>, <see cref="ErrorCode.JobInvalid"/> with file, line
    /// and column, or <see cref="ErrorCode.Usage"/> with the option.
    /// </exception>
    public static Job Load(string path, JobOverrides overrides, TimeProvider? clock = null)
    {
        byte[] bytes = Read(path, out string fullPath);
        JobNode root = JobText.Parse(bytes, path);
        JobGivens givens = new(root, path, Path.GetDirectoryName(fullPath) ?? fullPath, overrides);
        return new JobBuilder(givens, clock ?? TimeProvider.System).Build(Path.GetFileNameWithoutExtension(fullPath), overrides);
    }

    /// <summary>The job that the command line describes alone.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.Usage"/>, with the option.</exception>
    public static Job FromOverrides(JobOverrides overrides, TimeProvider? clock = null) =>
        new JobBuilder(new JobGivens(overrides), clock ?? TimeProvider.System).Build(NameWithoutFile, overrides);

    /// <summary>What the command line says of the shadow copy service, for commands that have no job.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.Usage"/>, with the option.</exception>
    public static VssOptions VssOptionsFrom(JobOverrides overrides) => new JobBuilder(new JobGivens(overrides), TimeProvider.System).BuildVss();

    /// <summary>
    /// What the job file at <paramref name="path"/> says, by key and as text, for those who write it down in another language. Check it with
    /// <see cref="Load"/> first. A job with several pairs has no <c>source</c> and no <c>destination</c> here.
    /// </summary>
    /// <exception cref="SnapBackException">As <see cref="Load"/>.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Texts(string path)
    {
        byte[] bytes = Read(path, out string fullPath);
        JobGivens givens = new(JobText.Parse(bytes, path), path, Path.GetDirectoryName(fullPath) ?? fullPath, JobOverrides.None);
        Dictionary<string, IReadOnlyList<string>> texts = JobOptions.All.Where(o => givens.Find(o) is not null)
            .ToDictionary(o => o.Key, o => (IReadOnlyList<string>)[.. givens.Find(o)!.Select(g => g.Text)], StringComparer.Ordinal);
        if (givens.Hooks.Count > 0)
        {
            texts.Add(JobOptions.Hooks, [.. givens.Hooks.Select(hook => hook.Program)]);
        }

        if (givens.Notifications.Count > 0)
        {
            texts.Add(JobOptions.Notify, [.. givens.Notifications.Select(n => n.Kind)]);
        }

        return texts;
    }

    /// <summary>A job file that says no more than <paramref name="texts"/>; one call's own options (<c>--dry-run</c>) are not part of a job.</summary>
    /// <param name="texts">What the job says.</param>
    /// <param name="encoder">What is escaped.</param>
    public static string Write(JobOverrides texts, JavaScriptEncoder encoder)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = encoder, Indented = true }))
        {
            json.WriteStartObject();
            foreach (JobOption option in JobOptions.All)
            {
                if (texts.TextsOf(option) is { } given)
                {
                    json.WritePropertyName(option.Key);
                    Write(json, option, given);
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, JobOption option, IReadOnlyList<string> given)
    {
        switch (option.Kind)
        {
            case JobOptionKind.Number or JobOptionKind.Flag:
                json.WriteRawValue(given[0]);
                break;
            case JobOptionKind.Patterns or JobOptionKind.Words:
                json.WriteStartArray();
                foreach (string text in given)
                {
                    json.WriteStringValue(text);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(given[0]);
                break;
        }
    }

    private static byte[] Read(string path, out string fullPath)
    {
        string shown = DisplayText.Escape(path);
        try
        {
            fullPath = Path.GetFullPath(path);
            using FileStream file = PlainFile.Open(fullPath, takesStreams: true);
            // One byte more than allowed tells a file that is too long, also where the length is not known before, as with a pipe.
            byte[] buffer = GC.AllocateUninitializedArray<byte>(JobText.MaxBytes + 1);
            int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= JobText.MaxBytes
                ? buffer[..length]
                : throw new SnapBackException(
                    ErrorCode.JobFileUnreadable, $"The job file '{shown}' is longer than 1 MB; nothing was touched.", "Give the path of a job file.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SnapBackException(ErrorCode.JobFileUnreadable, $"The job file '{shown}' does not exist; nothing was touched.", "Check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = Directory.Exists(path) ? "it is a folder" : DisplayText.Escape(e.Message).TrimEnd('.');
            throw new SnapBackException(
                ErrorCode.JobFileUnreadable, $"The job file '{shown}' can't be read: {reason}; nothing was touched.", "Check the path and the rights to it.", e);
        }
    }
}
