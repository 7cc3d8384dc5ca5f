import type { AttributeValue } from '../model.ts';
import { ExpressionError } from './error.ts';
import { isPlaceholder } from './parser.ts';
import type { Path, Step } from './syntax.ts';

/** Levels of a document path. */
const MOST_LEVELS = 32;

/** What the placeholders of one request stand for, and which of them its expressions use. */
export class Scope {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Readonly<Record<string, AttributeValue>>;
  readonly #usedNames = new Set<string>();
  readonly #usedValues = new Set<string>();

  constructor(
    names: Readonly<Record<string, string>> = {},
    values: Readonly<Record<string, AttributeValue>> = {},
  ) {
    this.#names = names;
    this.#values = values;
  }

  /** The value of a `:placeholder`. Throws {@link ExpressionError}. */
  value(placeholder: string): AttributeValue {
    const value = Object.hasOwn(this.#values, placeholder) ? this.#values[placeholder] : undefined;
    if (value === undefined) {
      throw new ExpressionError(
        `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      );
    }
    this.#usedValues.add(placeholder);
    return value;
  }

  /** The steps of a path with what its placeholders stand for. Throws {@link ExpressionError}. */
  steps(path: Path): readonly Step[] {
    if (path.steps.length > MOST_LEVELS) {
      throw new ExpressionError(
        `The document path has too many nesting levels; nesting levels: ${path.steps.length}`,
      );
    }
    return path.named
      ? path.steps.map((step) => (isPlaceholder(step) ? this.#name(step) : step))
      : path.steps;
  }

  /** The top-level attribute that a path begins with. Throws {@link ExpressionError}. */
  head(path: Path): string {
    const [head] = path.steps as [string];
    return isPlaceholder(head) ? this.#name(head) : head;
  }

  #name(placeholder: string): string {
    const name = Object.hasOwn(this.#names, placeholder) ? this.#names[placeholder] : undefined;
    if (name === undefined) {
      throw new ExpressionError(
        `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      );
    }
    this.#usedNames.add(placeholder);
    return name;
  }

  /** The names' placeholders that no expression used so far. */
  unusedNames(): string[] {
    return unused(this.#names, this.#usedNames);
  }

  /** The values' placeholders that no expression used so far. */
  unusedValues(): string[] {
    return unused(this.#values, this.#usedValues);
  }
}

function unused(defined: object, used: ReadonlySet<string>): string[] {
  const left: string[] = [];
  for (const placeholder in defined) if (!used.has(placeholder)) left.push(placeholder);
  return left;
}
