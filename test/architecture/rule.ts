import type { SourceFile } from './source-tree.ts';

/** A file as somebody might write it. */
export interface Example {
  readonly path: string;
  readonly text: string;
}

/** What holds for the source, whoever writes it. */
export interface Rule {
  readonly name: string;
  readonly reason: string;
  /** The files that it is about. */
  readonly files: (file: SourceFile) => boolean;
  /** Files, one or some together, that break this rule and no other: a test adds them and sees that noticed. */
  readonly broken: readonly (Example | readonly Example[])[];
  /** What breaks it, as `file → import` or as the file's name. */
  violations(files: readonly SourceFile[], tree: readonly SourceFile[]): readonly string[];
}

type WrittenRule = Omit<Rule, 'violations'>;

/** Files by their names from the root. */
export function named(pattern: RegExp, except?: RegExp): Rule['files'] {
  return ({ path }) => pattern.test(path) && !except?.test(path);
}

/** A rule about what files name in their imports, types too. */
export function mayNotImport(target: RegExp, rule: WrittenRule): Rule {
  return {
    ...rule,
    violations: (selected) =>
      selected.flatMap((file) =>
        file.imports
          .filter((imported) => target.test(imported.target))
          .map((imported) => `${file.path} → ${imported.target}`),
      ),
  };
}

/** A rule about what others load for a file when it runs, through however many of them. */
export function mayNotReach(target: RegExp, rule: WrittenRule): Rule {
  return {
    ...rule,
    violations: (selected, tree) => {
      const byPath = new Map(tree.map((file) => [file.path, file]));
      return selected.flatMap((file) => pathsTo(target, file, byPath));
    },
  };
}

/** A rule about what files say outside of comments. */
export function mayNotSay(code: RegExp, rule: WrittenRule): Rule {
  return {
    ...rule,
    violations: (selected) => selected.filter((file) => code.test(file.code)).map((file) => file.path),
  };
}

/** One shortest way, `file → other → … → import`, to each import that matches and that others load for `file`. */
function pathsTo(target: RegExp, file: SourceFile, tree: ReadonlyMap<string, SourceFile>): string[] {
  const ways = new Map([[file.path, file.path]]);
  for (const [path, way] of ways) {
    for (const imported of tree.get(path)?.imports ?? []) {
      if (!imported.isTypeOnly && !ways.has(imported.target))
        ways.set(imported.target, `${way} → ${imported.target}`);
    }
  }
  const own = file.imports.map((imported) => imported.target);
  return [...ways]
    .filter(([path]) => path !== file.path && !own.includes(path) && target.test(path))
    .map(([, way]) => way);
}
