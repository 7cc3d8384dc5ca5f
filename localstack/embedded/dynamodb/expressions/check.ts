import { ExpressionError } from './error.ts';
import { functions } from './functions.ts';
import { isPlaceholder } from './parser.ts';
import { isReserved } from './reserved-words.ts';
import type { Action, Arithmetic, Call, Condition, Operand, Path, Section } from './syntax.ts';

/** Operators of one expression; functions do not count (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html). */
const MOST_OPERATORS = 300;
/** A list's last index. */
const LAST_INDEX = 2 ** 31 - 1;

/*
 * What can be wrong with an expression whatever its placeholders stand for. It is looked for in the order in which the
 * expression is written, once its syntax is right.
 */

/** Throws {@link ExpressionError} for names and functions that a condition cannot have. */
export function checkCondition(condition: Condition): void {
  refuseTooMany(operatorsOf(condition));
  visit(condition);
}

function visit(condition: Condition): void {
  switch (condition.kind) {
    case 'AND':
    case 'OR':
      visit(condition.left);
      visit(condition.right);
      return;
    case 'NOT':
      visit(condition.condition);
      return;
    case 'comparison':
      for (const operand of condition.operands) checkOperand(operand);
      return;
    case 'call':
      checkCall(condition, 'condition');
  }
}

/** Throws {@link ExpressionError} for names and functions that an update cannot have, and for a section that is repeated. */
export function checkUpdate(sections: readonly Section[]): void {
  const actions = sections.flatMap((section) => section.actions);
  refuseTooMany(
    actions.filter((action) => action.kind === 'SET' && action.operand.kind === 'arithmetic').length,
  );
  for (const kind of new Set(sections.map((section) => section.kind))) {
    const alike = sections.filter((section) => section.kind === kind);
    for (const section of alike) section.actions.forEach(checkAction);
    if (alike.length > 1) {
      throw new ExpressionError(`The "${kind}" section can only be used once in an update expression;`);
    }
  }
}

function checkAction(action: Action): void {
  checkPath(action.path);
  if (action.kind === 'SET') checkAssigned(action.operand);
}

function checkAssigned(operand: Operand | Arithmetic): void {
  if (operand.kind === 'arithmetic') for (const part of operand.operands) checkAssigned(part);
  else if (operand.kind === 'call') checkAssigningCall(operand, false);
  else checkOperand(operand);
}

/** The number of operands is looked at later here, when placeholders are. */
function checkAssigningCall(call: Call, isNested: boolean): void {
  const signature = signatureOf(call);
  if (signature.place !== 'update') {
    throw new ExpressionError(
      `The function is not allowed in an update expression; function: ${call.function}`,
    );
  }
  if (isNested && call.function === 'list_append') throw misplaced(call);
  for (const operand of call.operands) {
    if (operand.kind === 'call') checkAssigningCall(operand, true);
    else checkOperand(operand);
  }
}

function misplaced(call: Call): ExpressionError {
  return new ExpressionError(
    `The function is not allowed to be used this way in an expression; function: ${call.function}`,
  );
}

/** Throws {@link ExpressionError} for names that a projection cannot have. */
export function checkProjection(paths: readonly Path[]): void {
  paths.forEach(checkPath);
}

function checkOperand(operand: Operand): void {
  if (operand.kind === 'path') checkPath(operand);
  else if (operand.kind === 'call') checkCall(operand, 'operand');
}

function checkPath(path: Path): void {
  for (const step of path.steps) {
    if (typeof step === 'number') {
      if (step <= LAST_INDEX) continue;
      throw new ExpressionError(
        `List index is not within the allowable range; index: [${BigInt(step).toString()}]`,
      );
    }
    if (!isPlaceholder(step) && isReserved(step)) {
      throw new ExpressionError(`Attribute name is a reserved keyword; reserved keyword: ${step}`);
    }
  }
}

function checkCall(call: Call, place: 'condition' | 'operand'): void {
  const signature = signatureOf(call);
  if (signature.place === 'update') {
    throw new ExpressionError(
      `The function is not allowed in a condition expression; function: ${call.function}`,
    );
  }
  if (signature.place !== place) throw misplaced(call);
  checkOperandCount(call);
  call.operands.forEach(checkOperand);
}

/** Throws {@link ExpressionError} for a function with more or fewer operands than it takes. */
export function checkOperandCount(call: Call): void {
  if (call.operands.length === functions.get(call.function)?.operands) return;
  throw new ExpressionError(
    `Incorrect number of operands for operator or function; operator or function: ${call.function}, number of operands: ${call.operands.length}`,
  );
}

function signatureOf(call: Call) {
  const signature = functions.get(call.function);
  if (!signature) throw new ExpressionError(`Invalid function name; function: ${call.function}`);
  return signature;
}

/** DynamoDB stops counting at the first that is too many. */
function refuseTooMany(operators: number): void {
  if (operators <= MOST_OPERATORS) return;
  throw new ExpressionError(
    `The expression contains too many operators; operator count: ${MOST_OPERATORS + 1}`,
  );
}

function operatorsOf(condition: Condition): number {
  switch (condition.kind) {
    case 'AND':
    case 'OR':
      return 1 + operatorsOf(condition.left) + operatorsOf(condition.right);
    case 'NOT':
      return 1 + operatorsOf(condition.condition);
    case 'comparison':
      return 1;
    case 'call':
      return 0;
  }
}
