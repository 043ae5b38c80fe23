const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign]!);
}

/** A page of the docs without scripts; `body` is HTML. */
export function docsPage(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body>${body}</body></html>`;
}

const style = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1a2027;--soft:#56616d;--line:#dde2e7;--code:#eef1f3;--link:#0b5c43}
@media(prefers-color-scheme:dark){:root{--ground:#11161b;--ink:#e6eaee;--soft:#a0abb7;--line:#2c353e;--code:#1c242b;--link:#6fd3a8}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}code,pre{font:.875em/1.5 ui-monospace,monospace;background:var(--code);border-radius:4px;padding:.1em .3em}
pre{padding:.75rem 1rem;overflow-x:auto;white-space:pre-wrap}.soft{color:var(--soft)}
h1{font-size:1.75rem;line-height:1.25}h2{margin-top:3rem}h3{margin:2.25rem 0 .25rem}h4{margin:1rem 0 .25rem;font-size:1rem}
main{max-width:56rem;padding:1rem clamp(1rem,4vw,3rem) 4rem;min-width:0}
nav{padding:1rem 1.25rem;border-inline-end:1px solid var(--line);font-size:.875rem}nav ul{list-style:none;padding:0;margin:0 0 1rem}
nav li a{display:block;padding:.25rem 0}table{border-collapse:collapse;width:100%}
th,td{text-align:start;vertical-align:top;padding:.35rem .6rem;border-block-end:1px solid var(--line)}
th{font-weight:600}tbody th{font-weight:400}
@media(min-width:62rem){body.split{display:grid;grid-template-columns:19rem minmax(0,1fr)}body.split nav{position:sticky;top:0;height:100vh;overflow-y:auto}}
@media(max-width:40rem){thead{display:none}tr{display:block;padding:.4rem 0;border-block-end:1px solid var(--line)}th,td{display:block;border:0;padding:.1rem 0}}
`;
