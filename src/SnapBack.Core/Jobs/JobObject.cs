using SnapBack.Errors;

namespace SnapBack.Jobs;

/// <summary>One object of a list in a job file, asked key by key. Errors say where it stands; a value is repeated only where it can be no secret.</summary>
internal sealed class JobObject
{
    private readonly Dictionary<string, JobMember> _members;
    private readonly Func<TextPlace, ValuePlace> _placeOf;
    private readonly string _noun;
    private readonly string _manual;

    /// <param name="item">The object.</param>
    /// <param name="placeOf">Turns places of the file into those of errors.</param>
    /// <param name="noun">What it describes: "notification".</param>
    /// <param name="manual">Where all about it stands.</param>
    public JobObject(JobNode item, Func<TextPlace, ValuePlace> placeOf, string noun, string manual)
    {
        _members = item.Members.ToDictionary(member => member.Key, StringComparer.Ordinal);
        _placeOf = placeOf;
        _noun = noun;
        _manual = manual;
        Place = placeOf(item.Place);
    }

    /// <summary>Where the object begins.</summary>
    public ValuePlace Place { get; }

    /// <summary>The objects of a list.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.JobInvalid"/>: it is no list, too long, or something else is in it.</exception>
    public static IEnumerable<JobObject> Of(JobNode list, Func<TextPlace, ValuePlace> placeOf, string key, int most, string noun, string wanted, string manual)
    {
        if (list.Kind != JobNodeKind.Array || list.Items.Count > most)
        {
            throw placeOf(list.Place).Error($"'{key}' must be a list of at most {most} objects", manual);
        }

        JobNode? wrong = list.Items.FirstOrDefault(item => item.Kind != JobNodeKind.Object);
        return wrong is null
            ? list.Items.Select(item => new JobObject(item, placeOf, noun, manual))
            : throw placeOf(wrong.Place).Error($"a {noun} must be {wanted}, not {wrong.KindInWords}", manual);
    }

    /// <summary>Refuses every other key.</summary>
    public void AllowOnly(IReadOnlyList<string> known, string subject)
    {
        if (_members.Values.FirstOrDefault(member => !known.Contains(member.Key, StringComparer.Ordinal)) is { } unknown)
        {
            string near = NearestWord.Find(unknown.Key, known) is { } word ? $" (did you mean '{word}'?)" : string.Empty;
            throw _placeOf(unknown.Place).Error($"{subject} knows no key '{ValuePlace.Show(unknown.Key)}'{near}", _manual);
        }
    }

    /// <summary>The member, or null.</summary>
    public JobMember? Member(string key) => _members.GetValueOrDefault(key);

    /// <summary>Where a value stands.</summary>
    public ValuePlace PlaceOf(JobNode node) => _placeOf(node.Place);

    /// <summary>The error that a key is missing.</summary>
    public SnapBackException Missing(string key) => Place.Error($"this {_noun} has no '{key}'", _manual);

    /// <summary>A text that must be there.</summary>
    public GivenText Given(string key) => Text(key) ?? throw Missing(key);

    /// <summary>A text, or null.</summary>
    public GivenText? Text(string key) => Find(key, JobNodeKind.Text, "a text in quotes");

    /// <summary>A value of one kind, or null.</summary>
    public GivenText? Find(string key, JobNodeKind kind, string wanted)
    {
        if (!_members.TryGetValue(key, out JobMember? member))
        {
            return null;
        }

        return member.Value.Kind == kind
            ? new GivenText(member.Value.Text, PlaceOf(member.Value))
            : throw PlaceOf(member.Value).Error($"'{key}' must be {wanted}, not {member.Value.KindInWords}", _manual);
    }

    /// <summary>True when it is there and true.</summary>
    public bool Flag(string key) => Find(key, JobNodeKind.Boolean, "true or false") is { Text: "true" };

    /// <summary>One of several words, or null when the key is not there.</summary>
    public string? Word(string key, IReadOnlyList<string> words) => Text(key) is { } given ? OneOf(key, given, words) : null;

    /// <summary>The text, when it is one of several words.</summary>
    public string OneOf(string key, GivenText given, IReadOnlyList<string> words)
    {
        if (words.Contains(given.Text, StringComparer.Ordinal))
        {
            return given.Text;
        }

        string near = NearestWord.Find(given.Text, words) is { } word ? $"Did you mean '{word}'?" : _manual;
        throw given.Place.Error($"'{key}' must be one of {string.Join(", ", words)}, and '{ValuePlace.Show(given.Text)}' is not", near);
    }

    /// <summary>A value of an enumeration, or null when the key is not there.</summary>
    public T? WordOf<T>(string key)
        where T : struct, Enum => Word(key, [.. Enum.GetValues<T>().Select(JobWord.Of)]) is { } word ? Enum.Parse<T>(word, ignoreCase: true) : null;
}
