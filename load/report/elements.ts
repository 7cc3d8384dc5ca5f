import type { Drawing } from './drawing.ts';

/** Text as HTML: whatever it says, it is not markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A part of the page with a heading, which the table of contents links to. */
export function section(heading: string, content: string): string {
  const id = idOf(heading);
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(heading)}</h2>${content}</section>`;
}

/** The anchor of a heading. */
export function idOf(heading: string): string {
  return heading.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/**
 * A drawing with its text: the description says what is drawn, the summary what can be seen in it, so that whoever does
 * not see it misses nothing of weight. The page's style shows one of its widths.
 * @param drawing SVG text that was drawn here, and not from elsewhere
 */
export function figure(description: string, summary: string, drawing: Drawing): string {
  const label = escapeHtml(`${description}. ${summary}`);
  const accessible = (['wide', 'narrow'] as const).map((width) =>
    drawing[width].replace('<svg ', `<svg class="${width}" role="img" aria-label="${label}" `),
  );
  return `<figure>${accessible.join('')}<figcaption>${label}</figcaption></figure>`;
}

/** A cell with more characters than this holds words. */
const longestFigure = 30;

/**
 * A table whose first column names its rows; empty where there is no row. On a narrow page each row is a block of its own,
 * in which each cell says its column's name: roles are spelt out, because a block is no row by itself.
 *
 * @param classOf the class of a row, where it has one
 */
export function table(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  classOf: (row: number) => string | undefined = () => undefined,
): string {
  if (rows.length === 0) return '';
  const head = header.map((cell) => `<th role="columnheader" scope="col">${escapeHtml(cell)}</th>`).join('');
  const body = rows.map(([first = '', ...rest], index) => {
    const cells = rest.map((cell, column) => {
      const name = escapeHtml(header[column + 1] ?? '');
      // A figure keeps its unit beside it; only sentences are broken into lines.
      const wraps = cell.length > longestFigure ? ' class="text"' : '';
      return `<td role="cell"${wraps} data-column="${name}">${escapeHtml(cell)}</td>`;
    });
    const name = classOf(index);
    const row = name === undefined ? '<tr role="row">' : `<tr role="row" class="${escapeHtml(name)}">`;
    return `${row}<th role="rowheader" scope="row">${escapeHtml(first)}</th>${cells.join('')}</tr>`;
  });
  const label = escapeHtml(caption);
  // What scrolls must be reachable by keyboard.
  return (
    `<div class="table" role="region" tabindex="0" aria-label="${label}"><table role="table"><caption>${label}</caption>` +
    `<thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${body.join('\n')}</tbody></table></div>`
  );
}

/** Names and values, as tiles. */
export function tiles(pairs: readonly (readonly [name: string, value: string])[]): string {
  const items = pairs.map(
    ([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  return `<dl class="tiles">${items.join('')}</dl>`;
}
