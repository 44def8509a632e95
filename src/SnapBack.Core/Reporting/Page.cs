using System.Security.Cryptography;
using System.Text;

namespace SnapBack.Reporting;

/// <summary>
/// The frame of a page: one file, no script, nothing fetched from anywhere. Its content policy (https://www.w3.org/TR/CSP3/) allows this one style sheet, by its
/// hash, and nothing else, so that even markup that slipped in could do nothing.
/// </summary>
internal static class Page
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1c2330;--dim:#5d6778;--page:#fff;--card:#f4f6f9;--line:#d5dbe4;--good:#1d7f46;--warn:#9a6200;--bad:#b3261e;--none:#c4ccd8;--bar:#3767b1}
        @media(prefers-color-scheme:dark){:root{--ink:#e6eaf1;--dim:#9aa5b6;--page:#12161d;--card:#1b212b;--line:#333d4b;--good:#5cc98a;--warn:#e5ad4b;--bad:#ff8a80;--none:#3a4556;--bar:#7ba7ea}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,sans-serif}
        main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}
        h1{font-size:1.5rem;margin:.2rem 0}h2{font-size:1.1rem;margin:2.2rem 0 .6rem}
        p{margin:.4rem 0}.dim{color:var(--dim)}.small{font-size:.875rem}
        .verdict{border-left:.5rem solid var(--none);background:var(--card);padding:.8rem 1rem;margin:1rem 0;border-radius:.25rem}
        .verdict strong{font-size:1.2rem}
        .good{border-color:var(--good)}.warn{border-color:var(--warn)}.bad{border-color:var(--bad)}
        b.good{color:var(--good)}b.warn{color:var(--warn)}b.bad{color:var(--bad)}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.6rem}
        .tile{background:var(--card);border-radius:.25rem;padding:.6rem .8rem}.tile b{display:block;font-size:1.25rem}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.925rem}
        th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
        th{color:var(--dim);font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        td.path{overflow-wrap:anywhere;font-family:ui-monospace,Consolas,monospace;font-size:.875rem}
        svg{display:block;width:100%;height:auto}svg text{fill:var(--dim);font-size:10px}
        .bar{fill:var(--bar)}.now{stroke:var(--ink);stroke-width:1.5}.fgood{fill:var(--good)}.fwarn{fill:var(--warn)}.fbad{fill:var(--bad)}.fnone{fill:var(--none)}
        a{color:var(--bar)}
        @media print{:root{--page:#fff;--card:#fff;--ink:#000}main{max-width:none;padding:0}h2{break-after:avoid}tr{break-inside:avoid}}
        """;

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style.ReplaceLineEndings("\n"))))}'; base-uri 'none'; form-action 'none'";

    /// <summary>A whole page.</summary>
    /// <param name="title">Its title, for the browser.</param>
    /// <param name="body">Writes what is in it.</param>
    public static string Write(string title, Action<HtmlText> body)
    {
        HtmlText html = new();
        html.Own("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"").Own(Policy).Own("\">\n");
        html.Own("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">\n");
        html.Element("title", title);
        html.Own("<style>").Own(Style.ReplaceLineEndings("\n")).Own("</style></head>\n<body><main>\n");
        body(html);
        html.Own("</main></body></html>\n");
        return html.ToString();
    }
}
