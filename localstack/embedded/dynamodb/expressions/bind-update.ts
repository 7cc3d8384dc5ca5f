import type { AttributeValue, Item } from '../model.ts';
import { checkOverlaps } from './bind-projection.ts';
import { checkOperandCount } from './check.ts';
import { ExpressionError, UpdateError } from './error.ts';
import { calculate } from './numbers.ts';
import { type BoundOperand, bindOperand, checkFirst, checkTypes } from './operands.ts';
import type { Scope } from './scope.ts';
import type { Action, Arithmetic, Call, Operand, Section, Step } from './syntax.ts';
import { typeOf } from './values.ts';

/** What a SET assigns, ready to be read from the item as it was. */
export interface Assigned {
  /** Throws {@link UpdateError}, and {@link MissingAttribute} where the item lacks what is read. */
  readonly read: (item: Item) => AttributeValue;
  /** Its type, where no item needs to be looked at to know it. */
  readonly type?: string | undefined;
}

/** An action of an update with its placeholders resolved. */
export type BoundAction =
  | { readonly kind: 'SET'; readonly steps: readonly Step[]; readonly assigned: Assigned }
  | { readonly kind: 'REMOVE'; readonly steps: readonly Step[] }
  | {
      readonly kind: 'ADD' | 'DELETE';
      readonly steps: readonly Step[];
      readonly type: string;
      readonly value: AttributeValue;
    };

/** The item has nothing where an update reads. */
export class MissingAttribute extends UpdateError {
  constructor() {
    super('The provided expression refers to an attribute that does not exist in the item');
  }
}

const ADDED = ['N', 'SS', 'NS', 'BS'];
const DELETED = ['SS', 'NS', 'BS'];
const LONG_NAMES: Readonly<Record<string, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  L: 'LIST',
  M: 'MAP',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
};

/** The actions of an update, section by section, with their placeholders resolved. Throws {@link ExpressionError}. */
export function bindUpdate(sections: readonly Section[], scope: Scope): BoundAction[][] {
  const places = sections.flatMap(({ actions }) => actions.map(({ path }) => scope.steps(path)));
  checkOverlaps(places);
  let at = 0;
  return sections.map(({ actions }) =>
    actions.map((action) => bindAction(action, places[at++] as readonly Step[], scope)),
  );
}

function bindAction(action: Action, steps: readonly Step[], scope: Scope): BoundAction {
  switch (action.kind) {
    case 'SET':
      return { kind: 'SET', steps, assigned: bindAssigned(action.operand, scope) };
    case 'REMOVE':
      return { kind: 'REMOVE', steps };
    default: {
      const value = scope.value(action.operand.name);
      const type = typeOf(value);
      checkSetType(action.kind, type);
      return { kind: action.kind, steps, type, value };
    }
  }
}

function checkSetType(kind: 'ADD' | 'DELETE', type: string): void {
  if ((kind === 'ADD' ? ADDED : DELETED).includes(type)) return;
  throw new ExpressionError(
    `Incorrect operand type for operator or function; operator: ${kind}, operand type: ${LONG_NAMES[type]}, typeSet: ALLOWED_FOR_${kind}_OPERAND`,
  );
}

/** A bound operand of what a SET assigns. */
interface Source extends Assigned {
  readonly steps?: readonly Step[] | undefined;
}

function bindAssigned(operand: Operand | Arithmetic, scope: Scope): Source {
  if (operand.kind === 'arithmetic') return bindArithmetic(operand, scope);
  if (operand.kind === 'call') return bindAssigningCall(operand, scope);
  const bound = bindOperand(operand, scope);
  return { read: (item) => existing(bound, item), type: bound.type, steps: bound.steps };
}

function existing(bound: BoundOperand, item: Item): AttributeValue {
  const value = bound.read(item);
  if (value === undefined) throw new MissingAttribute();
  return value;
}

function bindArithmetic({ operator, operands }: Arithmetic, scope: Scope): Source {
  const [left, right] = [bindAssigned(operands[0], scope), bindAssigned(operands[1], scope)];
  checkAssignedTypes(operator, [left, right], 'N');
  return {
    type: 'N',
    read: (item) => ({
      N: calculate(partOf<string>('N', left, item), operator, partOf<string>('N', right, item)),
    }),
  };
}

function bindAssigningCall(call: Call, scope: Scope): Source {
  checkOperandCount(call);
  const [first, second] = call.operands.map((operand) => bindAssigned(operand, scope)) as [Source, Source];
  if (call.function === 'list_append') {
    checkAssignedTypes('list_append', [first, second], 'L');
    return {
      type: 'L',
      read: (item) => ({
        L: [...partOf<AttributeValue[]>('L', first, item), ...partOf<AttributeValue[]>('L', second, item)],
      }),
    };
  }
  const path = call.operands[0] as Operand;
  const bound = path.kind === 'path' ? bindOperand(path, scope) : undefined;
  checkFirst('if_not_exists', [bound ?? { read: () => undefined }, ...withSteps(second)]);
  return { read: (item) => bound?.read(item) ?? second.read(item) };
}

function withSteps({ steps }: Source): BoundOperand[] {
  return steps ? [{ read: () => undefined, steps }] : [];
}

function checkAssignedTypes(operator: string, sources: readonly Source[], type: string): void {
  checkTypes(
    operator,
    sources.map((source) => ({
      read: () => undefined,
      ...(source.type === undefined ? {} : { type: source.type }),
    })),
    [type],
  );
}

/** The content of an operand, which must be of that type. */
function partOf<T>(type: 'N' | 'L', { read }: Source, item: Item): T {
  const content = read(item)[type];
  if (content === undefined) throw incorrectType();
  return content as T;
}

/** The error of an operand whose type in the item is not what the update needs. */
export function incorrectType(): UpdateError {
  return new UpdateError('An operand in the update expression has an incorrect data type');
}
