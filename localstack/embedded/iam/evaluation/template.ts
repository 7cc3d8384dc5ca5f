import { PolicyError } from './policy-error.ts';

/** The request's value of a condition key, in lower case; undefined where it has none. */
export type KeyLookup = (key: string) => readonly string[] | undefined;

/** A piece of a policy's text: text in which `*` and `?` are wildcards, text in which they are not, or a variable. */
type Part =
  | { readonly pattern: string }
  | { readonly exact: string }
  | { readonly key: string; readonly fallback: string | undefined };

/** A text of a policy with its variables taken apart, e.g. `home/${aws:PrincipalAccount}/*`. */
export interface Template {
  readonly text: string;
  /** The variables' keys, in lower case. */
  readonly keys: readonly string[];
  readonly parts: readonly Part[];
}

const VARIABLE = /\$\{([^}]*)\}/g;

/**
 * Takes a policy's text apart. Policies of the old version 2008-10-17 have no variables: there `${` is text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 * Throws {@link PolicyError} for a variable that is none.
 */
export function parseTemplate(text: string, variables: boolean): Template {
  if (!variables || !text.includes('${')) return { text, keys: [], parts: [{ pattern: text }] };
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    parts.push({ pattern: text.slice(end, match.index) }, variable(match[1] ?? ''));
    end = match.index + match[0].length;
  }
  parts.push({ pattern: text.slice(end) });
  return { text, keys: parts.flatMap((part) => ('key' in part ? [part.key] : [])), parts };
}

function variable(inside: string): Part {
  if (inside === '*' || inside === '?' || inside === '$') return { exact: inside };
  const match = /^\s*([\w.-]+:[\w./@=+-]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside);
  if (!match) throw new PolicyError(`The policy variable \${${inside}} is not valid.`);
  return { key: (match[1] ?? '').toLowerCase(), fallback: match[2] };
}

/** The text with its variables filled in, without wildcards; undefined where the request lacks one. */
export function textOf(template: Template, keys: KeyLookup): string | undefined {
  let text = '';
  for (const part of template.parts) {
    const piece = 'pattern' in part ? part.pattern : variableValue(part, keys);
    if (piece === undefined) return undefined;
    text += piece;
  }
  return text;
}

/** Whether a text matches; `keys` fills in the variables. */
export type TemplateMatcher = (text: string, keys: KeyLookup) => boolean;

/** Matches with `*` for any text and `?` for any character. */
export function globMatcher(template: Template, ignoreCase = false): TemplateMatcher {
  return matcher(template, () => (pattern) => wild(pattern, '.*', '.'), ignoreCase ? 'is' : 's');
}

/** Matches ARNs: a wildcard in one of the first five parts stays within it. `*` alone matches everything. */
export function arnMatcher(template: Template): TemplateMatcher {
  return template.text === '*' ? () => true : matcher(template, arnSource, 's');
}

/** Counts the colons on its way through the pieces of one ARN. */
function arnSource(): (pattern: string) => string {
  let colons = 0;
  return (pattern) =>
    [...pattern]
      .map((character) => {
        if (character === ':') colons++;
        return colons < 5 ? wild(character, '[^:]*', '[^:]') : wild(character, '.*', '.');
      })
      .join('');
}

function matcher(
  template: Template,
  writer: () => (pattern: string) => string,
  flags: string,
): TemplateMatcher {
  const compile = (keys: KeyLookup): RegExp | undefined => {
    const write = writer();
    let source = '';
    for (const part of template.parts) {
      const piece = 'pattern' in part ? write(part.pattern) : variableValue(part, keys);
      if (piece === undefined) return undefined;
      source += 'pattern' in part ? piece : escaped(piece);
    }
    return new RegExp(`^${source}$`, flags);
  };
  if (template.keys.length > 0) return (text, keys) => compile(keys)?.test(text) ?? false;
  const plain = template.parts.every((part) => 'pattern' in part && !/[*?]/.test(part.pattern));
  if (plain && !flags.includes('i')) return (text) => text === template.text;
  const expression = compile(() => undefined);
  return (text) => expression?.test(text) ?? false;
}

function variableValue(
  part: Exclude<Part, { readonly pattern: string }>,
  keys: KeyLookup,
): string | undefined {
  if ('exact' in part) return part.exact;
  const values = keys(part.key);
  // A key with several values has none that could stand in a text.
  return values?.length === 1 ? values[0] : part.fallback;
}

function wild(text: string, many: string, one: string): string {
  return text.replace(/[*?]|[\\^$.+()[\]{}|/-]/g, (character) =>
    character === '*' ? many : character === '?' ? one : `\\${character}`,
  );
}

function escaped(text: string): string {
  return text.replace(/[\\^$.+()[\]{}|/*?-]/g, '\\$&');
}
