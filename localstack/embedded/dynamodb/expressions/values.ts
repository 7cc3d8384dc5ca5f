import type { AttributeValue, Item } from '../model.ts';
import { compareNumbers } from './numbers.ts';
import type { Step } from './syntax.ts';

/** The type of a value, e.g. `S`. */
export function typeOf(value: AttributeValue): string {
  for (const type in value) return type;
  return '';
}

/**
 * The value at a place of an item; undefined where there is none.
 *
 * @param levels how many of the steps are gone; default: all
 */
export function valueAt(
  item: Item,
  steps: readonly Step[],
  levels = steps.length,
): AttributeValue | undefined {
  let value = memberOf(item, steps[0] as string);
  for (let at = 1; at < levels && value !== undefined; at += 1) {
    value = childOf(value, steps[at] as Step);
  }
  return value;
}

/** A list's element or a map's member; undefined where the value has none of it. */
export function childOf(value: AttributeValue, step: Step): AttributeValue | undefined {
  if (typeof step === 'number') return (value.L as AttributeValue[] | undefined)?.[step];
  return value.M === undefined ? undefined : memberOf(value.M as Item, step);
}

function memberOf(members: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

/** Whether two values are the same: numbers by value, sets whatever their order. */
export function areEqual(a: AttributeValue, b: AttributeValue): boolean {
  const type = typeOf(a);
  return type === typeOf(b) && areEqualOf(type, a[type], b[type]);
}

function areEqualOf(type: string, a: unknown, b: unknown): boolean {
  switch (type) {
    case 'N':
      return compareNumbers(a as string, b as string) === 0;
    case 'SS':
    case 'BS':
    case 'NS': {
      const [left, right] = [a as string[], b as string[]];
      return left.length === right.length && left.every((member) => hasMember(type, right, member));
    }
    case 'L': {
      const [left, right] = [a as AttributeValue[], b as AttributeValue[]];
      return (
        left.length === right.length &&
        left.every((element, at) => areEqual(element, right[at] as AttributeValue))
      );
    }
    case 'M': {
      const [left, right] = [a as Item, b as Item];
      const names = Object.keys(left);
      return (
        names.length === Object.keys(right).length && names.every((name) => sameMember(left, right, name))
      );
    }
    default:
      return a === b;
  }
}

function sameMember(left: Item, right: Item, name: string): boolean {
  const other = memberOf(right, name);
  return other !== undefined && areEqual(left[name] as AttributeValue, other);
}

/** Whether a set of that type has the member. */
export function hasMember(type: string, members: readonly string[], member: string): boolean {
  if (members.includes(member)) return true;
  return type === 'NS' && members.some((other) => compareNumbers(other, member) === 0);
}

/** Negative, 0 or positive as `a` comes before, with or after `b`; undefined for values that have no order. */
export function compare(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return compareText(a.S as string, b.S as string);
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N as string, b.N as string);
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(bytesOf(a.B), bytesOf(b.B));
  return undefined;
}

/** By the bytes of UTF-8: a surrogate stands for a character behind all others. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Whether a text or a binary begins with the other. */
export function beginsWith(value: AttributeValue, start: AttributeValue): boolean {
  if (value.S !== undefined && start.S !== undefined) {
    return (value.S as string).startsWith(start.S as string);
  }
  if (value.B === undefined || start.B === undefined) return false;
  const bytes = bytesOf(start.B);
  return bytesOf(value.B).subarray(0, bytes.length).equals(bytes);
}

/** Whether a text or a binary has the other in it, a set the member, a list the element. */
export function contains(value: AttributeValue, other: AttributeValue): boolean {
  const type = typeOf(value);
  switch (type) {
    case 'S':
      return other.S !== undefined && (value.S as string).includes(other.S as string);
    case 'B':
      return other.B !== undefined && bytesOf(value.B).includes(bytesOf(other.B));
    case 'SS':
    case 'NS':
    case 'BS': {
      const member = other[type.charAt(0)];
      return member !== undefined && hasMember(type, value[type] as string[], member as string);
    }
    case 'L':
      return (value.L as AttributeValue[]).some((element) => areEqual(element, other));
    default:
      return false;
  }
}

/** The characters of a text, the bytes of a binary, the members of the rest; undefined for what has no size. */
export function sizeOf(value: AttributeValue): number | undefined {
  const type = typeOf(value);
  switch (type) {
    case 'S':
    case 'SS':
    case 'NS':
    case 'BS':
    case 'L':
      return (value[type] as string | unknown[]).length;
    case 'B':
      return Buffer.byteLength(value.B as string, 'base64');
    case 'M':
      return Object.keys(value.M as Item).length;
    default:
      return undefined;
  }
}

function bytesOf(text: unknown): Buffer {
  return Buffer.from(text as string, 'base64');
}

/** Gives a map a member, whatever its name. */
export function setMember(members: Item, name: string, value: AttributeValue): void {
  if (name !== '__proto__') members[name] = value;
  else Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
}
