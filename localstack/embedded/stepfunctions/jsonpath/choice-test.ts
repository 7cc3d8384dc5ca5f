import type { Json } from '../json.ts';
import type { Path } from './path.ts';

/** A choice rule's comparisons, compiled once. */
export type ChoiceTest =
  | { readonly kind: 'and' | 'or'; readonly tests: readonly ChoiceTest[] }
  | { readonly kind: 'not'; readonly test: ChoiceTest }
  | ComparisonTest;

/** One comparison of a choice rule: `Variable`, an operator and what it compares with. */
export interface ComparisonTest {
  readonly kind: 'comparison';
  readonly variable: Path;
  readonly operator: ChoiceOperator;
  readonly operand:
    | { readonly kind: 'value'; readonly value: Json }
    | { readonly kind: 'path'; readonly path: Path };
}

/** The types that operators compare, with what may be compared. */
const COMPARED = {
  String: ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'],
  Numeric: ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'],
  Timestamp: ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'],
  Boolean: ['Equals'],
} as const;

type ComparedType = keyof typeof COMPARED;

/** An operator of a choice rule. */
export type ChoiceOperator =
  | {
      readonly kind: 'compare';
      readonly type: ComparedType;
      readonly relation: (typeof COMPARED)['String'][number];
    }
  | { readonly kind: 'matches' }
  | { readonly kind: 'is'; readonly type: TestedType };

/** What an `Is…` operator tests for. */
export type TestedType = 'Null' | 'Present' | 'Numeric' | 'String' | 'Boolean' | 'Timestamp';

const TESTED: readonly TestedType[] = ['Null', 'Present', 'Numeric', 'String', 'Boolean', 'Timestamp'];

/** An operator, and the type that its constant has to be of. */
interface KnownOperator {
  readonly operator: ChoiceOperator;
  readonly operand: ComparedType;
}

const COMPARISONS = (Object.keys(COMPARED) as ComparedType[]).flatMap((type) =>
  COMPARED[type].map((relation): readonly [string, KnownOperator] => [
    `${type}${relation}`,
    { operator: { kind: 'compare', type, relation }, operand: type },
  ]),
);

/** The operators by their names. */
export const CHOICE_OPERATORS: ReadonlyMap<string, KnownOperator> = new Map<string, KnownOperator>([
  ...COMPARISONS,
  ['StringMatches', { operator: { kind: 'matches' }, operand: 'String' }],
  ...TESTED.map((type): [string, KnownOperator] => [
    `Is${type}`,
    { operator: { kind: 'is', type }, operand: 'Boolean' },
  ]),
]);
