using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Alphaleonis.Win32.Vss;

namespace SnapBack.AlphaVss;

/// <summary>
/// Loads AlphaVSS. It is in three files: <c>AlphaVSS.Common.dll</c>, and for the processor <c>AlphaVSS.x64.dll</c> with <c>Ijwhost.dll</c>, which need the
/// Visual C++ runtime. Where the package was not to be had when this program was built, they may be put beside it later.
/// </summary>
internal static class AlphaVssLibrary
{
    private const string CommonName = "AlphaVSS.Common";

    /// <summary>Looks for the library beside the program as well, where it was added after the build.</summary>
    public static void LookBesideProgram() => AssemblyLoadContext.Default.Resolving += LoadBesideProgram;

    /// <summary>Makes the factory. Called once only: apart from its callers, because the library's types are needed as soon as this is compiled.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static object Load() => VssFactoryProvider.Default.GetVssFactory();

    /// <summary>Why loading failed, in words, or null for a failure that has other reasons.</summary>
    public static string? WhyNot(Exception failure) => failure switch
    {
        TypeInitializationException { InnerException: { } inner } => WhyNot(inner),
        FileNotFoundException { FileName: { } name } when name.StartsWith(CommonName, StringComparison.OrdinalIgnoreCase) =>
            "AlphaVSS is no part of this program (AlphaVSS.Common.dll is missing).",
        FileNotFoundException or DllNotFoundException =>
            $"AlphaVSS can't be loaded: {failure.Message.TrimEnd('.')}. It needs AlphaVSS.x64.dll and Ijwhost.dll beside the program, and the Visual C++ runtime of 2019 or later.",
        BadImageFormatException or FileLoadException =>
            $"AlphaVSS can't be loaded: {failure.Message.TrimEnd('.')}. It exists for x64 and x86 only, not for ARM64, and not for a program in one file.",
        TypeLoadException or MissingMethodException or EntryPointNotFoundException => $"This AlphaVSS is of another version than the one this program was made for: {failure.Message.TrimEnd('.')}.",
        NotSupportedException => $"AlphaVSS does not work here: {failure.Message.TrimEnd('.')}.",
        _ => null,
    };

    private static Assembly? LoadBesideProgram(AssemblyLoadContext context, AssemblyName name)
    {
        string file = Path.Join(AppContext.BaseDirectory, CommonName + ".dll");
        return name.Name == CommonName && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
    }
}
