import { XMLBuilder, XMLParser } from 'fast-xml-parser';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
});

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  // A key may begin or end with a space.
  trimValues: false,
  removeNSPrefix: true,
  processEntities: true,
  // Of HTML's, because that has those by number as well: the SDK writes a line break in a key as `&#x0A;`.
  htmlEntities: true,
});

/**
 * An XML document whose root is `name`. Members are elements, an array is the element repeated, a name that
 * begins with `@` is an attribute; undefined members are left out.
 *
 * @example toXml('Error', { Code: 'NoSuchKey', Message: 'The specified key does not exist.' })
 */
export function toXml(name: string, content: object): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [name]: content })}`;
}

/**
 * The document as nested objects: every leaf is text as it is written, with the space around it; an element that is
 * repeated is an array, an empty one is `''`. Throws where it is not well-formed.
 */
export function parseXml(body: Uint8Array | string): Record<string, unknown> {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  return withoutLayout(parser.parse(text.trim(), true)) as Record<string, unknown>;
}

/** The elements without the space between them, which only shows how they are nested. */
function withoutLayout(element: unknown): unknown {
  if (Array.isArray(element)) return element.map(withoutLayout);
  if (typeof element !== 'object' || element === null) return element;
  const members = Object.entries(element).filter(([name, value]) => name !== '#text' || !isBlank(value));
  return Object.fromEntries(members.map(([name, value]) => [name, withoutLayout(value)]));
}

/** Whether an element holds nothing but space, as one does whose elements were all left out. */
export function isBlank(element: unknown): boolean {
  return typeof element === 'string' && element.trim() === '';
}

/** The elements of a repeated member, which looks to a parser like a single one where it has one element. */
export function listOf<T = unknown>(member: unknown): T[] {
  if (member === undefined || isBlank(member)) return [];
  return (Array.isArray(member) ? member : [member]) as T[];
}
