import path from 'node:path';
import { fileURLToPath } from 'node:url';

interface BuildFailure {
  readonly errors: readonly { readonly text: string; readonly location: Location | null }[];
}

/**
 * What is wrong with a source, in one sentence that begins with its file and line where they are known: esbuild
 * keeps them in `errors`, Node's type stripping in the first line of the stack, what a source throws in the line of the
 * stack that is the source's own. An error with a code says by itself what is wrong.
 * @param root the checkout, which the file is named from
 */
export function explain(error: unknown, root: string): string {
  if (!(error instanceof Error)) return String(error);
  const { errors: [first] = [], code } = error as Error & Partial<BuildFailure> & { readonly code?: string };
  if (first) return at(first.location, first.text);
  const message = error.message.split('\n')[0] ?? '';
  const stack = error.stack ?? '';
  const loading = error.name === 'SyntaxError' ? locationIn(/^(.+):(\d+)\n/.exec(stack), root) : null;
  if (loading || code !== undefined) return at(loading, message);
  return at(ownFrame(stack, root), message);
}

/** The line of the checkout, and of no package, that threw. */
function ownFrame(stack: string, root: string): Location | null {
  const frames = [...stack.matchAll(/^ {4}at (?:.*\()?((?:file:|\/|[A-Z]:\\).*?):(\d+):\d+\)?$/gm)];
  const places = frames.map((frame) => locationIn(frame, root));
  return places.find((place) => place && !/^\.\.|node_modules/.test(place.file)) ?? null;
}

/** Where a source is wrong. */
interface Location {
  readonly file: string;
  readonly line: number;
}

function at(place: Location | null, message: string): string {
  return place ? `${place.file}:${place.line}: ${message}` : message;
}

/** @param match a file URL or a path, and the line in it */
function locationIn(match: RegExpExecArray | null, root: string): Location | null {
  const [, file, line] = match ?? [];
  if (file === undefined) return null;
  const absolute = file.startsWith('file:') ? fileURLToPath(file) : file;
  return { file: path.relative(root, absolute).replaceAll(path.sep, '/'), line: Number(line) };
}
