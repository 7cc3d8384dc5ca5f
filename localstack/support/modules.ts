import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import {
  type ArrowFunctionExpression,
  type Node,
  type Function as OrdinaryFunction,
  parseSync,
  visitorKeys,
} from 'oxc-parser';

/** A node that code can refer to from outside: its parameters are told apart by their places. */
export interface NamedFunction {
  readonly module: Module;
  readonly name: string;
  readonly node: FunctionNode;
}

/** A source file, parsed, with what its names stand for. */
export interface Module {
  /** From the folder that was read, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  readonly parents: ReadonlyMap<Node, Node>;
  /** Functions and methods by name; methods of all classes together. */
  readonly functions: ReadonlyMap<string, NamedFunction>;
  /** What top-level constants are made of. */
  readonly constants: ReadonlyMap<string, Node>;
  /** Where imported names come from. */
  readonly imports: ReadonlyMap<string, { readonly path: string; readonly name: string }>;
}

export type FunctionNode = OrdinaryFunction | ArrowFunctionExpression;

/** Parses the sources under a folder, but for tests. */
export function readModules(folder: string): Module[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => parseModule(folder, file, readFileSync(file, 'utf8')));
}

/** A module as {@link readModules} reads it. */
export function parseModule(folder: string, file: string, text: string): Module {
  const { program } = parseSync(file, text);
  const parents = new Map<Node, Node>();
  const functions = new Map<string, NamedFunction>();
  const constants = new Map<string, Node>();
  const imports = new Map<string, { path: string; name: string }>();
  const module: Module = {
    path: relative(folder, file).replaceAll('\\', '/'),
    text,
    program,
    parents,
    functions,
    constants,
    imports,
  };
  const addFunction = (name: string, node: FunctionNode) => functions.set(name, { module, name, node });
  each(program, (node, parent) => {
    if (parent) parents.set(node, parent);
    if (node.type === 'FunctionDeclaration' && node.id) addFunction(node.id.name, node);
    if (node.type === 'MethodDefinition') addFunction(keyName(node.key), node.value);
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init) {
      if (isFunction(node.init)) addFunction(node.id.name, node.init);
      else if (isTopLevel(node, parents)) constants.set(node.id.name, node.init);
    }
    if (node.type === 'ImportDeclaration' && node.source.value.startsWith('.')) {
      const path = relative(folder, resolve(dirname(file), node.source.value)).replaceAll('\\', '/');
      for (const one of node.specifiers) {
        if (one.type === 'ImportSpecifier')
          imports.set(one.local.name, { path, name: keyName(one.imported) });
      }
    }
  });
  return module;
}

/** Calls `visit` for a node and all in it, outer nodes first. */
export function each(node: Node, visit: (node: Node, parent?: Node) => void, parent?: Node): void {
  visit(node, parent);
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, Node | readonly (Node | null)[] | null>)[key];
    for (const one of Array.isArray(child) ? child : [child]) if (one) each(one, visit, node);
  }
}

/** Whether a node is a function that can be called. */
export function isFunction(node: Node): node is FunctionNode {
  return ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type);
}

/** The name of a property, or what stands in its brackets. */
export function keyName(key: Node): string {
  if (key.type === 'Identifier' || key.type === 'PrivateIdentifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : '';
}

/** An expression without the types and parentheses around it. */
export function bare(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return bare(node.expression);
    default:
      return node;
  }
}

function isTopLevel(declarator: Node, parents: ReadonlyMap<Node, Node>): boolean {
  const declaration = parents.get(declarator);
  const holder = declaration && parents.get(declaration);
  return holder?.type === 'Program' || holder?.type === 'ExportNamedDeclaration';
}
