import type { AttributeValue, Item } from '../model.ts';

/**
 * The size of an item in bytes, as capacity is counted by: names and text in UTF-8
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
 */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const name in item) bytes += attributeBytes(name, item[name]);
  return bytes;
}

/** The size of one attribute with its name, in bytes; nothing for one that is not there. */
export function attributeBytes(name: string, value: AttributeValue | undefined): number {
  return value === undefined ? 0 : textBytes(name) + valueBytes(value);
}

function valueBytes(value: AttributeValue): number {
  for (const type in value) return bytesOf(type, value[type]);
  return 0;
}

function bytesOf(type: string, value: unknown): number {
  switch (type) {
    case 'S':
      return textBytes(value as string);
    case 'N':
      return numberBytes(value as string);
    case 'B':
      return Buffer.byteLength(value as string, 'base64');
    case 'SS':
    case 'NS':
    case 'BS':
      return (value as string[]).reduce((sum, member) => sum + bytesOf(type.charAt(0), member), 0);
    case 'L':
      // Three bytes for the list, one for each element.
      return (value as AttributeValue[]).reduce((sum, element) => sum + 1 + valueBytes(element), 3);
    case 'M': {
      let bytes = 3;
      const members = value as Item;
      for (const name in members) bytes += 1 + attributeBytes(name, members[name]);
      return bytes;
    }
    default:
      // Null and Boolean.
      return 1;
  }
}

function textBytes(text: string): number {
  return Buffer.byteLength(text);
}

/** About one byte for two significant digits, and one byte more; one for a minus. */
function numberBytes(text: string): number {
  const negative = text.startsWith('-');
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = (negative ? mantissa.slice(1) : mantissa).split('.');
  const digits = (whole + fraction).replace(/^[0+]+/, '');
  if (digits === '') return 1;
  const significant = digits.replace(/0+$/, '').length;
  // Digits are kept in pairs from the decimal point on: an odd start takes half a byte more.
  const power = digits.length - fraction.length - 1 + Number(exponent);
  return 1 + Math.ceil(significant / 2) + (significant % 2 || power % 2 ? 0 : 1) + (negative ? 1 : 0);
}
