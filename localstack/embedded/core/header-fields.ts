/** A header's name (RFC 9110, section 5.6.2, «token»). */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** A header's value as HTTP/1.1 carries it: ISO 8859-1 without control characters (RFC 9110, section 5.5). */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const ASCII = /^[\t\x20-\x7e]*$/;

/** Whether HTTP can carry a header of that name. */
export function isHeaderName(name: string): boolean {
  return NAME.test(name);
}

/** Whether HTTP can carry that value in a header. */
export function isHeaderValue(value: string): boolean {
  return VALUE.test(value);
}

/** Whether a header's value is written the same in ASCII, ISO 8859-1 and UTF-8. */
export function isPlainHeaderValue(value: string): boolean {
  return ASCII.test(value);
}
