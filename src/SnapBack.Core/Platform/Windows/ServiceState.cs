namespace SnapBack.Platform.Windows;

/// <summary>What the service control manager says of a service.</summary>
public enum ServiceState
{
    /// <summary>There is no such service.</summary>
    Missing,

    /// <summary>It can't be started by anybody.</summary>
    Disabled,

    /// <summary>It starts when somebody needs it, or is running.</summary>
    Ready,

    /// <summary>The manager does not tell.</summary>
    Unknown,
}
