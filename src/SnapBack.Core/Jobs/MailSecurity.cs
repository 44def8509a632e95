namespace SnapBack.Jobs;

/// <summary>How a mail travels to its server. The words of the job file are these names in lower case.</summary>
public enum MailSecurity
{
    /// <summary>Encrypted, or not at all.</summary>
    Starttls,

    /// <summary>In the open.</summary>
    None,
}
