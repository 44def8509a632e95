using System.Text.Json;
using SnapBack.Jobs;

namespace SnapBack.Cli.Rendering;

/// <summary>Who is told of a job's runs, as a job file would state it. Secrets stay the places that they are read from.</summary>
internal static class NotifyJson
{
    /// <summary>Writes the key <c>notify</c>, when there is anything to say.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Notification> notifications)
    {
        if (notifications.Count == 0)
        {
            return;
        }

        json.WriteStartArray("notify");
        foreach (Notification notification in notifications)
        {
            json.WriteStartObject();
            json.WriteString("kind", notification.Kind);
            json.WriteString("when", Words.Of(notification.When));
            WriteKind(json, notification);
            WritePatience(json, notification);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteKind(Utf8JsonWriter json, Notification notification)
    {
        switch (notification)
        {
            case MailNotification mail:
                Write(json, mail);
                break;
            case WebhookNotification hook:
                Write(json, hook.Address);
                json.WriteBoolean("names", hook.TellsNames);
                break;
            case PingNotification ping:
                Write(json, ping.Address);
                break;
            case PrometheusNotification metrics:
                json.WriteString("file", JsonText.Clean(metrics.File));
                break;
            case EventLogNotification entry:
                json.WriteBoolean("names", entry.TellsNames);
                break;
        }
    }

    private static void WritePatience(Utf8JsonWriter json, Notification notification)
    {
        if (notification.Tries is { } tries)
        {
            json.WriteNumber("tries", tries);
        }

        if (notification.Timeout is { } timeout)
        {
            json.WriteNumber("timeout", (int)timeout.TotalSeconds);
        }
    }

    private static void Write(Utf8JsonWriter json, MailNotification mail)
    {
        json.WriteString("server", JsonText.Clean(mail.Server));
        json.WriteNumber("port", mail.Port);
        json.WriteString("tls", Words.Of(mail.Security));
        json.WriteString("from", JsonText.Clean(mail.From));
        JsonText.WriteTexts(json, "to", mail.To);
        if (mail is { User: { } user, Password: { } password })
        {
            json.WriteString("user", JsonText.Clean(user));
            Write(json, "password", password);
        }
    }

    private static void Write(Utf8JsonWriter json, WebAddress address)
    {
        if (address.Secret is { } secret)
        {
            Write(json, "url", secret);
        }
        else
        {
            json.WriteString("url", JsonText.Clean(address.Text!));
        }
    }

    private static void Write(Utf8JsonWriter json, string key, Secret secret)
    {
        json.WriteStartObject(key);
        json.WriteString(secret.File is null ? "env" : "file", JsonText.Clean(secret.File ?? secret.Variable!));
        json.WriteEndObject();
    }
}
