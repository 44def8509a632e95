using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.TestKit;

/// <summary>A folder of a <see cref="StreamTree"/>.</summary>
internal sealed class StreamFolder(StreamTree tree, IFolder inner) : IDestinationFolder
{
    public RelativePath Path => inner.Path;

    public bool IsPseudo => inner.IsPseudo;

    private IDestinationFolder Target => (IDestinationFolder)inner;

    public Entry ReadSelf() => inner.ReadSelf();

    public IEnumerable<Entry> List() => inner.List().Where(entry => !entry.Name.Contains(':', StringComparison.Ordinal));

    public Entry? Find(string name) => inner.Find(name);

    public ISourceFile OpenFile(string name) => new StreamFile(this, name, inner.OpenFile(name), null);

    public ISourceFile OpenStream(string name) => OpenStream(string.Empty, name);

    public string ReadLink(string name) => inner.ReadLink(name);

    public Metadata ReadMetadata(string? name) => inner.ReadMetadata(name) with { Streams = StreamsOf(name ?? string.Empty) };

    public void CreateFolder(string name) => Target.CreateFolder(name);

    public IDestinationFile CreateFile(string temporaryName) => new StreamFile(this, temporaryName, null, Target.CreateFile(temporaryName));

    public IDestinationFile? ReopenFile(string temporaryName) =>
        Target.ReopenFile(temporaryName) is { } file ? new StreamFile(this, temporaryName, null, file) : null;

    public IDestinationFile CreateStream(string name) => CreateStream(string.Empty, name);

    public void RemoveStream(string name) => Target.RemoveFile($":{name}");

    public void CreateLink(string temporaryName, Entry link, string target) => Target.CreateLink(temporaryName, link, target);

    public void CreateHardLink(string temporaryName, IDestinationFolder folder, string existingName) =>
        Target.CreateHardLink(temporaryName, ((StreamFolder)folder).Target, existingName);

    public bool IsPrivate => Target.IsPrivate;

    public void MoveTo(string name, IDestinationFolder folder, string newName)
    {
        IDestinationFolder to = ((StreamFolder)folder).Target;
        foreach (NamedStream stream in StreamsOf(name))
        {
            Target.MoveTo($"{name}:{stream.Name}", to, $"{newName}:{stream.Name}");
        }

        Target.MoveTo(name, to, newName);
    }

    public void Publish(string temporaryName, string name)
    {
        RemoveStreams(name);
        Target.Publish(temporaryName, name);
        foreach (NamedStream stream in StreamsOf(temporaryName))
        {
            Target.Publish($"{temporaryName}:{stream.Name}", $"{name}:{stream.Name}");
        }
    }

    public void RemoveFile(string name)
    {
        RemoveStreams(name);
        Target.RemoveFile(name);
    }

    public void RemoveFolder(string name)
    {
        using (StreamFolder folder = tree.OpenForChanges(Path.Child(name)))
        {
            folder.RemoveStreams(string.Empty);
        }

        Target.RemoveFolder(name);
    }

    public AppliedMetadata ApplyMetadata(string? name, Metadata metadata, CopyParts parts) => Target.ApplyMetadata(name, metadata, parts);

    public SecurityResult ApplySecurity(string? name, SecurityBlob security) => Target.ApplySecurity(name, security);

    public void Flush() => Target.Flush();

    public void Dispose() => inner.Dispose();

    internal IReadOnlyList<NamedStream> StreamsOf(string file) =>
    [
        .. inner.List()
            .Where(entry => entry.Name.StartsWith($"{file}:", StringComparison.Ordinal))
            .Select(entry => new NamedStream(entry.Name[(file.Length + 1)..], entry.Size))
            .OrderBy(stream => stream.Name, NameOrder.IgnoreCase),
    ];

    internal ISourceFile OpenStream(string file, string stream) => inner.OpenFile($"{file}:{stream}");

    internal IDestinationFile CreateStream(string file, string stream)
    {
        Target.RemoveFile($"{file}:{stream}");
        return Target.CreateFile($"{file}:{stream}");
    }

    private void RemoveStreams(string file)
    {
        foreach (NamedStream stream in StreamsOf(file))
        {
            Target.RemoveFile($"{file}:{stream.Name}");
        }
    }
}
