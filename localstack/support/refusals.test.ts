// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources to read, not templates of this file.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { refusalsIn } from './refusals.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The messages in sources, by the files that refuse. */
function messages(sources: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'refusals-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return refusalsIn(folder, /^No /).map(({ path, message }) => `${path}: ${message}`);
}

const ERRORS = 'export function unsupported(what: string) { return new Error(`No ${what}.`); }';
const IMPORT = "import { unsupported } from './errors.ts';\n";

test('a message that is written out', () => {
  expect(messages({ 'a.ts': "if (x) throw new Error('No tables.');" })).toEqual(['a.ts: No tables.']);
});

test('a message in a test is none', () => {
  expect(messages({ 'a.test.ts': "throw new Error('No tables.');" })).toEqual([]);
});

test('a message that a function makes, once for each call, where that is', () => {
  const calls = "unsupported('tables');\nunsupported(`${3} chairs`);";
  expect(messages({ 'errors.ts': ERRORS, 'a.ts': IMPORT + calls })).toEqual([
    'a.ts: No tables.',
    'a.ts: No 3 chairs.',
  ]);
});

test('a message that nobody asks for, with its parameter by name', () => {
  expect(messages({ 'errors.ts': ERRORS })).toEqual(['errors.ts: No ‹what›.']);
});

test('what a caller is handed itself comes from its callers', () => {
  const check = 'function check(operation: string) { throw unsupported(`lists of ${operation}`); }';
  const source = `${IMPORT}${check}\ncheck('Put');\ncheck('Get');`;
  expect(messages({ 'errors.ts': ERRORS, 'a.ts': source })).toEqual([
    'a.ts: No lists of Put.',
    'a.ts: No lists of Get.',
  ]);
});

test('a function that calls itself ends', () => {
  const source = 'function check(what: string) { check(what); throw unsupported(what); }\ncheck("tables");';
  expect(messages({ 'errors.ts': ERRORS, 'a.ts': IMPORT + source })).toEqual(['a.ts: No tables.']);
});

test('a parameter that is left out has its default', () => {
  const source = "function refused(what = 'tables') { return new Error(`No ${what}.`); }\nrefused();";
  expect(messages({ 'a.ts': source })).toEqual(['a.ts: No tables.']);
});

test('a method of a class of the same service', () => {
  const problems = 'export class Problems { unsupported(what: string) { this.add(`No ${what}.`); } }';
  const caller = "export const check = (problems) => problems.unsupported('maps');";
  const sources = { 's/problems.ts': problems, 's/a.ts': caller, 't/b.ts': caller };
  expect(messages(sources)).toEqual(['s/a.ts: No maps.']);
});

test.each([
  ['a loop', "for (const name of ['a', 'b']) throw new Error(`No ${name}.`);", 'No a or b.'],
  [
    'a search',
    "const NAMES = ['a', 'b', 'c'];\n() => { const x = NAMES.find(y); throw new Error(`No ${x}.`); };",
    'No a, b or c.',
  ],
  [
    'the names of an object',
    'const ONLY = { a: 1, b: 2 };\nfor (const [name] of Object.entries(ONLY)) throw new Error(`No ${name}.`);',
    'No a or b.',
  ],
  ['a choice', "throw new Error(`No ${x ? 'a' : 'b'}.`);", 'No a or b.'],
  [
    'an object by a name',
    "const WORDS = { x: 'a', y: 'b' };\nthrow new Error(`No ${WORDS[z]}.`);",
    'No a or b.',
  ],
])('a value out of %s is any of them', (_, source, message) => {
  expect(messages({ 'a.ts': source })).toEqual([`a.ts: ${message}`]);
});

test('a value out of a list of another file', () => {
  const source =
    "import { NAMES } from './names.ts';\nfor (const name of NAMES) throw new Error(`No ${name}.`);";
  const names = "export const NAMES = ['a', 'b'] as const;";
  expect(messages({ 'a.ts': source, 'names.ts': names })).toEqual(['a.ts: No a or b.']);
});

test('a value of a result is any that the function returns', () => {
  const made = "function standing() { if (x) return { what: 'a' };\nreturn { what: 'b' }; }";
  const source = `${made}\nfunction check() { const found = standing(); throw new Error(\`No \${found.what}.\`); }`;
  expect(messages({ 'a.ts': source })).toEqual(['a.ts: No a or b.']);
});

test.each([
  ["if (input.Kind !== 'JWT') throw new Error(`No ${input.Kind}.`);", 'No ‹Kind other than JWT›.'],
  ["if (!['a', 'b'].includes(name)) throw new Error(`No ${name}.`);", 'No ‹name other than a or b›.'],
  [
    "const KNOWN = new Set(['a']);\nif (!KNOWN.has(name)) throw new Error(`No ${name}.`);",
    'No ‹name other than a›.',
  ],
  [
    'const ANSWERS = { a: 1 };\nif (!Object.hasOwn(ANSWERS, name)) throw new Error(`No ${name}.`);',
    'No ‹name other than a›.',
  ],
])('an unknown value is told by what a condition excludes: %s', (source, message) => {
  expect(messages({ 'a.ts': source })).toEqual([`a.ts: ${message}`]);
});

test('a list that excludes values may be handed over, too', () => {
  const check =
    'function only(known: string[]) { if (!known.includes(name)) throw new Error(`No ${name}.`); }';
  const source = `const SETTABLE = ['a', 'b'];\n${check}\nonly([...SETTABLE, 'c']);`;
  expect(messages({ 'a.ts': source })).toEqual(['a.ts: No ‹name other than a, b or c›.']);
});
