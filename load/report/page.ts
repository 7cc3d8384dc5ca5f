import { escapeHtml, idOf, section } from './elements.ts';
import { style } from './style.ts';

/** A part of a page: its heading, and its HTML; none where there is nothing to say. */
export interface Part {
  readonly heading: string;
  readonly content: string;
}

/** What a page says before its table of contents. */
export interface Opening {
  readonly title: string;
  /** The verdict in a sentence, and whether it is a good one. */
  readonly verdict: { readonly sentence: string; readonly isGood: boolean };
  /** Reasons not to take what follows at its face value, a sentence each. */
  readonly warnings: readonly string[];
  /** HTML. */
  readonly summary: string;
}

/** One self-contained page: no script, nothing loaded from elsewhere. Parts without content are left out. */
export function page({ title, verdict, warnings, summary }: Opening, parts: readonly Part[]): string {
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
<h1>${escapeHtml(title)}</h1>
<p class="verdict ${verdict.isGood ? 'held' : 'crossed'}">${escapeHtml(verdict.sentence)}</p>
${warnings.map((warning) => `<p class="warning">${escapeHtml(warning)}</p>`).join('\n')}
${summary}
<nav aria-label="Contents"><ul>${contents.join('')}</ul></nav>
${shown.map(({ heading, content }) => section(heading, content)).join('\n')}
</main>
</body>
</html>
`;
}
