import path from 'node:path';
import { fileURLToPath } from 'node:url';

interface BuildFailure {
  readonly errors: readonly {
    readonly text: string;
    readonly location: { readonly file: string; readonly line: number } | null;
  }[];
}

/**
 * What is wrong with a source, in one sentence that begins with its file and line where they are known: esbuild
 * keeps them in `errors`, Node's type stripping in the first line of the stack.
 * @param root the checkout, which the file is named from
 */
export function explain(error: unknown, root: string): string {
  if (!(error instanceof Error)) return String(error);
  const [first] = (error as Error & Partial<BuildFailure>).errors ?? [];
  if (first)
    return first.location ? `${first.location.file}:${first.location.line}: ${first.text}` : first.text;
  const message = error.message.split('\n')[0] ?? '';
  const place = /^file:\/\/\S+:\d+$/m.exec(error.stack ?? '')?.[0];
  if (error.name !== 'SyntaxError' || !place) return message;
  const [, url = '', line = ''] = /^(.*):(\d+)$/.exec(place) ?? [];
  return `${path.relative(root, fileURLToPath(url)).replaceAll(path.sep, '/')}:${line}: ${message}`;
}
