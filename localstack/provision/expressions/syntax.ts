import type { TerraformNumber } from './terraform-number.ts';

/** A value of Terraform's language: what JSON can say. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

/** The evaluated arguments of a resource by name. */
export type ArgumentValues = Readonly<Record<string, Value>>;

export type BinaryOperator =
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<='
  | '>='
  | '<'
  | '>'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

/** The expressions of HCL that Terraform's JSON carries in its strings. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | TerraformNumber | boolean | null }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'access'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'not' | 'negate'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    };
