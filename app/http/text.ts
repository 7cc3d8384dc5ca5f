import { type TString, Type } from 'typebox';

/** What stands for an end of a line, in whatever system or language. */
const lineEnds = /\r\n?|\u0085|\u2028|\u2029/g;
/** Beside line feeds: controls, halves of surrogate pairs, what reverses the text around it, and what is no character. */
const refused = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\p{Noncharacter_Code_Point}]/u;
/** Neither space nor format character nor mark alone, nor one of the letters that have no shape. */
const visible = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** How long a text may be, and what it is. */
export interface TextOptions {
  /** Code points after normalization. */
  readonly max: number;
  readonly description?: string;
}

/**
 * The one rule for what people write, on one line: some visible character, no control character, no half of a
 * surrogate pair, nothing that turns the direction of what stands around it, and a length in code points (RFC 8259 and
 * JSON Schema count those). {@link normalized} comes first.
 */
export function line(options: TextOptions): TString {
  return text(options, 'One line of text', lineFault);
}

/** As {@link line}, with line breaks. */
export function lines(options: TextOptions): TString {
  return text(options, 'Text that may have line breaks', linesFault);
}

/** `text` in Normalization Form C (Unicode Standard Annex 15), each end of a line as a line feed. */
export function normalized(text: string): string {
  return text.normalize('NFC').replace(lineEnds, '\n');
}

/**
 * What {@link line} would take of a name that cannot be refused any more, cut to `max` code points; undefined when
 * nothing visible is left.
 */
export function asLine(text: string, max: number): string | undefined {
  const taken = [...normalized(text).replaceAll('\n', ' ')].filter((character) => !refused.test(character));
  const cut = taken.slice(0, max).join('').trim();
  return lineFault(cut) === undefined ? cut : undefined;
}

/** What is wrong with `text` as one line, leaving aside its length; undefined when nothing is. */
export function lineFault(text: string): string | undefined {
  return text.includes('\n') ? 'must be one line, without line breaks' : linesFault(text);
}

function linesFault(text: string): string | undefined {
  const [character] = refused.exec(text.replaceAll('\n', ' ')) ?? [];
  if (character !== undefined) return `must not have ${nameOf(character)}`;
  return visible.test(text) ? undefined : 'must have at least one visible character';
}

function nameOf(character: string): string {
  if (!character.isWellFormed()) return 'half of a surrogate pair';
  return `the control character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function text(
  { max, description }: TextOptions,
  kind: string,
  faultOf: (text: string) => string | undefined,
): TString {
  const said = description === undefined ? kind : `${description}. ${kind}`;
  return Type.Refine(
    Type.String({ minLength: 1, maxLength: max, description: said }),
    (value) => typeof value !== 'string' || faultOf(value) === undefined,
    (value) => faultOf(String(value)) ?? '',
  );
}
