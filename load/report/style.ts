/** The page's style: light and dark as the reader's system is, ink on paper in print. */
export const style = `
:root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --line: #d1d9e0; --soft: #f6f8fa; --link: #0a58ca; --good: #1a7f37; --bad: #cf222e; --warn: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d; --soft: #161b22; --link: #79b8ff; --good: #3fb950; --bad: #f85149; --warn: #d29922; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 56rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
a { color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1rem; list-style: none; padding: 0; font-size: .9rem; }
.verdict { font-size: 1.25rem; font-weight: 600; padding: .6rem 1rem; border-left: .4rem solid; background: var(--soft); }
.held { border-color: var(--good); } .crossed { border-color: var(--bad); }
.warning { padding: .6rem 1rem; border-left: .4rem solid var(--warn); background: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .5rem; }
.tiles div { background: var(--soft); padding: .6rem .8rem; } dt { font-size: .8rem; } dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
figure { margin: 0; } svg { width: 100%; height: auto; } figcaption { font-size: .85rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-size: .85rem; padding-bottom: .3rem; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right; } th:first-child { text-align: left; font-weight: 500; }
code { font-size: .9em; overflow-wrap: anywhere; }
@media print {
  :root { --ink: #000; --paper: #fff; --line: #999; --soft: #fff; }
  main { max-width: none; padding: 0; } nav { display: none; } section { break-inside: avoid; } .wide { overflow: visible; }
}
`;
