using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace SnapBack.TestKit;

/// <summary>
/// Does something as the user nobody while the test itself stays root: on Linux a thread has credentials of its own, which the C library's wrappers hide and
/// the bare system calls do not (https://man7.org/linux/man-pages/man2/setresuid.2.html). Threads that it starts are nobody as well.
/// </summary>
public static partial class UnprivilegedThread
{
    /// <summary>User and group id of nobody.</summary>
    public const int Nobody = 65534;

    /// <summary>Runs <paramref name="action"/> on such a thread and waits for it; what it throws is thrown here. Skips where the test is not root.</summary>
    public static void Run(Action action)
    {
        Require.Linux();
        Require.Root();
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                Become(Nobody);
                action();
            }
#pragma warning disable CA1031 // A boundary: the failure is carried to the test's thread and thrown there.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    private static void Become(int user)
    {
        bool isArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        Check(SystemCall(isArm ? 159 : 116, 0, 0, 0)); // setgroups
        Check(SystemCall(isArm ? 149 : 119, user, user, user)); // setresgid
        Check(SystemCall(isArm ? 147 : 117, user, user, user)); // setresuid
    }

    private static void Check(nint result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"The thread can't become nobody: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third);
}
