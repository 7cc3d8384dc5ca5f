import { type TString, Type } from 'typebox';
import { lineFault, linesFault } from './text.ts';

/** How long a text may be, and what it is. */
export interface TextOptions {
  /** Code points after normalization. */
  readonly max: number;
  readonly description?: string;
}

/**
 * The one rule for what people write, on one line: some visible character, no control character, no half of a
 * surrogate pair, nothing that stands for no character or turns the direction of what stands around it, and a length in
 * code points (RFC 8259 and JSON Schema count those). {@link ./text.ts | normalized} comes first.
 */
export function line(options: TextOptions): TString {
  return text(options, 'One line of text', lineFault);
}

/** As {@link line}, with line breaks. */
export function lines(options: TextOptions): TString {
  return text(options, 'Text that may have line breaks', linesFault);
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
