/** The paths of arguments whose value was not read back as it was sent, with both values. */
export function differences(sent: unknown, read: unknown, path = ''): string[] {
  const [a, b] = [plain(sent), plain(read)];
  if (isRecord(a)) {
    if (!isRecord(b)) return [described(path, a, b)];
    return Object.entries(a).flatMap(([name, value]) =>
      differences(value, b[name], path === '' ? name : `${path}.${name}`),
    );
  }
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return [described(path, a, b)];
    const [left, right] = [sorted(a), sorted(b)];
    return left.flatMap((item, index) => differences(item, right[index], `${path}[${index}]`));
  }
  return a === b ? [] : [described(path, a, b)];
}

/** JSON text as what it says, and a list of one block as the block: Terraform writes either. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? plain(value[0]) : value;
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Sets have no order; blocks are told apart by what names them. */
function sorted(values: readonly unknown[]): unknown[] {
  const nameOf = (value: unknown) => {
    if (!isRecord(value)) return JSON.stringify(value);
    return String(value.name ?? value.id ?? value.route_key ?? value.Sid ?? '');
  };
  return values.every((value) => nameOf(value) !== '')
    ? [...values].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    : [...values];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function described(path: string, sent: unknown, read: unknown): string {
  return `${path}: sent ${JSON.stringify(sent)}, read ${JSON.stringify(read)}`;
}
