import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter } from '../errors.ts';
import type { UserPool } from '../model.ts';

const text = (Name: string, MinLength = '0', MaxLength = '2048'): SchemaAttributeType => ({
  Name,
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  StringAttributeConstraints: { MinLength, MaxLength },
});

const flag = (Name: string): SchemaAttributeType => ({
  Name,
  AttributeDataType: 'Boolean',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
});

/** The attributes every pool has (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html). */
const STANDARD: readonly SchemaAttributeType[] = [
  { ...text('sub', '1'), Mutable: false, Required: true },
  ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username'].map((name) =>
    text(name),
  ),
  ...['profile', 'picture', 'website', 'email'].map((name) => text(name)),
  flag('email_verified'),
  text('gender'),
  text('birthdate', '10', '10'),
  ...['zoneinfo', 'locale', 'phone_number'].map((name) => text(name)),
  flag('phone_number_verified'),
  text('address'),
  {
    Name: 'updated_at',
    AttributeDataType: 'Number',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    NumberAttributeConstraints: { MinValue: '0' },
  },
];

/** The whole schema of a pool that asks for `requested`: custom attributes get their prefix. */
export function schemaOf(requested: readonly SchemaAttributeType[] = []): SchemaAttributeType[] {
  const schema = new Map(STANDARD.map((attribute) => [attribute.Name, attribute]));
  for (const attribute of requested) {
    const standard = schema.get(attribute.Name);
    if (standard) schema.set(attribute.Name, { ...standard, ...attribute });
    else addCustom(schema, attribute);
  }
  return [...schema.values()];
}

/** Adds custom attributes to a schema, as AddCustomAttributes does. */
export function withCustom(
  schema: readonly SchemaAttributeType[],
  added: readonly SchemaAttributeType[],
): SchemaAttributeType[] {
  const grown = new Map(schema.map((attribute) => [attribute.Name, attribute]));
  for (const attribute of added) {
    if (grown.has(customName(attribute))) {
      throw invalidParameter(
        `custom:${attribute.Name}: Existing attribute already has name custom:${attribute.Name}.`,
      );
    }
    addCustom(grown, attribute);
  }
  return [...grown.values()];
}

function addCustom(
  schema: Map<string | undefined, SchemaAttributeType>,
  attribute: SchemaAttributeType,
): void {
  if (attribute.Required) {
    throw invalidParameter('Required custom attributes are not supported currently.');
  }
  const Name = customName(attribute);
  const { AttributeDataType = 'String', Mutable = true, DeveloperOnlyAttribute = false } = attribute;
  const constraints =
    AttributeDataType === 'String'
      ? { StringAttributeConstraints: attribute.StringAttributeConstraints ?? {} }
      : {};
  const numbers =
    AttributeDataType === 'Number'
      ? { NumberAttributeConstraints: attribute.NumberAttributeConstraints ?? {} }
      : {};
  schema.set(Name, {
    Name,
    AttributeDataType,
    DeveloperOnlyAttribute,
    Mutable,
    Required: false,
    ...constraints,
    ...numbers,
  });
}

function customName(attribute: SchemaAttributeType): string {
  return `${attribute.DeveloperOnlyAttribute ? 'dev:' : ''}custom:${attribute.Name}`;
}

/**
 * Checks attributes against a pool's schema. With `complete`, required ones must be there too (a new user).
 * Throws InvalidParameterException with every fault in one message, as Cognito does.
 */
export function checkAttributes(
  pool: UserPool,
  attributes: Readonly<Record<string, string>>,
  { complete, changing }: { readonly complete: boolean; readonly changing: boolean },
): void {
  const faults: string[] = [];
  const known = new Map(pool.schema.map((attribute) => [attribute.Name, attribute]));
  for (const [name, value] of Object.entries(attributes)) {
    const attribute = known.get(name);
    if (!attribute) faults.push(`${name}: Attribute does not exist in the schema.\n`);
    else if (name === 'sub' || (changing && attribute.Mutable === false)) {
      throw invalidParameter(`user.${name}: Attribute cannot be updated.\n`);
    } else faults.push(...valueFaults(attribute, name, value));
  }
  if (complete) {
    for (const { Name = '', Required } of pool.schema) {
      if (Required && Name !== 'sub' && !attributes[Name])
        faults.push(`${Name}: The attribute is required\n`);
    }
  }
  if (faults.length > 0)
    throw invalidParameter(`Attributes did not conform to the schema: ${faults.join('')}`);
}

function valueFaults(attribute: SchemaAttributeType, name: string, value: string): string[] {
  if (name === 'email' && value !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
    throw invalidParameter('Invalid email address format.');
  }
  if (name === 'phone_number' && value !== '' && !/^\+[1-9]\d{1,14}$/.test(value)) {
    throw invalidParameter('Invalid phone number format.');
  }
  if (attribute.AttributeDataType === 'Boolean' && value !== 'true' && value !== 'false') {
    return [`${name}: Boolean attribute value must be true or false.\n`];
  }
  if (attribute.AttributeDataType === 'Number') return numberFaults(attribute, name, value);
  const { MinLength, MaxLength } = attribute.StringAttributeConstraints ?? {};
  if (MinLength !== undefined && value.length < Number(MinLength)) {
    return [`${name}: String must not be shorter than ${MinLength} characters.\n`];
  }
  if (MaxLength !== undefined && value.length > Number(MaxLength)) {
    return [`${name}: String must not be longer than ${MaxLength} characters.\n`];
  }
  return [];
}

function numberFaults(attribute: SchemaAttributeType, name: string, value: string): string[] {
  const { MinValue, MaxValue } = attribute.NumberAttributeConstraints ?? {};
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) return [`${name}: Attribute value is not a number.\n`];
  if (MinValue !== undefined && Number(value) < Number(MinValue)) {
    return [`${name}: Number must not be less than ${MinValue}.\n`];
  }
  if (MaxValue !== undefined && Number(value) > Number(MaxValue)) {
    return [`${name}: Number must not be greater than ${MaxValue}.\n`];
  }
  return [];
}
