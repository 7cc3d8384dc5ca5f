import type { Json } from '../json.ts';

/** A JSONPath, parsed once: where it starts, and the steps to take from there. */
export interface Path {
  readonly source: string;
  readonly root: PathRoot;
  readonly steps: readonly Step[];
  /** Whether it names at most one value; else it answers a list, perhaps an empty one. */
  readonly isDefinite: boolean;
}

/** Where a path starts: `$` the input, `$$` the context object, else a variable. */
export type PathRoot = '$' | '$$' | { readonly variable: string };

/** One step of a path. */
export type Step =
  | { readonly kind: 'members'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'wildcard' }
  /** `..`: the values at any depth, to which the next step applies. */
  | { readonly kind: 'descent' }
  | { readonly kind: 'filter'; readonly test: Filter }
  | { readonly kind: 'function'; readonly name: PathFunction };

/** The functions that a path may end with. */
export type PathFunction = 'length' | 'min' | 'max' | 'avg' | 'sum' | 'stddev' | 'keys';

/** The names of {@link PathFunction}. */
export const PATH_FUNCTIONS: readonly PathFunction[] = [
  'length',
  'min',
  'max',
  'avg',
  'sum',
  'stddev',
  'keys',
];

/** Whether the steps lead to at most one value. */
export function isDefinite(steps: readonly Step[]): boolean {
  // A function makes one value of whatever it is applied to.
  if (steps.at(-1)?.kind === 'function') return true;
  return steps.every((step, index) => {
    if (step.kind === 'members') return step.names.length === 1 || index === steps.length - 1;
    return step.kind === 'indexes' && step.indexes.length === 1;
  });
}

/** What `[?(…)]` asks of each item. */
export type Filter =
  | { readonly kind: 'any' | 'all'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'exists'; readonly operand: Operand }
  | {
      readonly kind: 'comparison';
      readonly left: Operand;
      readonly operator: FilterOperator;
      readonly right: Operand;
    };

/** The comparisons of a filter. */
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** The comparisons of a filter, those first that begin with another one. */
export const FILTER_OPERATORS = [
  '==',
  '!=',
  '=~',
  '<=',
  '>=',
  '<',
  '>',
  'in',
  'nin',
  'subsetof',
  'anyof',
  'noneof',
  'contains',
  'size',
  'empty',
] as const;

/** One side of a comparison. */
export type Operand =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'pattern'; readonly matches: (text: string) => boolean }
  /** A path from the item (`@`) or from where the whole path started (`$`). */
  | {
      readonly kind: 'path';
      readonly isFromItem: boolean;
      readonly steps: readonly Step[];
      readonly isDefinite: boolean;
    };
