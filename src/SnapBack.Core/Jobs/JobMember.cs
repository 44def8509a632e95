namespace SnapBack.Jobs;

/// <summary>A key of an object in a job file, where the key stands, and its value.</summary>
internal sealed record JobMember(string Key, TextPlace Place, JobNode Value);
