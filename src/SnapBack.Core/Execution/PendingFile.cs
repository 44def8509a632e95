using SnapBack.Catalog;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Execution;

/// <summary>A file, or link, that is complete under its temporary name and waits for its final one.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="TemporaryName">Where it lies now.</param>
/// <param name="File">Its open handle, for a flush of this file alone; null for links and when its volume is flushed as a whole.</param>
/// <param name="Record">What is recorded once it has its name.</param>
/// <param name="IsConflict">True when what it replaces was changed by somebody else, and is kept whatever the job says.</param>
/// <param name="HasSameContent">True when what it replaces has the same content, so that nothing is lost with it.</param>
internal sealed record PendingFile(
    RelativePath Folder, string TemporaryName, IDestinationFile? File, PathRecord Record, bool IsConflict = false, bool HasSameContent = false);
