import { escapeHtml, idOf, section } from './elements.ts';
import { style } from './style.ts';

/** A part of a page: its heading, and its HTML; none where there is nothing to say. */
export interface Part {
  readonly heading: string;
  readonly content: string;
}

/** What a page says before its table of contents: the verdict is its first line. */
export interface Opening {
  readonly title: string;
  /** The verdict in a sentence, whether it is a good one, and whether there are reasons to trust it less. */
  readonly verdict: { readonly sentence: string; readonly isGood: boolean; readonly isWeak?: boolean };
  /** Reasons not to take what follows at its face value, a sentence each. */
  readonly warnings: readonly string[];
  /** HTML: what went wrong, right below them. */
  readonly errors?: string;
  /** HTML. */
  readonly summary: string;
}

/** One self-contained page: no script, nothing loaded from elsewhere. Parts without content are left out. */
export function page(
  { title, verdict, warnings, errors = '', summary }: Opening,
  parts: readonly Part[],
): string {
  const shown = parts.filter(({ content }) => content !== '');
  const contents = shown.map(
    ({ heading }) => `<li><a href="#${idOf(heading)}">${escapeHtml(heading)}</a></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1 class="verdict ${verdict.isGood ? 'held' : 'crossed'}${verdict.isWeak ? ' weak' : ''}">${escapeHtml(unbroken(verdict.sentence))}</h1>
${warnings.map((warning) => `<p class="warning">${escapeHtml(warning)}</p>`).join('\n')}
${errors}<p class="title">${escapeHtml(title)}</p>
${summary}
<nav aria-label="Contents"><ul>${contents.join('')}</ul></nav>
${shown.map(({ heading, content }) => section(heading, content)).join('\n')}
</main>
</body>
</html>
`;
}

/** Numbers are not parted from their units at the end of a line. */
function unbroken(sentence: string): string {
  return sentence.replace(/([<>≥≤]) (?=\d)|(?<=\d) (?=(?:ms|s|%)(?!\w))/g, (space) =>
    space.replace(' ', '\u00a0'),
  );
}
