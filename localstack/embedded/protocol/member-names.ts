/** Members of API Gateway v2 that are maps: their keys are the caller's own words and keep their case. */
const MAPS = new Set([
  'RequestModels',
  'RequestParameters',
  'RequestTemplates',
  'ResponseModels',
  'ResponseParameters',
  'ResponseTemplates',
  'RouteSettings',
  'StageVariables',
  'Tags',
]);

/** Members as the wire of API Gateway v2 names them: `ApiId` becomes `apiId`, at every depth. */
export function toCamelCase(value: unknown): unknown {
  return rename(value, (name) => name.charAt(0).toLowerCase() + name.slice(1));
}

/** The reverse of {@link toCamelCase}: members as the API model and the SDKs name them. */
export function toPascalCase(value: unknown): unknown {
  return rename(value, (name) => name.charAt(0).toUpperCase() + name.slice(1));
}

function rename(value: unknown, convert: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((element) => rename(element, convert));
  if (!isPlain(value)) return value;
  const renamed: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const isMap = MAPS.has(name.charAt(0).toUpperCase() + name.slice(1));
    renamed[convertible(name) ? convert(name) : name] =
      isMap && isPlain(member) ? renameValues(member, convert) : rename(member, convert);
  }
  return renamed;
}

function renameValues(
  map: Record<string, unknown>,
  convert: (name: string) => string,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, rename(value, convert)]));
}

/** Keys such as `overwrite:header.x`, in the map of maps that an integration's responses have, are no members. */
function convertible(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]*$/.test(name);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !(value instanceof Date) && !(value instanceof Uint8Array)
  );
}
