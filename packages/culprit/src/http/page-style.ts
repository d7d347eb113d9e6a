/** Returns the style of the generic pages, light and dark, with a line in the accent colour. */
export function pageStyle(accent: string): string {
  return style.replace('ACCENT', () => accent)
}

const style = `
:root{color-scheme:light dark;--accent:ACCENT;--back:#fafaf9;--text:#1c1917;--muted:#57534e;--line:#d6d3d1}
@media(prefers-color-scheme:dark){:root{--back:#1c1917;--text:#f5f5f4;--muted:#a8a29e;--line:#57534e}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:2rem 1.25rem;background:var(--back);color:var(--text);font:1.0625rem/1.55 system-ui,sans-serif}
main{width:100%;max-width:34rem;border-top:.25rem solid var(--accent);padding-top:1.5rem;overflow-wrap:anywhere}
header{display:flex;align-items:center;gap:.625rem;margin-bottom:2rem;font-weight:600}
header img{height:1.75rem;width:auto}
h1{margin:0 0 .75rem;font-size:1.875rem;line-height:1.2}
h2{margin:0;font-size:1.125rem}
p{margin:0 0 1rem}
.status,.path,.note{color:var(--muted)}
.status{margin:0 0 .25rem;font-weight:600;letter-spacing:.06em}
code{font:.9375em ui-monospace,monospace}
.note code{display:inline-block;color:var(--text);user-select:all}
nav{display:flex;flex-wrap:wrap;gap:.625rem;margin-top:1.75rem}
a,button{padding:.5rem 1rem;border:1px solid var(--line);border-radius:.375rem;background:none;color:inherit;font:inherit;text-decoration:none;cursor:pointer}
a:hover,button:hover{border-color:var(--text)}
:focus-visible{outline:.1875rem solid var(--text);outline-offset:.125rem}
form{display:grid;gap:.875rem;margin-top:2rem;border-top:1px solid var(--line);padding-top:1.5rem}
label{display:grid;gap:.25rem}
input,textarea{width:100%;padding:.5rem;border:1px solid var(--line);border-radius:.375rem;background:transparent;color:inherit;font:inherit}
button{justify-self:start}
`.trim()
