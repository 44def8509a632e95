namespace SnapBack.Tests.House;

/// <summary>One use of another room's type.</summary>
/// <param name="From">The area that uses it: a room, or a folder of a room such as <c>Trees/Unix</c>.</param>
/// <param name="To">The room used.</param>
/// <param name="Type">The type used, without its namespace.</param>
/// <param name="Place">File and line.</param>
internal sealed record RoomReference(string From, string To, string Type, string Place);
