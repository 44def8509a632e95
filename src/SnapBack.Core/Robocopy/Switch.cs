namespace SnapBack.Robocopy;

/// <summary>One switch of the command line: how it is written, what it means, what is different here. Immutable.</summary>
/// <param name="Name">With its slash, in the spelling of the help: <c>/IoRate</c>. Letters count without case.</param>
/// <param name="Form">What stands behind the name.</param>
/// <param name="Group">Where it is listed.</param>
/// <param name="Help">What it does, in one line without a full stop.</param>
public sealed record Switch(string Name, SwitchForm Form, SwitchGroup Group, string Help)
{
    /// <summary>The value as help writes it, without the colon: <c>n</c>, <c>file</c>; empty for a flag.</summary>
    public string ValueName { get; init; } = string.Empty;

    /// <summary>What holds when the switch is absent, for people; empty for "off".</summary>
    public string Default { get; init; } = string.Empty;

    /// <summary>What a given switch without its optional value means; empty where there is no such thing.</summary>
    public string Bare { get; init; } = string.Empty;

    /// <summary>How much a line depends on it.</summary>
    public SwitchPriority Priority { get; init; } = SwitchPriority.Must;

    /// <summary>Switches of one family overrule each other: the last one given holds. Null for a switch by itself.</summary>
    public string? Family { get; init; }

    /// <summary>Letters allowed, for <see cref="SwitchForm.Letters"/>.</summary>
    public string Letters { get; init; } = string.Empty;

    /// <summary>Words allowed, for <see cref="SwitchForm.OptionalWord"/>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Smallest number, for the forms with a number.</summary>
    public long Minimum { get; init; }

    /// <summary>Largest number, for the forms with a number.</summary>
    public long Maximum { get; init; } = int.MaxValue;

    /// <summary>What SnapBack does differently, as sentences; empty where nothing is different.</summary>
    public string Difference { get; init; } = string.Empty;

    /// <summary>Why a line that has it is refused; empty for a switch that is done.</summary>
    public string Refusal { get; init; } = string.Empty;

    /// <summary>True when it is done, not only known.</summary>
    public bool IsOffered => Refusal.Length == 0;

    /// <summary>True when a value may follow after a colon.</summary>
    public bool TakesValue => Form is not (SwitchForm.Flag or SwitchForm.List);

    /// <summary>True when a value must follow after a colon.</summary>
    public bool NeedsValue => TakesValue && Form is not (SwitchForm.OptionalNumber or SwitchForm.OptionalSize or SwitchForm.OptionalWord);

    /// <summary>The switch as help writes it: <c>/R:n</c>, <c>/MT[:n]</c>, <c>/XF file [file]...</c>.</summary>
    public string Usage => Form switch
    {
        SwitchForm.Flag => Name,
        SwitchForm.List => $"{Name} {ValueName} [{ValueName}]...",
        _ => NeedsValue ? $"{Name}:{ValueName}" : $"{Name}[:{ValueName}]",
    };
}
