import { alg, Graph } from '@dagrejs/graphlib';
import type { Rule } from './rule.ts';
import type { Import, SourceFile } from './source-tree.ts';

/** Files, sorted, of which each imports each other one, if only through others. */
export type Cycle = readonly string[];

export const noCycles: Rule = {
  name: 'no files import one another in a circle when the program runs',
  reason: 'which of them is loaded first decides what it finds, and none can be understood or moved alone',
  files: () => true,
  broken: [
    [
      { path: 'app/policies/first.ts', text: "import './second.ts';" },
      { path: 'app/policies/second.ts', text: "export { a } from './third.ts';" },
      { path: 'app/policies/third.ts', text: "await import('./first.ts');" },
    ],
    { path: 'locks/broken.ts', text: "import './broken.ts';" },
  ],
  violations: (files, tree) => described(runTimeCycles(tree, files)),
};

export const noTypeCycles: Rule = {
  name: 'no files import one another in a circle, if only for types',
  reason: 'a type that two files need has a place before both',
  files: () => true,
  broken: [
    [
      { path: 'app/policies/first.ts', text: "import './second.ts';" },
      { path: 'app/policies/second.ts', text: "import type { A } from './first.ts';" },
    ],
  ],
  violations: (files, tree) => described(typeCycles(tree, files)),
};

/**
 * The cycles of what is loaded, now or by `import()` later.
 * @param from where to look: what these files lead to
 */
export function runTimeCycles(tree: readonly SourceFile[], from = tree): Cycle[] {
  return cyclesOf(tree, from, (imported) => !imported.isTypeOnly);
}

/**
 * The cycles that only types close.
 * @param from where to look: what these files lead to
 */
export function typeCycles(tree: readonly SourceFile[], from = tree): Cycle[] {
  const others = runTimeCycles(tree, from);
  return cyclesOf(tree, from, () => true).filter((cycle) => !others.some((other) => isPartOf(other, cycle)));
}

function cyclesOf(
  tree: readonly SourceFile[],
  from: readonly SourceFile[],
  counts: (imported: Import) => boolean,
): Cycle[] {
  const byPath = new Map(tree.map((file) => [file.path, file]));
  const graph = new Graph();
  const reached = new Set(from);
  for (const { path, imports } of reached) {
    for (const imported of imports) {
      const target = byPath.get(imported.target);
      if (target) reached.add(target);
      if (target && counts(imported)) graph.setEdge(path, target.path);
    }
  }
  const cycles = alg.findCycles(graph).map((cycle) => cycle.toSorted());
  return cycles.sort(([a = ''], [b = '']) => a.localeCompare(b));
}

function described(cycles: readonly Cycle[]): string[] {
  return cycles.map((cycle) => cycle.join(' ↔ '));
}

function isPartOf(part: Cycle, whole: Cycle): boolean {
  return part.every((path) => whole.includes(path));
}
