/** Markup that may be written as it is. Only this file makes it, so that no other text becomes markup. */
export class Markup {
  readonly #text: string;

  constructor(key: typeof ONLY_HERE, text: string) {
    if (key !== ONLY_HERE) throw new TypeError('Markup is made by the tag html.');
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

const ONLY_HERE = Symbol('markup');

/** What may stand in a template: text is escaped, markup is not, lists are joined; `undefined` and `false` are nothing. */
export type Content = string | number | Markup | undefined | false | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A template of HTML in which every value is escaped, in text and in quoted attributes alike. A value in an attribute
 * without quotes throws, since escaping does not protect it there.
 *
 * @example
 * html`<p title="${title}">${name}</p>`
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = strings[0] ?? '';
  values.forEach((value, index) => {
    if (/=\s*$/.test(strings[index] ?? ''))
      throw new SyntaxError('An attribute needs quotes around its value.');
    text += written(value) + (strings[index + 1] ?? '');
  });
  return new Markup(ONLY_HERE, text);
}

/** A style sheet of our own as an element. It is not escaped, since nothing in it is read as markup but its own end. */
export function styleElement(sheet: string): Markup {
  if (sheet.includes('</')) throw new SyntaxError('A style sheet may not end its element.');
  return new Markup(ONLY_HERE, `<style>${sheet}</style>`);
}

function written(value: Content): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.toString();
  if (Array.isArray(value)) return value.map(written).join('');
  return String(value).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
