using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using SnapBack.Paths;

namespace SnapBack.Reporting;

/// <summary>
/// Builds HTML of which every text and attribute value is encoded: what comes from the data is text, whatever it holds. Tags and class names are ours alone.
/// </summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _html = new();

    /// <summary>Writes an element around what <paramref name="inner"/> writes.</summary>
    /// <param name="tag">Its name, of the program.</param>
    /// <param name="inner">Its content.</param>
    /// <param name="attributes">Names, of the program, and values.</param>
    public HtmlText Element(string tag, Action inner, params (string Name, object Value)[] attributes)
    {
        Open(tag, attributes);
        inner();
        _html.Append("</").Append(tag).Append(">\n");
        return this;
    }

    /// <summary>Writes an element with a text.</summary>
    public HtmlText Element(string tag, string text, params (string Name, object Value)[] attributes)
    {
        Open(tag, attributes);
        Text(text);
        _html.Append("</").Append(tag).Append(">\n");
        return this;
    }

    /// <summary>Writes an element that has no content, such as a bar of a chart.</summary>
    public HtmlText Empty(string tag, params (string Name, object Value)[] attributes)
    {
        Open(tag, attributes);
        _html.Append("</").Append(tag).Append('>');
        return this;
    }

    /// <summary>Writes a text: control characters shown, the signs of HTML encoded.</summary>
    public HtmlText Text(string text)
    {
        _html.Append(HtmlEncoder.Default.Encode(DisplayText.Escape(text)));
        return this;
    }

    /// <summary>Writes what is of the program itself and holds nothing of the data.</summary>
    public HtmlText Own(string html)
    {
        _html.Append(html);
        return this;
    }

    /// <summary>All of it.</summary>
    public override string ToString() => _html.ToString();

    private void Open(string tag, (string Name, object Value)[] attributes)
    {
        _html.Append('<').Append(tag);
        foreach ((string name, object value) in attributes)
        {
            string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
            _html.Append(' ').Append(name).Append("=\"").Append(HtmlEncoder.Default.Encode(DisplayText.Escape(text))).Append('"');
        }

        _html.Append('>');
    }
}
