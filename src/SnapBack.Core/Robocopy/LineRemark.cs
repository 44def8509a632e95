namespace SnapBack.Robocopy;

/// <summary>Something about a part of a line that its author should know; nothing stops because of it.</summary>
/// <param name="Subject">The switch or name as written, safe to show.</param>
/// <param name="Text">The rest of the sentence, without a full stop.</param>
/// <param name="IsWarning">True when less may happen than the line seems to say.</param>
public sealed record LineRemark(string Subject, string Text, bool IsWarning);
