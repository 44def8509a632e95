namespace SnapBack.Execution;

/// <summary>What became of a planned action.</summary>
public enum ActionOutcome
{
    /// <summary>Done, or there was nothing to do.</summary>
    Done,

    /// <summary>Left out by a rule.</summary>
    Skipped,

    /// <summary>Listed, and gone before it could be read; not a failure.</summary>
    Vanished,

    /// <summary>A deletion that was not carried out because the run can't be sure that the source is gone.</summary>
    Withheld,

    /// <summary>Failed after all tries.</summary>
    Failed,

    /// <summary>Not reached before the run was stopped.</summary>
    Cancelled,

    /// <summary>In a dry run only: neither side has it any more, and the run itself would end its state without a word.</summary>
    Gone,
}
