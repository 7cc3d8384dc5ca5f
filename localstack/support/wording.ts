import type { Node } from 'oxc-parser';
import { unknownValue } from './marks.ts';
import { bare, each, isFunction, keyName, type Module } from './modules.ts';
import { constantOf, declarationOf, functionOf, type Modules, parameter } from './scope.ts';

/**
 * An expression as words: literals as they are, a value out of a fixed list as all of that list, a parameter as a mark for
 * callers to fill, and anything else by its name.
 */
export function worded(node: Node, module: Module, modules: Modules): string {
  const values = valuesOf(bare(node), module, modules).filter((value) => value !== '');
  return listed([...new Set(values)]);
}

function listed(values: readonly string[]): string {
  if (values.length < 2) return values[0] ?? '';
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

function valuesOf(node: Node, module: Module, modules: Modules): string[] {
  const again = (inner: Node) => valuesOf(bare(inner), module, modules);
  switch (node.type) {
    case 'Literal':
      return [String(node.value)];
    case 'TemplateLiteral':
      return [
        node.quasis
          .map((quasi, index) => {
            const inner = node.expressions[index];
            return `${quasi.value.cooked ?? ''}${inner ? worded(inner, module, modules) : ''}`;
          })
          .join(''),
      ];
    case 'BinaryExpression':
      return node.operator === '+'
        ? [`${worded(node.left, module, modules)}${worded(node.right, module, modules)}`]
        : [unknownValue('value')];
    case 'ArrayExpression':
      return elementsOf(node, module, modules)?.flat() ?? [unknownValue('list')];
    case 'ConditionalExpression':
      return [...again(node.consequent), ...again(node.alternate)];
    case 'LogicalExpression':
      return [...again(node.left), ...(bare(node.right).type === 'Literal' ? [] : again(node.right))];
    case 'CallExpression':
      return ofCall(node, module, modules);
    case 'MemberExpression':
      return ofMember(node, module, modules);
    case 'Identifier':
      return ofName(node, module, modules);
    default:
      return [unknownValue('value')];
  }
}

function ofCall(node: Extract<Node, { type: 'CallExpression' }>, module: Module, modules: Modules): string[] {
  const [argument] = node.arguments;
  const callee = bare(node.callee);
  if (callee.type === 'Identifier' && callee.name === 'String' && argument)
    return valuesOf(bare(argument), module, modules);
  if (callee.type === 'MemberExpression') {
    const list = elementsOf(bare(callee.object), module, modules);
    if (list && ['find', 'join'].includes(keyName(callee.property))) return list.flat();
    if (keyName(callee.property) === 'join') return valuesOf(bare(callee.object), module, modules);
  }
  return [unknownValue(callee.type === 'Identifier' ? callee.name : 'value')];
}

function ofMember(
  node: Extract<Node, { type: 'MemberExpression' }>,
  module: Module,
  modules: Modules,
): string[] {
  const object = bare(node.object);
  if (node.computed) {
    const entries = object.type === 'Identifier' ? constantOf(object.name, module, modules) : undefined;
    const known = entries && stringsIn(entries.node);
    return known && known.length > 0 ? known : [unknownValue('value')];
  }
  const name = keyName(node.property);
  const known = object.type === 'Identifier' ? returned(object, name, module, modules) : undefined;
  return known ?? [guarded(node, name, module, modules)];
}

/** What a member can be of the results of the function that made an object: `standing(…).what`. */
function returned(
  object: Extract<Node, { type: 'Identifier' }>,
  member: string,
  module: Module,
  modules: Modules,
): string[] | undefined {
  const declared = declarationOf(object, module);
  const init = declared?.type === 'VariableDeclarator' && declared.init ? bare(declared.init) : undefined;
  if (init?.type !== 'CallExpression' || init.callee.type !== 'Identifier') return undefined;
  const made = functionOf(init.callee.name, module, modules);
  if (!made) return undefined;
  const found: string[] = [];
  each(made.node, (node) => {
    if (node.type !== 'ReturnStatement' || node.argument?.type !== 'ObjectExpression') return;
    for (const property of node.argument.properties) {
      if (property.type === 'Property' && keyName(property.key) === member)
        found.push(...valuesOf(bare(property.value), made.module, modules));
    }
  });
  return found.length > 0 ? found : undefined;
}

function ofName(node: Extract<Node, { type: 'Identifier' }>, module: Module, modules: Modules): string[] {
  const constant = constantOf(node.name, module, modules);
  if (constant) return valuesOf(bare(constant.node), constant.module, modules);
  const declared = declarationOf(node, module);
  const unknown = () => [guarded(node, node.name, module, modules)];
  if (!declared) return unknown();
  if (isFunction(declared)) return [parameter(node.name, declared, module) ?? unknown()[0] ?? ''];
  if (declared.type === 'ForOfStatement') {
    const list = elementsOf(bare(declared.right), module, modules);
    const column = columnOf(declared, node.name);
    return list?.flatMap((row) => row[column] ?? []) ?? unknown();
  }
  if (declared.type !== 'VariableDeclarator' || declared.id.type !== 'Identifier' || !declared.init)
    return unknown();
  const values = valuesOf(bare(declared.init), module, modules);
  return values.some((value) => value.startsWith('‹')) ? unknown() : values;
}

/** An unknown value with those that it is not, as far as a condition around it excludes some. */
function guarded(node: Node, name: string, module: Module, modules: Modules): string {
  const source = (one: Node) => module.text.slice(one.start, one.end);
  const own = source(node);
  const others: string[] = [];
  for (let at = module.parents.get(node); at; at = module.parents.get(at)) {
    if (at.type === 'IfStatement') each(at.test, (test) => others.push(...excludedBy(test)));
    if (isFunction(at)) break;
  }
  function excludedBy(test: Node): string[] {
    if (test.type === 'BinaryExpression' && test.operator === '!==') {
      const other = bare(test.right);
      const isOwn = source(bare(test.left)).replaceAll('?', '') === own;
      return isOwn && other.type === 'Literal' && other.value !== null ? [String(other.value)] : [];
    }
    if (test.type !== 'UnaryExpression' || test.operator !== '!') return [];
    const lookup = bare(test.argument);
    const made = lookup.type === 'Identifier' ? declarationOf(lookup, module) : undefined;
    const looked = made?.type === 'VariableDeclarator' && made.init ? made.init : lookup;
    const found: string[] = [];
    each(looked, (call) => {
      if (call.type === 'CallExpression') found.push(...listAsked(call));
    });
    return found;
  }
  /** The list of `LIST.has(own)`, `LIST.includes(own)` or `Object.hasOwn(LIST, own)`. */
  function listAsked({ callee, arguments: handed }: Extract<Node, { type: 'CallExpression' }>): string[] {
    if (callee.type !== 'MemberExpression') return [];
    const method = keyName(callee.property);
    const asked = handed.at(-1);
    if (!asked || source(asked) !== own) return [];
    if (method === 'has' || method === 'includes') return known(callee.object);
    return method === 'hasOwn' && handed[0] ? known(handed[0]) : [];
  }
  function known(list: Node): string[] {
    const elements = elementsOf(bare(list), module, modules);
    if (elements) return elements.flatMap(([first = '']) => first);
    const declared = list.type === 'Identifier' ? declarationOf(list, module) : undefined;
    const handed = declared && isFunction(declared) && list.type === 'Identifier';
    return (handed && [parameter(list.name, declared, module) ?? '']) || [];
  }
  return unknownValue(others.length > 0 ? `${name} other than ${listed([...new Set(others)])}` : name);
}

function columnOf(loop: Extract<Node, { type: 'ForOfStatement' }>, name: string): number {
  const pattern = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : undefined;
  if (pattern?.type !== 'ArrayPattern') return 0;
  return pattern.elements.findIndex((element) => element?.type === 'Identifier' && element.name === name);
}

/** The rows of a list that is written out, each with its columns; undefined where it is made otherwise. */
function elementsOf(node: Node, module: Module, modules: Modules): string[][] | undefined {
  if (node.type === 'Identifier') {
    const constant = constantOf(node.name, module, modules);
    return constant && elementsOf(bare(constant.node), constant.module, modules);
  }
  if (node.type === 'NewExpression' && node.arguments[0])
    return elementsOf(bare(node.arguments[0]), module, modules);
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const object = node.arguments[0] && objectOf(bare(node.arguments[0]), module, modules);
    const isOfObject = ['keys', 'entries'].includes(keyName(node.callee.property));
    return isOfObject && object ? entriesOf(object, module, modules) : undefined;
  }
  if (node.type === 'ObjectExpression') return entriesOf(node, module, modules);
  if (node.type !== 'ArrayExpression') return undefined;
  const rows = node.elements.map((element) => {
    if (element?.type === 'SpreadElement') return elementsOf(bare(element.argument), module, modules);
    const row = element && bare(element);
    if (row?.type === 'ArrayExpression')
      return [row.elements.map((cell) => (cell ? worded(cell, module, modules) : ''))];
    return row?.type === 'Literal' ? [[String(row.value)]] : undefined;
  });
  return rows.every((row) => row !== undefined) ? rows.flat() : undefined;
}

type ObjectNode = Extract<Node, { type: 'ObjectExpression' }>;

function objectOf(node: Node, module: Module, modules: Modules): ObjectNode | undefined {
  if (node.type !== 'Identifier') return undefined;
  const declared = declarationOf(node, module);
  const local = declared?.type === 'VariableDeclarator' && declared.init ? bare(declared.init) : undefined;
  const constant = constantOf(node.name, module, modules);
  const found = local ?? (constant && bare(constant.node));
  return found?.type === 'ObjectExpression' ? found : undefined;
}

function entriesOf(object: ObjectNode, module: Module, modules: Modules): string[][] {
  return object.properties.flatMap((one) =>
    one.type === 'Property' ? [[keyName(one.key), worded(one.value, module, modules)]] : [],
  );
}

function stringsIn(node: Node): string[] {
  const object = bare(node);
  if (object.type !== 'ObjectExpression') return [];
  return object.properties.flatMap((one) =>
    one.type === 'Property' && one.value.type === 'Literal' ? [String(one.value.value)] : [],
  );
}
