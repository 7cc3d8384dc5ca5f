import { parseFilter } from './filter-parser.ts';
import type { Scanner } from './scanner.ts';
import { isDefinite, PATH_FUNCTIONS, type Path, type PathRoot, type Step } from './steps.ts';

const ROOT = /\$(\$|[\p{L}_][\p{L}\p{N}_]*)?/uy;
const MEMBER = /[\p{L}\p{N}_-]+/uy;
const FUNCTION = /(\w+)\(\s*\)/y;
const INTEGER = /-?\d{1,9}(?![\w.])/y;

/** Parses the path that begins here, and leaves what follows it unread. Throws `JsonPathSyntaxError`. */
export function parsePathAt(scanner: Scanner): Path {
  const start = scanner.position;
  const found = scanner.match(ROOT);
  if (!found) return scanner.fail();
  const name = found[1];
  const root: PathRoot = name === undefined ? '$' : name === '$' ? '$$' : { variable: name };
  const steps = parseSteps(scanner);
  return { source: scanner.since(start), root, steps, isDefinite: isDefinite(steps) };
}

/** Parses `.a['b'][0]…` up to what is no step any more. */
function parseSteps(scanner: Scanner): Step[] {
  const steps: Step[] = [];
  for (;;) {
    if (steps.at(-1)?.kind === 'function') return steps;
    if (scanner.take('..')) {
      steps.push({ kind: 'descent' });
      steps.push(scanner.startsWith('[') ? bracket(scanner) : member(scanner));
    } else if (scanner.take('.')) steps.push(pathFunction(scanner) ?? member(scanner));
    else if (scanner.startsWith('[')) steps.push(bracket(scanner));
    else return steps;
  }
}

function member(scanner: Scanner): Step {
  if (scanner.take('*')) return { kind: 'wildcard' };
  const found = scanner.match(MEMBER);
  if (!found) return scanner.fail();
  return { kind: 'members', names: [found[0]] };
}

function pathFunction(scanner: Scanner): Step | undefined {
  const before = scanner.position;
  const found = scanner.match(FUNCTION);
  if (!found) return undefined;
  const name = PATH_FUNCTIONS.find((candidate) => candidate === found[1]);
  if (name) return { kind: 'function', name };
  scanner.position = before;
  return scanner.fail();
}

function bracket(scanner: Scanner): Step {
  scanner.expect('[');
  scanner.skipBlanks();
  const step = bracketed(scanner);
  scanner.skipBlanks();
  scanner.expect(']');
  return step;
}

function bracketed(scanner: Scanner): Step {
  if (scanner.take('*')) return { kind: 'wildcard' };
  if (scanner.take('?')) {
    scanner.skipBlanks();
    scanner.expect('(');
    const test = parseFilter(scanner, parseSteps);
    scanner.expect(')');
    return { kind: 'filter', test };
  }
  if (scanner.startsWith("'") || scanner.startsWith('"')) {
    return { kind: 'members', names: list(scanner, () => scanner.quoted(false)) };
  }
  return indexes(scanner);
}

function indexes(scanner: Scanner): Step {
  const from = scanner.match(INTEGER);
  scanner.skipBlanks();
  if (scanner.take(':')) {
    scanner.skipBlanks();
    const to = scanner.match(INTEGER);
    return { kind: 'slice', from: from && Number(from[0]), to: to && Number(to[0]) };
  }
  if (!from) return scanner.fail();
  const first = Number(from[0]);
  if (!scanner.take(',')) return { kind: 'indexes', indexes: [first] };
  scanner.skipBlanks();
  return { kind: 'indexes', indexes: [first, ...list(scanner, integer)] };
}

function list<Item>(scanner: Scanner, item: (scanner: Scanner) => Item): Item[] {
  const items = [item(scanner)];
  for (;;) {
    scanner.skipBlanks();
    if (!scanner.take(',')) return items;
    scanner.skipBlanks();
    items.push(item(scanner));
  }
}

function integer(scanner: Scanner): number {
  const found = scanner.match(INTEGER);
  return found ? Number(found[0]) : scanner.fail();
}
