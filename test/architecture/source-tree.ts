import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** One import, re-export, `require` or type reference. */
export interface Import {
  /** A path from the root for a file of ours, a name for a package or for Node's own, `COMPUTED` where neither is written. */
  readonly target: string;
  /** Whether it is a file of ours. */
  readonly isOurs: boolean;
  /** Whether nothing of it is left when the program runs. */
  readonly isTypeOnly: boolean;
}

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  /** The text with its comments blanked. */
  readonly code: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

/** The target of an import whose name is made at run time. */
export const COMPUTED = '<computed>';

const IS_SOURCE = /\.[cm]?[jt]s$/;
const GENERATED = ['node_modules', 'dist', 'cdktf.out', 'coverage', 'results'];

/**
 * Every file of a repository that is program, parsed.
 * @param root its absolute path
 * @throws SyntaxError where a file cannot be parsed
 */
export function readSourceTree(root: string): SourceFile[] {
  return sourcePaths(root, root).map((file) =>
    parseSource(relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8')),
  );
}

function sourcePaths(root: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return IS_SOURCE.test(entry.name) ? [path] : [];
    // Of the hidden folders only GitHub's has source.
    const isHidden = entry.name.startsWith('.') && entry.name !== '.github';
    const isIgnored = isHidden || GENERATED.includes(entry.name) || path === join(root, 'outputs');
    return entry.isDirectory() && !isIgnored ? sourcePaths(root, path) : [];
  });
}

/**
 * A file as it would be read from the tree.
 * @param path from the root
 * @throws SyntaxError where the text cannot be parsed
 */
export function parseSource(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text);
  if (errors[0]) throw new SyntaxError(`${path}: ${errors[0].message}`);
  const code = comments.reduceRight(
    (rest, { start, end }) => rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end),
    text,
  );
  const imports: Import[] = [];
  const add = (source: unknown, isTypeOnly: boolean) => {
    imports.push({ ...targetOf(path, source), isTypeOnly });
  };
  // `import { type A }` keeps its statement when types are stripped: only `import type` leaves nothing behind.
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value, node.importKind === 'type'),
    ExportAllDeclaration: (node) => add(node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source) add(node.source.value, node.exportKind === 'type');
    },
    ImportExpression: (node) => add(literalOf(node.source), false),
    TSImportType: (node) => add(node.source.value, true),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require')
        add(literalOf(node.arguments[0]), false);
    },
  }).visit(program);
  return { path, code, lines: text.split('\n').length - 1, imports };
}

function literalOf(node: { readonly type: string } | undefined): unknown {
  return node?.type === 'Literal' && 'value' in node ? node.value : undefined;
}

/** What the workspace's package exports: named by it, a file of ours is still one. */
const EXPORTS: Readonly<Record<string, string>> = {
  'embedded-aws': 'localstack/index.ts',
  'embedded-aws/vitest': 'localstack/vitest.ts',
};

function targetOf(path: string, source: unknown): Pick<Import, 'target' | 'isOurs'> {
  if (typeof source !== 'string') return { target: COMPUTED, isOurs: false };
  const exported = EXPORTS[source];
  if (exported !== undefined) return { target: exported, isOurs: true };
  const isOurs = /^\.{1,2}(?:\/|$)/.test(source);
  return { target: isOurs ? posix.join(dirname(path), source) : source, isOurs };
}

/** Tests, and what only they use. */
export function isTest(path: string): boolean {
  return /\.(?:test|bench)\.ts$|^localstack\/(?:conformance|testing)\//.test(path);
}
