/** A step of a document path: an attribute's or member's name, its `#placeholder`, or an element's index. */
export type Step = string | number;

/** A place in an item, e.g. `#a.list[0]`. */
export interface Path {
  readonly kind: 'path';
  readonly steps: readonly Step[];
  /** Whether a step is a placeholder. */
  readonly named: boolean;
}

/** A `:placeholder` of a value. */
export interface Value {
  readonly kind: 'value';
  readonly name: string;
}

/** A function with its operands: a condition or an operand, depending on the function. */
export interface Call {
  readonly kind: 'call';
  readonly function: string;
  readonly operands: readonly Operand[];
}

/** What conditions compare and updates assign. */
export type Operand = Path | Value | Call;

/** The operators that compare two operands. */
export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** `left AND right`, `left OR right`. */
export interface Junction {
  readonly kind: 'AND' | 'OR';
  readonly left: Condition;
  readonly right: Condition;
}

/** `NOT condition`. */
export interface Negation {
  readonly kind: 'NOT';
  readonly condition: Condition;
}

/** A comparator, BETWEEN or IN with its operands, the tested one first. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly operator: Comparator | 'BETWEEN' | 'IN';
  readonly operands: readonly Operand[];
}

/** What an item meets or does not. */
export type Condition = Junction | Negation | Comparison | Call;

/** The sum or difference of two operands. */
export interface Arithmetic {
  readonly kind: 'arithmetic';
  readonly operator: '+' | '-';
  readonly operands: readonly [Operand, Operand];
}

/** One change of an update expression. */
export type Action =
  | { readonly kind: 'SET'; readonly path: Path; readonly operand: Operand | Arithmetic }
  | { readonly kind: 'REMOVE'; readonly path: Path }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: Path; readonly operand: Value };

/** The actions behind one keyword of an update expression. */
export interface Section {
  readonly kind: Action['kind'];
  readonly actions: readonly Action[];
}
