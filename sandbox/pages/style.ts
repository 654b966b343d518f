/** The look of all pages: light or dark as the reader's system is, wide or narrow as the window is. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7fb; --side: #eceef6; --card: #fff; --ink: #1b1d29; --soft: #565a70; --line: #d3d6e4; --edge: #868ba5;
  --accent: #4a3fd4; --accent-ink: #fff; --accent-deep: #392fb3; --bad: #b3162b; --bad-page: #fdf0f1; --bad-line: #f0bcc3;
  --good: #12704a; --good-page: #eaf7f0; --note: #6f4b00; --note-page: #fff3d6; --note-line: #eed394; --field: #fff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12131b; --side: #191b26; --card: #1d1f2c; --ink: #eef0fa; --soft: #a9aec6; --line: #363a4f; --edge: #717794;
    --accent: #8f86ff; --accent-ink: #12131b; --accent-deep: #aaa3ff; --bad: #ff9aa6; --bad-page: #33191f; --bad-line: #6f2f3a;
    --good: #76dcae; --good-page: #14302a; --note: #ffd98a; --note-page: #322a16; --note-line: #5f4f22; --field: #14151f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
a { color: var(--accent); }
h1, h2 { margin: 0; line-height: 1.2; letter-spacing: -0.01em; text-wrap: balance; }
h1 { font-size: 1.25rem; } h2 { font-size: 1.125rem; }
p { margin: 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.badge { display: inline-block; padding: 2px 10px; border-radius: 99px; border: 1px solid var(--note-line);
  background: var(--note-page); color: var(--note); font-size: .8125rem; font-weight: 600; }
.top { display: flex; gap: 12px; align-items: center; justify-content: space-between; flex-wrap: wrap; }
.seller { font-weight: 650; }
.two { display: grid; min-height: 100vh; grid-template-columns: 1fr 1fr; }
.side { background: var(--side); padding: 56px clamp(24px, 5vw, 72px); display: flex; justify-content: flex-end; }
.main { padding: 56px clamp(24px, 5vw, 72px); }
.side > *, .main > * { width: 100%; max-width: 420px; }
.one { max-width: 560px; margin: 0 auto; padding: 56px 20px; }
.stack > * + * { margin-top: 20px; }
.amount { font-size: 2.5rem; font-weight: 700; letter-spacing: -0.02em; line-height: 1.1; font-variant-numeric: tabular-nums; }
.over { margin: 0 0 6px; color: var(--soft); font-size: 1rem; font-weight: 550; letter-spacing: 0; }
.soft { color: var(--soft); } .small { font-size: .875rem; }
.rows { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.rows td, .rows th { padding: 8px 0; text-align: left; font-weight: 400; vertical-align: top; }
.rows td:last-child { text-align: right; white-space: nowrap; padding-left: 16px; }
.rows tfoot tr:first-child > * { border-top: 1px solid var(--line); padding-top: 14px; }
.rows .total > * { font-weight: 650; border-top: 1px solid var(--line); padding-top: 12px; }
.panel { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 28px; box-shadow: 0 1px 2px #0000000d, 0 12px 32px #0000000f; }
.field { display: block; } .field > label, .field > .label { display: block; margin-bottom: 6px; font-size: .9375rem; font-weight: 550; }
input, select { width: 100%; height: 46px; padding: 0 12px; color: var(--ink); background: var(--field); font: inherit;
  border: 1px solid var(--edge); border-radius: 9px; }
input:focus, select:focus { outline: 3px solid color-mix(in srgb, var(--accent) 35%, transparent); outline-offset: 0; border-color: var(--accent); }
input::placeholder { color: var(--soft); opacity: .75; }
input[aria-invalid=true] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
.digits { font-variant-numeric: tabular-nums; letter-spacing: .03em; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 14px; align-items: start; }
.stack > .field + .field, .stack > .pair + .field, .stack > .field + .pair { margin-top: 16px; }
.wrong { margin-top: 6px; color: var(--bad); font-size: .875rem; }
.alert { padding: 14px 16px; border: 1px solid var(--bad-line); border-radius: 10px; background: var(--bad-page); color: var(--bad); }
.alert.good { border-color: transparent; background: var(--good-page); color: var(--good); }
.alert.note { border-color: var(--note-line); background: var(--note-page); color: var(--note); }
.alert:focus { outline: none; }
.actions { display: grid; gap: 12px; }
button, .button { display: block; width: 100%; min-height: 50px; padding: 12px 18px; border: 0; border-radius: 10px; cursor: pointer;
  background: var(--accent); color: var(--accent-ink); font: inherit; font-weight: 650; text-align: center; text-decoration: none; }
button:hover, .button:hover { background: var(--accent-deep); }
button[disabled] { opacity: .65; cursor: progress; }
.quiet { background: transparent; color: var(--ink); border: 1px solid var(--edge); }
.quiet:hover { background: var(--side); }
details { border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px; }
summary { cursor: pointer; font-weight: 550; font-size: .9375rem; }
details table { margin-top: 8px; font-size: .875rem; }
code { font: .875em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.back { display: inline-block; margin-bottom: 4px; color: var(--soft); text-decoration: none; }
.back:hover { text-decoration: underline; }
@media (max-width: 860px) {
  .two { display: block; min-height: 0; }
  .side, .main { padding: 28px 20px; } .side > *, .main > * { max-width: 560px; margin: 0 auto; }
  .amount { font-size: 2rem; }
}
@media (prefers-reduced-motion: no-preference) { button, .button, input { transition: background .12s, border-color .12s; } }
`
