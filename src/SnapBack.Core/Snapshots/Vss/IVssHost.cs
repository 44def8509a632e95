namespace SnapBack.Snapshots.Vss;

/// <summary>What making snapshots needs of Windows beside the shadow copy service and the volumes.</summary>
public interface IVssHost
{
    /// <summary>
    /// Makes the calling thread fit for the service: COM in the multithreaded apartment, and the process's COM security such that writers can call
    /// back (https://learn.microsoft.com/windows/win32/vss/security-considerations-for-requestors). First call of a thread that is used for it.
    /// </summary>
    /// <returns>What the owner of the run should know, or null.</returns>
    /// <exception cref="VssException">COM refused.</exception>
    string? EnterApartment();

    /// <summary>Undoes <see cref="EnterApartment"/>; last call of the thread.</summary>
    void LeaveApartment();

    /// <summary>
    /// Waits until no other SnapBack of this machine makes a set. What is returned ends the turn; it is disposed on the same thread. A turn that
    /// a killed program left behind counts as ended.
    /// </summary>
    /// <returns>Null when the time is up: the turn is a courtesy, the service itself refuses a second set.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    IDisposable? TakeTurn(TimeSpan limit, CancellationToken cancellation);

    /// <summary>
    /// The files that Windows takes out of snapshots, by the name of the entry: the values of the registry key <c>FilesNotToSnapshot</c>
    /// (https://learn.microsoft.com/windows/win32/backup/registry-keys-for-backup). Empty where there is no such key.
    /// </summary>
    IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> FilesNotToSnapshot();

    /// <summary>Puts the system's environment variables into a text; those that do not exist stay as they are.</summary>
    string Expand(string text);

    /// <summary>The folders of all users' profiles.</summary>
    IReadOnlyList<string> UserProfiles();
}
