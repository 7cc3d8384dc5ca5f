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
 * A drawing with its text: the description says what is drawn, `said` what can be seen in it, so that whoever does
 * not see it misses nothing of weight.
 * @param svg SVG text that was drawn here, and not from elsewhere
 */
export function figure(description: string, said: string, svg: string): string {
  const label = escapeHtml(`${description}. ${said}`);
  const accessible = svg.replace('<svg ', `<svg role="img" aria-label="${label}" `);
  return `<figure>${accessible}<figcaption>${label}</figcaption></figure>`;
}

/** A table whose first column names its rows; empty where there is no row. */
export function table(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return '';
  const head = header.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('');
  const body = rows.map(
    ([first = '', ...rest]) =>
      `<tr><th scope="row">${escapeHtml(first)}</th>${rest.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  // What scrolls must be reachable by keyboard.
  return `<div class="wide" role="region" tabindex="0" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

/** Names and values, as tiles. */
export function tiles(pairs: readonly (readonly [name: string, value: string])[]): string {
  const items = pairs.map(
    ([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  return `<dl class="tiles">${items.join('')}</dl>`;
}
