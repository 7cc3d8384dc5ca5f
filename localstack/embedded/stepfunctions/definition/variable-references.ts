import jsonata from 'jsonata';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { isExpression } from '../jsonata/expression.ts';
import type { Argument } from '../jsonpath/intrinsic.ts';
import type { Path } from '../jsonpath/path.ts';
import { parseSelector } from '../jsonpath/payload.ts';

/** The variables that each state of a definition reads, by the state's name, as DescribeStateMachine shows them. */
export function variableReferences(definition: string): Readonly<Record<string, readonly string[]>> {
  const states: [string, JsonObject][] = [];
  collectStates(JSON.parse(definition) as Json, states);
  const assigned = new Set(states.flatMap(([, state]) => assignedNames(state)));
  const references: Record<string, readonly string[]> = {};
  for (const [name, state] of states) {
    const read = new Set<string>();
    collectReferences(state, read);
    const names = [...read].filter((variable) => assigned.has(variable)).sort();
    if (names.length > 0) references[name] = names;
  }
  return references;
}

function collectStates(value: Json, found: [string, JsonObject][]): void {
  if (Array.isArray(value)) for (const item of value) collectStates(item, found);
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === 'States' && isObject(member)) {
      for (const [name, state] of Object.entries(member)) if (isObject(state)) found.push([name, state]);
    }
    collectStates(member, found);
  }
}

function assignedNames(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(assignedNames);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (key === 'States') return [];
    if (key !== 'Assign' || !isObject(member)) return assignedNames(member);
    return Object.keys(member).map((name) => name.replace(/\.\$$/, ''));
  });
}

/** The names after `$` in a state's expressions, and in the members that are paths; functions are among them. */
function collectReferences(value: Json, found: Set<string>, key = ''): void {
  if (Array.isArray(value)) for (const item of value) collectReferences(item, found);
  if (typeof value === 'string') collectNames(value, key, found);
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (name !== 'States') collectReferences(member, found, name);
  }
}

function collectNames(text: string, key: string, found: Set<string>): void {
  if (isExpression(text)) {
    collectVariables(jsonata(text.slice(2, -2)).ast(), found);
    return;
  }
  if (!key.endsWith('.$') && !key.endsWith('Path') && key !== 'Variable') return;
  const selector = parseSelector(text, key);
  if (selector?.kind === 'path') collectPath(selector.path, found);
  if (selector?.kind === 'call') collectArgument(selector.call, found);
}

function collectPath({ root }: Path, found: Set<string>): void {
  if (typeof root === 'object') found.add(root.variable);
}

function collectArgument(argument: Argument, found: Set<string>): void {
  if (argument.kind === 'path') collectPath(argument.path, found);
  if (argument.kind === 'call') for (const inner of argument.arguments) collectArgument(inner, found);
}

function collectVariables(node: unknown, found: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  const { type, value } = node as { type?: unknown; value?: unknown };
  if (type === 'variable' && typeof value === 'string') found.add(value);
  for (const member of Object.values(node)) collectVariables(member, found);
}
