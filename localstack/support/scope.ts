import type { Node } from 'oxc-parser';
import { markOf } from './marks.ts';
import { each, isFunction, type Module, type NamedFunction } from './modules.ts';

/** The modules by their paths. */
export type Modules = ReadonlyMap<string, Module>;

/** A mark where the function can be called by its name; what a callback is handed is not known. */
export function parameter(name: string, node: Node, module: Module): string | undefined {
  const called = [...module.functions.values()].find((one) => one.node === node);
  const index = called?.node.params.findIndex((param) => nameOfParameter(param) === name) ?? -1;
  return called && index >= 0 ? markOf(called, index, name) : undefined;
}

function nameOfParameter(param: Node): string | undefined {
  if (param.type === 'Identifier') return param.name;
  return param.type === 'AssignmentPattern' && param.left.type === 'Identifier' ? param.left.name : undefined;
}

/** The innermost function, loop or declaration around a name that gives it its value. */
export function declarationOf(node: Extract<Node, { type: 'Identifier' }>, module: Module): Node | undefined {
  for (let at = module.parents.get(node); at; at = module.parents.get(at)) {
    if (isFunction(at) && at.params.some((param) => binds(param, node.name))) return at;
    if (at.type === 'ForOfStatement' && at.left.type === 'VariableDeclaration') {
      if (at.left.declarations.some(({ id }) => binds(id, node.name))) return at;
    }
    if (at.type === 'BlockStatement') {
      const declarators = at.body.flatMap((one) =>
        one.type === 'VariableDeclaration' ? one.declarations : [],
      );
      const found = declarators.find(({ id }) => binds(id, node.name));
      if (found) return found;
    }
  }
  return undefined;
}

function binds(pattern: Node, name: string): boolean {
  let found = false;
  each(pattern, (node) => {
    found ||= node.type === 'Identifier' && node.name === name;
  });
  return found;
}

/** What a top-level constant is made of, here or where it is imported from. */
export function constantOf(
  name: string,
  module: Module,
  modules: Modules,
): { readonly node: Node; readonly module: Module } | undefined {
  const own = module.constants.get(name);
  if (own) return { node: own, module };
  const imported = module.imports.get(name);
  const other = imported && modules.get(imported.path);
  const node = imported && other?.constants.get(imported.name);
  return node && other ? { node, module: other } : undefined;
}

/** The function that a name stands for in a module. */
export function functionOf(name: string, module: Module, modules: Modules): NamedFunction | undefined {
  const imported = module.imports.get(name);
  if (imported) return modules.get(imported.path)?.functions.get(imported.name);
  return module.functions.get(name);
}
