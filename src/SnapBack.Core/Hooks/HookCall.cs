using SnapBack.Jobs;

namespace SnapBack.Hooks;

/// <summary>One start of a hook.</summary>
/// <param name="Hook">What is started, and how long it may take.</param>
/// <param name="Variables">What it is told, beside the environment of this process.</param>
/// <param name="Withheld">Variables of this process that it must not see.</param>
public sealed record HookCall(Hook Hook, IReadOnlyDictionary<string, string> Variables, IReadOnlyCollection<string> Withheld);
