namespace SnapBack.Platform.Windows;

/// <summary>What became of the wish to hold a privilege.</summary>
/// <param name="Name">Its name in Windows, such as <c>SeBackupPrivilege</c>.</param>
/// <param name="IsHeld">True when it is enabled now.</param>
/// <param name="NativeCode">Why not: a Win32 error, 1300 when the account does not have it; 0 when it is held.</param>
public sealed record PrivilegeOutcome(string Name, bool IsHeld, int NativeCode);
