import type { Node } from 'oxc-parser';
import { filled, keyOf, openFunction, unknownValue } from './marks.ts';
import { each, keyName, type Module, type NamedFunction, readModules } from './modules.ts';
import { functionOf, type Modules } from './scope.ts';
import { worded } from './wording.ts';

/** Something that AWS does and the code refuses to seem to do. */
export interface Refusal {
  /** The file that refuses it, from the folder that was read. */
  readonly path: string;
  /** The error's message; values that only a request has are in ‹ ›. */
  readonly message: string;
}

/**
 * Every refusal under a folder: the messages that say so, wherever they stand. A message that a function makes of its
 * parameters counts once for each call, with its arguments.
 * @param isRefusal how such a message is recognized
 */
export function refusalsIn(folder: string, isRefusal: RegExp): Refusal[] {
  const modules: Modules = new Map(readModules(folder).map((module) => [module.path, module]));
  const calls = callsIn(modules);
  const open = [...modules.values()].flatMap((module) => messagesIn(module, modules, isRefusal));
  const seen = new Set<string>();
  const refusals: Refusal[] = [];
  for (const refusal of open) {
    const { path, message } = refusal;
    const key = openFunction(message);
    const callers = key === undefined ? [] : (calls.get(key) ?? []);
    if (callers.length === 0)
      refusals.push({ path, message: filled(message, (_, name) => unknownValue(name)) });
    for (const { module, node, callee } of callers) {
      const called = filled(
        message,
        (index, name) => argument(node, index, name, callee, module, modules),
        key,
      );
      if (seen.has(`${module.path} ${called}`)) continue;
      seen.add(`${module.path} ${called}`);
      // A caller may hand on what it was handed itself: it is looked at in its turn.
      open.push({ path: module.path, message: called });
    }
  }
  const unique = new Map(refusals.map((refusal) => [`${refusal.path} ${refusal.message}`, refusal]));
  return [...unique.values()];
}

interface Call {
  readonly module: Module;
  readonly node: Extract<Node, { type: 'CallExpression' }>;
  readonly callee: NamedFunction;
}

/** The calls of each function, by its key. A method is looked for by its name among the classes of the same folder. */
function callsIn(modules: Modules): Map<string, Call[]> {
  const methods = new Map<string, NamedFunction>();
  for (const module of modules.values()) {
    for (const one of module.functions.values()) {
      if (module.parents.get(one.node)?.type === 'MethodDefinition')
        methods.set(`${topFolder(module)} ${one.name}`, one);
    }
  }
  const calls = new Map<string, Call[]>();
  for (const module of modules.values()) {
    each(module.program, (node) => {
      if (node.type !== 'CallExpression') return;
      const callee =
        node.callee.type === 'Identifier'
          ? functionOf(node.callee.name, module, modules)
          : node.callee.type === 'MemberExpression' &&
            methods.get(`${topFolder(module)} ${keyName(node.callee.property)}`);
      if (callee) calls.set(keyOf(callee), [...(calls.get(keyOf(callee)) ?? []), { module, node, callee }]);
    });
  }
  return calls;
}

function topFolder({ path }: Module): string {
  return path.split('/')[0] ?? '';
}

function messagesIn(module: Module, modules: Modules, isRefusal: RegExp): Refusal[] {
  const found: Refusal[] = [];
  each(module.program, (node, parent) => {
    const isText =
      node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
    const isPart = parent?.type === 'BinaryExpression' || parent?.type === 'TemplateLiteral';
    if (!isText && node.type !== 'BinaryExpression') return;
    if (isPart) return;
    const message = worded(node, module, modules);
    if (isRefusal.test(message)) found.push({ path: module.path, message });
  });
  return found;
}

function argument(
  call: Call['node'],
  index: number,
  name: string,
  { node, module: declaredIn }: NamedFunction,
  module: Module,
  modules: Modules,
): string {
  const handed = call.arguments[index];
  if (handed) return worded(handed, module, modules);
  const parameter = node.params[index];
  return parameter?.type === 'AssignmentPattern'
    ? worded(parameter.right, declaredIn, modules)
    : unknownValue(name);
}
