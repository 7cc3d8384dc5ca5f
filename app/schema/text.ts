/** The ends of lines in all systems. */
const lineEnds = /\r\n?|\u0085|\u2028|\u2029/g;
/** Besides line feeds: controls, halves of surrogate pairs, what changes the direction of text, and noncharacters. */
const refused = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\p{Noncharacter_Code_Point}]/u;
/** Anything but spaces, format characters, lone marks, and letters without a shape. */
const visible = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** `text` in Normalization Form C (Unicode Standard Annex 15), each end of a line as a line feed. */
export function normalized(text: string): string {
  return text.normalize('NFC').replace(lineEnds, '\n');
}

/**
 * The part of a name that the rule accepts, cut to `max` code points, for names that cannot be refused any more;
 * undefined when nothing visible is left.
 */
export function asLine(text: string, max: number): string | undefined {
  const taken = [...normalized(text).replaceAll('\n', ' ')].filter((character) => !refused.test(character));
  const cut = taken.slice(0, max).join('').trim();
  return lineFault(cut) === undefined ? cut : undefined;
}

/** What is wrong with `text` as one line, except for its length; undefined when nothing is. */
export function lineFault(text: string): string | undefined {
  return text.includes('\n') ? 'must be one line, without line breaks' : linesFault(text);
}

/** What is wrong with `text` as several lines, except for its length; undefined when nothing is. */
export function linesFault(text: string): string | undefined {
  const [character] = refused.exec(text.replaceAll('\n', ' ')) ?? [];
  if (character !== undefined) return `must not have ${nameOf(character)}`;
  return visible.test(text) ? undefined : 'must have at least one visible character';
}

/** A description of a refused character. */
function nameOf(character: string): string {
  if (!character.isWellFormed()) return 'half of a surrogate pair';
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (/\p{Cc}/u.test(character)) return `the control character ${code}`;
  if (/\p{Noncharacter_Code_Point}/u.test(character)) return `${code}, which stands for no character`;
  return `${code}, which turns the direction of the text around it`;
}
