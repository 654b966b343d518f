/** The looks of the pages that a buyer comes back to, in light and dark. */
export const checkoutStyle = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#16191d, #e6e8eb);
  --soft: light-dark(#5c6570, #98a2ad);
  --line: light-dark(#e3e6ea, #2a3037);
  --page: light-dark(#f6f7f9, #101418);
  --panel: light-dark(#ffffff, #171c22);
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; color: var(--ink); background: var(--page);
}
main {
  width: min(27rem, 100%); padding: 2.5rem 2rem; text-align: center; background: var(--panel);
  border: 1px solid var(--line); border-radius: 16px; box-shadow: 0 8px 30px rgb(0 0 0 / .06);
}
.mark {
  width: 3.5rem; height: 3.5rem; margin: 0 auto 1.25rem; display: grid; place-items: center; border-radius: 50%;
  font-size: 1.6rem; line-height: 1; color: var(--tone);
  background: color-mix(in srgb, var(--tone) 14%, transparent);
}
.paid { --tone: light-dark(#0b7a4b, #5fd39c); }
.waiting { --tone: light-dark(#9a5b00, #f0b35c); }
.unpaid, .unknown { --tone: light-dark(#5c6570, #98a2ad); }
h1 { margin: 0 0 .5rem; font-size: 1.35rem; letter-spacing: -.01em; }
p { margin: 0; color: var(--soft); }
`
