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
  // A file URL or a path, after Node's release and how the module was asked for.
  const [, file = '', line = ''] = /^(.+):(\d+)\n/.exec(error.stack ?? '') ?? [];
  if (error.name !== 'SyntaxError' || !file) return message;
  const absolute = file.startsWith('file:') ? fileURLToPath(file) : file;
  return `${path.relative(root, absolute).replaceAll(path.sep, '/')}:${line}: ${message}`;
}
