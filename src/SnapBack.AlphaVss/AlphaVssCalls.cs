using SnapBack.Snapshots.Vss;

namespace SnapBack.AlphaVss;

/// <summary>Makes calls of AlphaVSS so that their failures come as the port has them.</summary>
internal static class AlphaVssCalls
{
    /// <summary>A call with an answer.</summary>
    /// <exception cref="VssException">The service refused.</exception>
    public static T Call<T>(string step, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception failure) when (AlphaVssFailure.Of(failure, step) is { } known)
        {
            throw known;
        }
    }

    /// <summary>A call without an answer.</summary>
    public static void Call(string step, Action call) => Call<object?>(step, () =>
    {
        call();
        return null;
    });

    /// <summary>
    /// A call that goes on in the service. AlphaVSS never takes back what it registers at a token, and waits without limit: each call gets a token of
    /// its own.
    /// </summary>
    public static void Wait(string step, Func<CancellationToken, Task> call, CancellationToken cancellation)
    {
        using CancellationTokenSource own = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Call(step, () => call(own.Token).GetAwaiter().GetResult());
    }
}
