using SnapBack.Paths;

namespace SnapBack.Trees;

/// <summary>The destination side: a tree that can also be changed. Nothing outside its root is ever touched.</summary>
public interface IDestinationTree : ITree
{
    /// <summary>What its file system can hold.</summary>
    DestinationTraits Traits { get; }

    /// <summary>Opens a folder for changes.</summary>
    new IDestinationFolder OpenFolder(RelativePath path);

    /// <summary>
    /// Makes everything written to the volume durable, names included. Only where <see cref="DestinationTraits.HasVolumeFlush"/>.
    /// </summary>
    void FlushVolume();
}
