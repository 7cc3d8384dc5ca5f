/** The page's style: light and dark as the reader's system is, ink on paper in print; where a table does not fit, its rows are blocks. */
export const style = `
:root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --line: #d1d9e0; --soft: #f6f8fa; --link: #0a58ca; --good: #1a7f37; --bad: #b3141f; --warn: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d; --soft: #161b22; --link: #79b8ff; --good: #3fb950; --bad: #ff7b72; --warn: #d29922; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.1rem; margin: 0 0 .8rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
a { color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1rem; list-style: none; padding: 0; font-size: .9rem; }
.verdict { font-weight: 600; padding: .6rem 1rem; border-left: .4rem solid; background: var(--soft); }
.verdict.held { border-color: var(--good); } .verdict.crossed { border-color: var(--bad); }
.verdict.weak { border-left-style: dashed; } .verdict.held.weak { border-color: var(--warn); }
.title { font-size: 1.1rem; font-weight: 600; margin: 1.2rem 0 .5rem; }
.warning { padding: .6rem 1rem; border-left: .4rem solid var(--warn); background: var(--soft); }
.errors { padding: .6rem 1rem; border-left: .4rem solid var(--bad); background: var(--soft); } .errors p { margin: 0; } .errors ul { margin: .3rem 0 0; padding-left: 1.2rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .5rem; }
.tiles div { background: var(--soft); padding: .6rem .8rem; } dt { font-size: .8rem; } dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
figure { margin: 0; } svg { width: 100%; height: auto; } svg.narrow { display: none; } figcaption { font-size: .85rem; }
.table { overflow-x: auto; overflow-wrap: normal; margin-top: .8rem; } table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-size: .85rem; padding-bottom: .3rem; }
th, td { padding: .3rem .45rem; border-bottom: 1px solid var(--line); text-align: right; } th:first-child { text-align: left; font-weight: 500; min-width: 9rem; overflow-wrap: anywhere; } td { white-space: nowrap; } td.text { white-space: normal; overflow-wrap: anywhere; }
tr.crossed > * { color: var(--bad); font-weight: 600; } tr.crossed th { box-shadow: inset .25rem 0 var(--bad); }
tr.held td:last-child { color: var(--good); }
code { font-size: .9em; }
@media screen and (max-width: 48rem) { svg.wide { display: none; } svg.narrow { display: block; max-width: 30rem; } }
@media screen and (max-width: 66rem) {
  .table { overflow: visible; overflow-wrap: anywhere; }
  table, caption, tbody, tr, th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .3rem .6rem; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  tbody th:first-child { grid-column: 1 / -1; min-width: 0; } th, td { text-align: left; border: 0; padding: 0; } td, td.text { white-space: normal; } td.text, td:only-of-type { grid-column: 1 / -1; } td:only-of-type::before { content: none !important; } tr.crossed th { padding-left: .6rem; }
  td::before { content: attr(data-column); display: block; font-size: .75rem; font-weight: 400; color: var(--ink); }
}
@media print {
  :root { --ink: #000; --paper: #fff; --line: #999; --soft: #fff; --bad: #b3141f; --good: #1a7f37; --link: #000; }
  main { max-width: none; padding: 0; } nav { display: none; } section { break-inside: avoid; } .table { overflow: visible; } table { font-size: .7rem; }
}
`;
