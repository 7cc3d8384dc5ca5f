/** Where a function may stand: as a condition, as an operand of one, or in what an update assigns. */
type Place = 'condition' | 'operand' | 'update';

interface Signature {
  readonly place: Place;
  readonly operands: number;
  /** Whether its first operand must be a document path. */
  readonly onPath: boolean;
}

/** The functions of expressions (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html). */
export const functions: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ['attribute_exists', { place: 'condition', operands: 1, onPath: true }],
  ['attribute_not_exists', { place: 'condition', operands: 1, onPath: true }],
  ['attribute_type', { place: 'condition', operands: 2, onPath: false }],
  ['begins_with', { place: 'condition', operands: 2, onPath: false }],
  ['contains', { place: 'condition', operands: 2, onPath: false }],
  ['size', { place: 'operand', operands: 1, onPath: false }],
  ['if_not_exists', { place: 'update', operands: 2, onPath: true }],
  ['list_append', { place: 'update', operands: 2, onPath: false }],
]);
