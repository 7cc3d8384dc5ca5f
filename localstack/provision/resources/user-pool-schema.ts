import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { block, type Decoded, flag, optional, text, withDefault } from '../arguments.ts';
import { differs } from '../compare.ts';
import type { Value } from '../expressions/syntax.ts';

/** An attribute of a pool's people, as a definition writes it. */
export const SCHEMA = {
  name: text,
  attribute_data_type: text,
  developer_only_attribute: withDefault(flag, false),
  mutable: withDefault(flag, false),
  required: withDefault(flag, false),
  string_attribute_constraints: optional(block({ min_length: optional(text), max_length: optional(text) })),
  number_attribute_constraints: optional(block({ min_value: optional(text), max_value: optional(text) })),
};

type Attribute = Decoded<typeof SCHEMA>;

/** A schema as Cognito takes it. */
export function schemaOf(schema: readonly Attribute[]): SchemaAttributeType[] {
  return schema.map((attribute) => {
    const { string_attribute_constraints: texts, number_attribute_constraints: numbers } = attribute;
    return {
      Name: attribute.name,
      AttributeDataType: attribute.attribute_data_type as SchemaAttributeType['AttributeDataType'],
      DeveloperOnlyAttribute: attribute.developer_only_attribute,
      Mutable: attribute.mutable,
      Required: attribute.required,
      ...(texts && {
        StringAttributeConstraints: { MinLength: texts.min_length, MaxLength: texts.max_length },
      }),
      ...(numbers && {
        NumberAttributeConstraints: { MinValue: numbers.min_value, MaxValue: numbers.max_value },
      }),
    };
  });
}

/** What AddCustomAttributes has to add: it can add, and neither change nor remove. */
export function addedAttributes(
  schema: readonly Attribute[],
  found: readonly SchemaAttributeType[] | undefined,
): SchemaAttributeType[] {
  return schemaOf(schema).filter((attribute) => foundAs(attribute, found) === undefined);
}

/**
 * The schema that a pool has, as a definition would write it: what is only added makes no difference.
 * @param schema what the definition says
 */
export function schemaInForce(
  schema: readonly Attribute[],
  found: readonly SchemaAttributeType[] | undefined,
): Value {
  const wanted = schemaOf(schema);
  const changed = wanted.some((attribute) => {
    const as = foundAs(attribute, found);
    const { Name: _name, ...rest } = attribute;
    return as !== undefined && differs(rest, as);
  });
  const removed = (found ?? []).some(
    (attribute) => isCustom(attribute) && !wanted.some((one) => namesOf(one).includes(attribute.Name ?? '')),
  );
  if (!changed && !removed) return schema.map(written);
  return (found ?? [])
    .filter((attribute) => isCustom(attribute) || wanted.some(({ Name }) => Name === attribute.Name))
    .map((attribute) => written(inTerraform(attribute)));
}

function foundAs(
  attribute: SchemaAttributeType,
  found: readonly SchemaAttributeType[] | undefined,
): SchemaAttributeType | undefined {
  return found?.find(({ Name }) => namesOf(attribute).includes(Name ?? ''));
}

/** Cognito gives an attribute of its own its name, and any other one a prefix. */
function namesOf({ Name = '', DeveloperOnlyAttribute: dev }: SchemaAttributeType): string[] {
  return dev ? [`dev:custom:${Name}`] : [Name, `custom:${Name}`];
}

function isCustom({ Name = '' }: SchemaAttributeType): boolean {
  return /^(?:dev:)?custom:/.test(Name);
}

function inTerraform(attribute: SchemaAttributeType): Attribute {
  const { StringAttributeConstraints: texts, NumberAttributeConstraints: numbers } = attribute;
  return {
    name: (attribute.Name ?? '').replace(/^(?:dev:)?custom:/, ''),
    attribute_data_type: attribute.AttributeDataType ?? 'String',
    developer_only_attribute: attribute.DeveloperOnlyAttribute ?? false,
    mutable: attribute.Mutable ?? false,
    required: attribute.Required ?? false,
    string_attribute_constraints: texts && { min_length: texts.MinLength, max_length: texts.MaxLength },
    number_attribute_constraints: numbers && { min_value: numbers.MinValue, max_value: numbers.MaxValue },
  };
}

function written(attribute: Attribute): Value {
  return JSON.parse(JSON.stringify(attribute)) as Value;
}
