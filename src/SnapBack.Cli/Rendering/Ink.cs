namespace SnapBack.Cli.Rendering;

/// <summary>Colours for the few words that must be seen; plain text where colours are not wanted.</summary>
internal readonly record struct Ink(bool IsOn)
{
    /// <summary>For failures.</summary>
    public string Red(string text) => Paint("31;1", text);

    /// <summary>For warnings.</summary>
    public string Yellow(string text) => Paint("33;1", text);

    /// <summary>For success.</summary>
    public string Green(string text) => Paint("32;1", text);

    private string Paint(string code, string text) => IsOn ? $"\e[{code}m{text}\e[0m" : text;
}
