/** The documentation's looks, in light and dark. Served as a file of its own, so that no page needs inline styles. */
export const docsStyle = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#16191d, #e6e8eb);
  --soft: light-dark(#5c6570, #98a2ad);
  --line: light-dark(#e3e6ea, #2a3037);
  --page: light-dark(#ffffff, #101418);
  --panel: light-dark(#f6f7f9, #171c22);
  --accent: light-dark(#0b62c4, #6db1ff);
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
body {
  margin: 0; display: grid; grid-template-columns: 18rem minmax(0, 1fr);
  font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; color: var(--ink); background: var(--page);
}
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
nav {
  position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.25rem 1rem 3rem;
  border-right: 1px solid var(--line); background: var(--panel); font-size: 13.5px;
}
nav .home { font-size: 1.15rem; font-weight: 650; color: var(--ink); }
nav h2 {
  margin: 1.4rem 0 .3rem; font-size: .72rem; letter-spacing: .07em; text-transform: uppercase; color: var(--soft);
}
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: flex; gap: .5rem; padding: .17rem .35rem; border-radius: 5px; color: var(--ink); }
nav li a:hover { background: var(--line); text-decoration: none; }
small { color: var(--soft); font-weight: 400; }
main { padding: 2rem clamp(1rem, 4vw, 3.5rem) 6rem; max-width: 78rem; }
header p { max-width: 46rem; }
h1 { margin: 0 0 .6rem; font-size: 2rem; letter-spacing: -.02em; }
h2.tag { margin: 3.2rem 0 0; font-size: 1.35rem; }
section { padding: 1.6rem 0; border-bottom: 1px solid var(--line); }
section h3 { margin: 0 0 .3rem; font-size: 1.08rem; }
section p { margin: .35rem 0; max-width: 46rem; }
h4 {
  margin: 1rem 0 .35rem; font-size: .74rem; letter-spacing: .05em; text-transform: uppercase; color: var(--soft);
}
.columns { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2rem; }
b.GET, b.POST, b.PUT, b.PATCH, b.DELETE { font: 600 .68rem/1.9 ui-monospace, Menlo, Consolas, monospace; }
nav b { flex: 0 0 2.9rem; }
b.GET { color: light-dark(#0b7a4b, #5fd39c); }
b.POST { color: light-dark(#0b62c4, #6db1ff); }
b.PUT, b.PATCH { color: light-dark(#9a5b00, #f0b35c); }
b.DELETE { color: light-dark(#b3261e, #ff8a80); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .86em; }
pre {
  margin: 0; padding: .8rem 1rem; overflow-x: auto; background: var(--panel); border: 1px solid var(--line);
  border-radius: 8px; line-height: 1.5;
}
table { width: 100%; border-collapse: collapse; font-size: .92em; }
td, th { padding: .4rem .6rem .4rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
td:first-child { white-space: nowrap; }
em { font-style: normal; font-size: .8em; color: light-dark(#b3261e, #ff8a80); }
.roles, .codes { color: var(--soft); font-size: .9em; }
.status {
  font: 600 .78rem/1 ui-monospace, Menlo, Consolas, monospace; padding: .1rem .35rem; border-radius: 4px;
  background: var(--line); color: var(--ink); text-transform: none; letter-spacing: 0;
}
tr:target { background: light-dark(#fff6d6, #3a3110); }
@media (max-width: 60rem) {
  body { display: block; }
  nav { position: static; height: auto; max-height: 45vh; border-right: 0; border-bottom: 1px solid var(--line); }
  .columns { grid-template-columns: minmax(0, 1fr); gap: 0; }
}
`
