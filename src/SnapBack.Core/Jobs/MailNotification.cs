namespace SnapBack.Jobs;

/// <summary>A mail with the verdict, and the report of the run attached. Immutable.</summary>
/// <param name="When">After which runs.</param>
/// <param name="Server">Name or address of the mail server.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">How the mail travels there.</param>
/// <param name="From">The sender's address.</param>
/// <param name="To">The addresses of those who get it, at least one.</param>
public sealed record MailNotification(NotifyWhen When, string Server, int Port, MailSecurity Security, string From, IReadOnlyList<string> To) : Notification(When)
{
    /// <summary>The word for this kind.</summary>
    public const string Word = "mail";

    /// <summary>Name to sign in with; null for none.</summary>
    public string? User { get; init; }

    /// <summary>Where the password for <see cref="User"/> is to be had; null exactly when that is null.</summary>
    public Secret? Password { get; init; }

    /// <inheritdoc/>
    public override string Kind => Word;

    /// <inheritdoc/>
    public override IEnumerable<Secret> Secrets => Password is null ? [] : [Password];
}
