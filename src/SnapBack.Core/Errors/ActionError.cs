namespace SnapBack.Errors;

/// <summary>Why one item failed: a value, kept in the catalog and shown in reports. It never ends a run.</summary>
/// <param name="Kind">The reason in this program's words; decides about retries.</param>
/// <param name="NativeCode">errno on Unix, Win32 error on Windows, 0 when the reason is ours.</param>
/// <param name="Phase">What was being done, as a short verb phrase: "open source", "write", "rename".</param>
/// <param name="Message">One sentence for people, without the path.</param>
public sealed record ActionError(ErrorKind Kind, int NativeCode, string Phase, string Message)
{
    /// <summary>True when the same attempt may succeed a little later; looked up here and nowhere else.</summary>
    public bool IsTransient => Kind is ErrorKind.InUse or ErrorKind.Network or ErrorKind.OutOfResources or ErrorKind.ReadFault or ErrorKind.ChangedWhileRead;

    /// <inheritdoc/>
    public override string ToString() => NativeCode == 0 ? $"{Phase}: {Message}" : $"{Phase}: {Message} (error {NativeCode})";
}
