/** The style of all pages: one column, the reader's own theme, and no file to load. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f3f4f7; --card: #fff; --ink: #16191f; --soft: #555d6b; --line: #8d96a5; --rule: #dfe3ea;
  --action: #1f56c3; --action-ink: #fff; --action-hover: #17439a;
  --bad: #a3161c; --bad-ground: #fdecec; --good: #14612f; --good-ground: #e6f5ea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1217; --card: #191d25; --ink: #eceff4; --soft: #a6afbd; --line: #6d7787; --rule: #313845;
    --action: #8ab0ff; --action-ink: #0c1729; --action-hover: #b0caff;
    --bad: #ffb3b3; --bad-ground: #421a1d; --good: #a5e3b8; --good-ground: #143020;
  }
}
* { box-sizing: border-box; }
input.unseen:not([type="hidden"]) { display: none; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 24px 16px;
  background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main {
  width: 100%; max-width: 420px; padding: 36px 32px; background: var(--card);
  border: 1px solid var(--rule); border-radius: 14px; overflow-wrap: anywhere;
  box-shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 12px 32px rgb(0 0 0 / 8%);
}
h1 { margin: 0; font-size: 26px; line-height: 1.25; letter-spacing: -0.01em; }
p { margin: 0; }
.intro { margin-top: 6px; color: var(--soft); }
.notice, .error { margin-top: 20px; padding: 10px 14px; border-radius: 8px; }
.notice { color: var(--good); background: var(--good-ground); }
.error { color: var(--bad); background: var(--bad-ground); }
form { margin-top: 24px; }
label { display: block; margin-top: 16px; font-weight: 600; }
input:not([type="hidden"]) {
  display: block; width: 100%; margin-top: 6px; padding: 11px 12px; font: inherit; color: inherit;
  background: var(--card); border: 1px solid var(--line); border-radius: 8px;
}
input.code { font-size: 22px; letter-spacing: 0.25em; font-variant-numeric: tabular-nums; }
.hint { margin-top: 6px; font-size: 14px; color: var(--soft); }
.beside { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 12px; align-items: baseline; margin-top: 16px; }
.beside label { margin: 0; }
button, .button {
  display: block; width: 100%; margin-top: 24px; padding: 12px 16px; font: inherit; font-weight: 600; text-align: center;
  text-decoration: none; cursor: pointer; color: var(--action-ink); background: var(--action);
  border: 1px solid var(--action); border-radius: 8px;
}
button:hover { background: var(--action-hover); border-color: var(--action-hover); }
.button, button.second { margin-top: 12px; color: var(--ink); background: transparent; border-color: var(--line); }
.button:hover, button.second:hover { background: var(--ground); border-color: var(--line); }
a { color: var(--action); text-underline-offset: 3px; }
.intro + .button, .notice + .button, .error + .button { margin-top: 24px; }
.small { font-size: 14px; }
:focus-visible { outline: 3px solid var(--action); outline-offset: 2px; }
.or { display: flex; gap: 14px; align-items: center; margin-top: 24px; color: var(--soft); font-size: 14px; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--rule); }
.after { margin-top: 24px; padding-top: 20px; border-top: 1px solid var(--rule); color: var(--soft); }
ol { margin: 20px 0 0; padding-left: 22px; }
li + li { margin-top: 10px; }
code.secret {
  display: block; margin-top: 6px; padding: 10px 12px; font: 16px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  background: var(--ground); border: 1px solid var(--rule); border-radius: 8px;
}
@media (max-width: 480px) {
  body { padding: 0; place-items: stretch; background: var(--card); }
  main { max-width: none; padding: 32px 20px; border: 0; border-radius: 0; box-shadow: none; }
}
`;
