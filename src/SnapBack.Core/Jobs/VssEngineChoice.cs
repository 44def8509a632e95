namespace SnapBack.Jobs;

/// <summary>Which way to the shadow copy service a job asks for. The words of job file and command line are these names in lower case.</summary>
public enum VssEngineChoice
{
    /// <summary>AlphaVSS where it is present and loads, else the built-in interop.</summary>
    Auto,

    /// <summary>AlphaVSS or nothing.</summary>
    Alphavss,

    /// <summary>The built-in interop.</summary>
    Native,
}
