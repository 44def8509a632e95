namespace SnapBack.Catalog;

/// <summary>What a question in SQL is answered with; read once, by one thread, and disposed.</summary>
public sealed class SqlAnswer : IDisposable
{
    private readonly IDisposable _question;

    internal SqlAnswer(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, IDisposable question)
    {
        Columns = columns;
        Rows = rows;
        _question = question;
    }

    /// <summary>Names of the columns as the question gives them; each is there once.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// The rows, computed while they are read: null, <see cref="long"/>, <see cref="double"/>, <see cref="string"/> (exact, as names are) or bytes.
    /// Throws <see cref="Errors.SnapBackException"/> (SqlRefused) when a row can't be computed or the time is over.
    /// </summary>
    public IEnumerable<IReadOnlyList<object?>> Rows { get; }

    /// <inheritdoc/>
    public void Dispose() => _question.Dispose();
}
