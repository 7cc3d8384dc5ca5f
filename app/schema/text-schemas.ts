import { type TString, Type } from 'typebox';
import { lineFault, linesFault } from './text.ts';

/** The length and the meaning of a text. */
export interface TextOptions {
  /** Code points after normalization. */
  readonly max: number;
  readonly description?: string;
}

/**
 * The one rule for a line of text that people write: at least one visible character, no control characters, no halves
 * of surrogate pairs, no noncharacters, nothing that changes the direction of the text around it, and a length in code
 * points (as in RFC 8259 and JSON Schema). The text is {@link ./text.ts | normalized} first.
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
  const fullDescription = description === undefined ? kind : `${description}. ${kind}`;
  return Type.Refine(
    Type.String({ minLength: 1, maxLength: max, description: fullDescription }),
    (value) => typeof value !== 'string' || faultOf(value) === undefined,
    (value) => faultOf(String(value)) ?? '',
  );
}
