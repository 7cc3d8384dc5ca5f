import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { supportedServices } from '../../localstack/support/support.ts';
import { table } from '../../localstack/support/table.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A part of a document that is made from the repository; what stands around it is written by hand. */
export interface GeneratedPart {
  /** From the root. */
  readonly document: string;
  /** As its two marks in the document name it. */
  readonly name: string;
  /** Its lines as they should be. */
  content(): Promise<string> | string;
}

export const GENERATED_PARTS: readonly GeneratedPart[] = [
  { document: 'docs/fidelity.md', name: 'refusals', content: refusalTable },
  { document: 'docs/testing.md', name: 'test files', content: testFileTable },
];

/** A part as it stands in its document. */
export function written({ document, name }: GeneratedPart): string {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const [start, end] = bounds(text, document, name);
  return text.slice(start, end).trim();
}

/** Puts a part into its document, in place of the one that stands there. */
export async function write(part: GeneratedPart): Promise<void> {
  const file = join(ROOT, part.document);
  const content = await part.content();
  const text = readFileSync(file, 'utf8');
  const [start, end] = bounds(text, part.document, part.name);
  writeFileSync(file, `${text.slice(0, start)}\n\n${content}\n\n${text.slice(end)}`);
}

/** @throws Error where the document has not got both marks */
function bounds(text: string, document: string, name: string): readonly [start: number, end: number] {
  const opening = `<!-- ${name}: written by npm run docs -->`;
  const start = text.indexOf(opening);
  const end = text.indexOf(`<!-- end of ${name} -->`);
  if (start < 0 || end < start) throw new Error(`${document} has no place for ${name}.`);
  return [start + opening.length, end];
}

async function refusalTable(): Promise<string> {
  const rows = (await supportedServices()).map(({ service: { name }, operations, refusals }) => [
    `[${name}](SUPPORT.md#${name})`,
    String(operations.length),
    String(refusals.length),
  ]);
  return table(['Service', 'Operations', 'Refused inside them'], rows);
}

function testFileTable(): string {
  const files = globSync('{app,cdktf,localstack,load,locks,preflight,test}/**/*.test.ts', {
    cwd: ROOT,
    exclude: ['**/node_modules/**', '**/dist/**'],
  });
  const rooms = [...Map.groupBy(files, roomOf)].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = rooms.map(([room, of]) => [room, String(of.length)]);
  return table(['Room', 'Test files'], [...rows, ['all', String(files.length)]]);
}

/** The first folder, or the first two where the first is a house of its own. */
function roomOf(file: string): string {
  const [house = '', room = ''] = file.replaceAll('\\', '/').split('/');
  const isHouse = house === 'localstack' || house === 'test';
  return isHouse && !room.endsWith('.ts') ? `${house}/${room}` : house;
}
