using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.TestKit;

/// <summary>A folder of a <see cref="FaultyTree"/>.</summary>
internal sealed class FaultyFolder(FaultyTree tree, IFolder inner) : IDestinationFolder
{
    private bool _isClosed;

    public RelativePath Path => inner.Path;

    public bool IsPseudo => inner.IsPseudo;

    private IDestinationFolder Target => (IDestinationFolder)inner;

    public Entry ReadSelf() => inner.ReadSelf();

    public IEnumerable<Entry> List()
    {
        tree.Called(TreeOperation.List, Path.ToString());
        return tree.Shown is { } shown ? inner.List().Select(shown) : inner.List();
    }

    public Entry? Find(string name) => inner.Find(name);

    public ISourceFile OpenFile(string name)
    {
        tree.Called(TreeOperation.OpenFile, At(name));
        ISourceFile file = inner.OpenFile(name);
        tree.Opened();
        return new FaultyFile(tree, At(name), file, null);
    }

    public string ReadLink(string name)
    {
        tree.Called(TreeOperation.ReadLink, At(name));
        return inner.ReadLink(name);
    }

    public Metadata ReadMetadata(string? name)
    {
        tree.Called(TreeOperation.ReadMetadata, name is null ? Path.ToString() : At(name));
        return inner.ReadMetadata(name);
    }

    public void CreateFolder(string name)
    {
        tree.Called(TreeOperation.CreateFolder, At(name));
        Target.CreateFolder(name);
    }

    public IDestinationFile CreateFile(string temporaryName)
    {
        tree.Called(TreeOperation.CreateFile, At(temporaryName));
        IDestinationFile file = Target.CreateFile(temporaryName);
        tree.Opened();
        return new FaultyFile(tree, At(temporaryName), null, file);
    }

    public IDestinationFile? ReopenFile(string temporaryName)
    {
        IDestinationFile? file = Target.ReopenFile(temporaryName);
        if (file is null)
        {
            return null;
        }

        tree.Opened();
        return new FaultyFile(tree, At(temporaryName), null, file);
    }

    public ISourceFile OpenStream(string name) => inner.OpenStream(name);

    public IDestinationFile CreateStream(string name) => Target.CreateStream(name);

    public void RemoveStream(string name) => Target.RemoveStream(name);

    public void CreateLink(string temporaryName, Entry link, string target)
    {
        tree.Called(TreeOperation.CreateLink, At(temporaryName));
        Target.CreateLink(temporaryName, link, target);
    }

    public void CreateHardLink(string temporaryName, IDestinationFolder folder, string existingName)
    {
        tree.Called(TreeOperation.CreateHardLink, At(temporaryName));
        Target.CreateHardLink(temporaryName, folder is FaultyFolder faulty ? faulty.Target : folder, existingName);
    }

    public bool IsPrivate => Target.IsPrivate;

    public void MoveTo(string name, IDestinationFolder folder, string newName)
    {
        tree.Called(TreeOperation.MoveTo, At(name));
        Target.MoveTo(name, folder is FaultyFolder faulty ? faulty.Target : folder, newName);
    }

    public void Publish(string temporaryName, string name)
    {
        tree.Called(TreeOperation.Publish, At(name));
        Target.Publish(temporaryName, name);
    }

    public void RemoveFile(string name)
    {
        tree.Called(TreeOperation.RemoveFile, At(name));
        Target.RemoveFile(name);
    }

    public void RemoveFolder(string name)
    {
        tree.Called(TreeOperation.RemoveFolder, At(name));
        Target.RemoveFolder(name);
    }

    public AppliedMetadata ApplyMetadata(string? name, Metadata metadata, CopyParts parts)
    {
        tree.Called(TreeOperation.SetMetadata, name is null ? Path.ToString() : At(name));
        return Target.ApplyMetadata(name, metadata, parts);
    }

    public SecurityResult ApplySecurity(string? name, SecurityBlob security)
    {
        tree.Called(TreeOperation.SetMetadata, name is null ? Path.ToString() : At(name));
        return Target.ApplySecurity(name, security);
    }

    public void Flush()
    {
        tree.Called(TreeOperation.FlushFolder, Path.ToString());
        Target.Flush();
    }

    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            tree.Closed();
        }

        inner.Dispose();
    }

    private string At(string name)
    {
        string shown = ReservedNames.IsTemporary(name) ? "<tmp>" : DisplayText.Escape(name);
        return Path.IsRoot ? shown : $"{Path}/{shown}";
    }
}
