using System.Globalization;
using SnapBack.Jobs;
using SnapBack.Platform.Windows;

namespace SnapBack.Notifying;

/// <summary>Tells those whom a job names how a run went. What can't be delivered comes back as sentences; nothing here changes a run or its record.</summary>
public sealed class Notifier
{
    private readonly IReadOnlyList<Notification> _all;
    private readonly SecretReader _secrets;
    private readonly TimeProvider _clock;
    private readonly Patience _patience;
    private readonly IEventLog? _eventLog;
    private bool _lacksSource;
    private bool _hasSaidSo;

    /// <summary>Takes whom to tell.</summary>
    /// <param name="all">They, in the order in which they are told.</param>
    /// <param name="variable">Environment variables; null for one that is not set.</param>
    /// <param name="clock">Clock for limits and pauses, and for the zone of the times in a report.</param>
    /// <param name="patience">How long each is tried that says nothing else.</param>
    /// <param name="eventLog">The event log of Windows; null on another system.</param>
    public Notifier(IReadOnlyList<Notification> all, Func<string, string?> variable, TimeProvider clock, Patience patience, IEventLog? eventLog)
    {
        _all = all;
        _secrets = new SecretReader(variable);
        _clock = clock;
        _patience = patience;
        _eventLog = eventLog;
    }

    /// <summary>Tells that a run begins, in one short try each.</summary>
    /// <returns>What could not be delivered.</returns>
    public IReadOnlyList<string> Begin(CancellationToken hurry)
    {
        Delivery delivery = new(Patience.Brief, _clock, hurry);
        return Failures(n => n is PingNotification { When: NotifyWhen.Always } ping ? delivery.Try(limit => Call(ping, "/start", limit)) : null);
    }

    /// <summary>Tells how a run went.</summary>
    /// <param name="news">The run, which is over and recorded.</param>
    /// <param name="hurry">When it is cancelled, nothing is tried a second time.</param>
    /// <returns>What could not be delivered, or not as it should be.</returns>
    public IReadOnlyList<string> Tell(RunNews news, CancellationToken hurry)
    {
        List<string> sentences = Failures(n => IsDue(n.When, news) ? Tell(n, news, new Delivery(PatienceFor(n), _clock, hurry)) : null);
        if (_lacksSource && !_hasSaidSo)
        {
            _hasSaidSo = true;
            sentences.Add("The event log shows events of this program without their text, because the source 'SnapBack' is not registered. One run of the job as administrator registers it.");
        }

        return sentences;
    }

    private static bool IsDue(NotifyWhen when, RunNews news) => when switch
    {
        NotifyWhen.Failure => !news.Class.IsComplete(),
        NotifyWhen.Change => news.IsChange,
        _ => true,
    };

    private Patience PatienceFor(Notification notification) =>
        _patience with { Tries = notification.Tries ?? _patience.Tries, Limit = notification.Timeout ?? _patience.Limit };

    private List<string> Failures(Func<Notification, string?> tell)
    {
        List<string> failures = [];
        for (int i = 0; i < _all.Count; i++)
        {
            if (tell(_all[i]) is { } why)
            {
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"Notification {i + 1} ({_all[i].Kind}) was not delivered: {why}."));
            }
        }

        return failures;
    }

    private string? Tell(Notification notification, RunNews news, Delivery delivery)
    {
        switch (notification)
        {
            case MailNotification mail:
                MailCall call = new(mail, news, news.Page(_clock.LocalTimeZone));
                return delivery.Try(limit => call.Send(mail.Password is { } secret ? _secrets.Read(secret) : null, limit));
            case WebhookNotification hook:
                byte[] body = WebhookText.Of(news, hook.TellsNames);
                return delivery.Try(limit => WebCall.Send(_secrets.Read(hook.Address), body, limit));
            case PingNotification ping:
                return delivery.Try(limit => Call(ping, news.Class.IsComplete() ? string.Empty : "/fail", limit));
            case PrometheusNotification metrics:
                return delivery.Try(_ =>
                {
                    MetricsFile.Write(metrics.File, news);
                    return Task.CompletedTask;
                });
            case EventLogNotification entry:
                return WriteEvent(entry, news);
            default:
                throw new ArgumentException($"There is no way to tell by '{notification.Kind}'.", nameof(notification));
        }
    }

    private string? WriteEvent(EventLogNotification entry, RunNews news)
    {
        if (_eventLog is null)
        {
            return "this system has no Windows Event Log";
        }

        bool isKnown = _eventLog.Register();
        int error = _eventLog.Write(EventText.Id(news.Class), EventText.Level(news.Class), EventText.Strings(news, entry.TellsNames));
        _lacksSource |= error == 0 && !isKnown;
        return error == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"the event log did not take it (error {error})");
    }

    // The word comes before what follows a question mark.
    private Task Call(PingNotification ping, string word, CancellationToken limit)
    {
        UriBuilder address = new(_secrets.Read(ping.Address));
        address.Path = word.Length == 0 ? address.Path : address.Path.TrimEnd('/') + word;
        return WebCall.Send(address.Uri, null, limit);
    }
}
