namespace SnapBack.Planning;

/// <summary>What a listing says of a folder before it comes to the entries.</summary>
/// <param name="Class">New, Same for a folder that both sides have, or Extra.</param>
/// <param name="Files">Files in it that match what the job asks for, left out or not; -1 where they were not looked at.</param>
public sealed record FolderHeading(FileClass Class, long Files);
