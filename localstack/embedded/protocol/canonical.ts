/** Characters that SigV4 leaves as they are; a path or query made of them alone needs no work. */
const PLAIN_PATH = /^[A-Za-z0-9\-._~/]*$/;
const PLAIN_QUERY = /^[A-Za-z0-9\-._~=]*$/;

/**
 * The canonical URI of a path as sent. S3 signs it encoded once, segment by segment, and never normalized, because
 * `a//b` and `a/../b` are keys of their own; the others sign it normalized and encoded again.
 */
export function canonicalPath(path: string, isS3: boolean): string {
  if (isS3)
    return PLAIN_PATH.test(path)
      ? path
      : path
          .split('/')
          .map((segment) => encodeRfc3986(decode(segment)))
          .join('/');
  if (PLAIN_PATH.test(path) && !path.includes('/.') && !path.includes('//')) return path;
  return encodePath(normalized(path));
}

/** The canonical query: decoded, encoded by RFC 3986 and sorted; without the signature of a presigned one. */
export function canonicalQuery(query: string): string {
  if (query === '') return '';
  if (PLAIN_QUERY.test(query)) return query.includes('=') ? query : `${query}=`;
  const pairs: [string, string][] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    if (name === 'X-Amz-Signature') continue;
    pairs.push([recode(name), equals < 0 ? '' : recode(part.slice(equals + 1))]);
  }
  pairs.sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

/** The signed headers, one a line, their values trimmed and runs of spaces made one. */
export function canonicalHeaders(
  headers: Readonly<Record<string, string>>,
  signed: readonly string[],
): string {
  let lines = '';
  for (const name of signed) {
    const value = headers[name] ?? '';
    lines += `${name}:${value.includes('  ') ? value.trim().replace(/ +/g, ' ') : value.trim()}\n`;
  }
  return lines;
}

/** Percent-encodes by RFC 3986, which is stricter than encodeURIComponent. */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Percent-decodes; what is not valid percent-encoding stays as it is, and so fails its signature. */
export function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function recode(text: string): string {
  return encodeRfc3986(decode(text.replaceAll('+', '%20')));
}

function encodePath(path: string): string {
  return encodeRfc3986(path).replaceAll('%2F', '/');
}

function normalized(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') kept.pop();
    else kept.push(segment);
  }
  const joined = `/${kept.join('/')}`;
  return path.endsWith('/') && kept.length > 0 ? `${joined}/` : joined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
