using System.Net.Mail;
using SnapBack.Errors;

namespace SnapBack.Jobs;

/// <summary>
/// Reads the key <c>notify</c> of a job file. A value that may be a secret is never repeated in an error: the place says where it stands.
/// </summary>
internal sealed class NotifyReader
{
    private const int Most = 20;
    private const int MostReceivers = 50;
    private const int PortWithTls = 587;
    private const int PortWithout = 25;
    private const int PortOfImplicitTls = 465;
    private const int MostTries = 5;
    private const int LongestTimeout = 300;
    private const string Manual = "docs/notifications.md describes all kinds.";

    // Every kind with the keys it knows beside kind and when; the schema says the same, and a test compares.
    private static readonly Dictionary<string, string[]> KeysOf = new(StringComparer.Ordinal)
    {
        [MailNotification.Word] = ["server", "port", "tls", "from", "to", "user", "password", "tries", "timeout"],
        [WebhookNotification.Word] = ["url", "names", "tries", "timeout"],
        [PingNotification.Word] = ["url", "tries", "timeout"],
        [PrometheusNotification.Word] = ["file"],
        [EventLogNotification.Word] = ["names"],
    };

    private readonly JobObject _item;

    private NotifyReader(JobObject item)
    {
        _item = item;
    }

    /// <summary>The kinds and their keys.</summary>
    public static IReadOnlyDictionary<string, string[]> Kinds => KeysOf;

    /// <summary>Reads the list.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.JobInvalid"/>, with the place.</exception>
    public static IReadOnlyList<Notification> Read(JobNode list, Func<TextPlace, ValuePlace> placeOf) =>
        [.. JobObject.Of(list, placeOf, JobOptions.Notify, Most, "notification", "an object with a kind", Manual).Select(item => new NotifyReader(item).Read())];

    private Notification Read()
    {
        string kind = _item.Word("kind", [.. KeysOf.Keys]) ?? throw _item.Missing("kind");
        _item.AllowOnly(["kind", "when", .. KeysOf[kind]], $"a notification of the kind {kind}");
        NotifyWhen when = _item.WordOf<NotifyWhen>("when") ?? NotifyWhen.Always;
        Notification read = kind switch
        {
            MailNotification.Word => Mail(when),
            WebhookNotification.Word => new WebhookNotification(when, Address(), _item.Flag("names")),
            PingNotification.Word => new PingNotification(when, Address()),
            PrometheusNotification.Word => new PrometheusNotification(when, JobBuilder.FullPath("file", _item.Given("file"))),
            _ => new EventLogNotification(when, _item.Flag("names")),
        };
        return read with
        {
            Tries = Number("tries", MostTries),
            Timeout = Number("timeout", LongestTimeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private MailNotification Mail(NotifyWhen when)
    {
        GivenText server = _item.Given("server");
        if (Uri.CheckHostName(server.Text) == UriHostNameType.Unknown)
        {
            throw server.Place.Error("'server' must be the name or the address of a mail server", Manual);
        }

        MailSecurity security = _item.WordOf<MailSecurity>("tls") ?? MailSecurity.Starttls;
        GivenText? user = _item.Text("user");
        Secret? password = _item.Member("password") is { } member ? SecretOf(member) : null;
        if ((user is null) != (password is null))
        {
            throw _item.Place.Error("'user' and 'password' go together", "Give both, or none for a server that asks for none.");
        }

        if (user is not null && security == MailSecurity.None && server.Text is not ("localhost" or "127.0.0.1" or "::1"))
        {
            throw user.Place.Error("with \"tls\": \"none\" the password would cross the network for everybody to read", "Leave 'tls' out, or 'user' and 'password'.");
        }

        return new MailNotification(when, server.Text, Port(security == MailSecurity.None ? PortWithout : PortWithTls), security, MailAddressOf(_item.Given("from")), Receivers())
        {
            User = user?.Text,
            Password = password,
        };
    }

    private int Port(int byDefault)
    {
        int port = Number("port", ushort.MaxValue) ?? byDefault;
        return port != PortOfImplicitTls
            ? port
            : throw _item.PlaceOf(_item.Member("port")!.Value).Error(
                "port 465 is for mail that is encrypted from the first byte on, which this program does not speak", "Leave 'port' out: on 587 the connection is encrypted before anything is told.");
    }

    private int? Number(string key, int most)
    {
        if (_item.Find(key, JobNodeKind.Number, "a number without quotes") is not { } given)
        {
            return null;
        }

        return ValueText.TryNumber(given.Text, 1, most, out long number, out string? problem) ? (int)number : throw given.Place.Error($"'{key}' {problem}", Manual);
    }

    private List<string> Receivers()
    {
        JobMember member = _item.Member("to") ?? throw _item.Missing("to");
        IReadOnlyList<JobNode> nodes = member.Value.Kind == JobNodeKind.Array ? member.Value.Items : [member.Value];
        return nodes.Count is > 0 and <= MostReceivers && nodes.All(node => node.Kind == JobNodeKind.Text)
            ? [.. nodes.Select(node => MailAddressOf(new GivenText(node.Text, _item.PlaceOf(node))))]
            : throw _item.PlaceOf(member.Value).Error($"'to' must be one or a list of up to {MostReceivers} mail addresses", Manual);
    }

    // What could end a header line and begin another one is no address.
    private static string MailAddressOf(GivenText given) =>
        !given.Text.Any(char.IsControl) && MailAddress.TryCreate(given.Text, out _)
            ? given.Text
            : throw given.Place.Error($"'{ValuePlace.Show(given.Text)}' is no mail address", "Write name@example.org.");

    private WebAddress Address()
    {
        JobMember member = _item.Member("url") ?? throw _item.Missing("url");
        if (member.Value.Kind != JobNodeKind.Text)
        {
            return new WebAddress(null, SecretOf(member));
        }

        return WebAddress.Problem(member.Value.Text) is not { } problem
            ? new WebAddress(member.Value.Text, null)
            : throw _item.PlaceOf(member.Value).Error($"'url' {problem}", "An address that others must not know is written as { \"env\": \"NAME\" } or { \"file\": \"PATH\" }.");
    }

    private Secret SecretOf(JobMember member)
    {
        ValuePlace place = _item.PlaceOf(member.Value);
        const string Hint = "Write { \"env\": \"NAME\" } for an environment variable, or { \"file\": \"PATH\" } for a file that only the backup's account can read.";
        if (member.Value.Kind == JobNodeKind.Text && member.Key == "password")
        {
            throw place.Error("a password must not stand in a job file, where everybody who may read the job can read it", Hint);
        }

        if (member.Value is not { Kind: JobNodeKind.Object, Members: [{ Key: "env" or "file", Value.Kind: JobNodeKind.Text } from] })
        {
            throw place.Error($"'{member.Key}' must be an object with either 'env' or 'file'", Hint);
        }

        GivenText given = new(from.Value.Text, _item.PlaceOf(from.Value));
        if (from.Key == "file")
        {
            return new Secret(null, JobBuilder.FullPath("file", given));
        }

        return given.Text.Length > 0 && !given.Text.Any(c => char.IsControl(c) || c == '=')
            ? new Secret(given.Text, null)
            : throw given.Place.Error("'env' must be the name of an environment variable", Hint);
    }
}
