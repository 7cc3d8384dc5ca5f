import type { Json } from '../json.ts';
import { CHOICE_OPERATORS, type ChoiceTest, type ComparisonTest } from '../jsonpath/choice-test.ts';
import { type Path, parsePath } from '../jsonpath/path.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { BaseState, ChoiceRule, ChoiceState, Condition } from './model.ts';
import type { Problems } from './problems.ts';
import { Reader } from './reader.ts';

/** Compiles a Choice state and its rules. */
export function compileChoice(
  base: BaseState,
  reader: Reader,
  location: string,
  problems: Problems,
): ChoiceState {
  reader.require('Choices');
  const rules = reader.objects('Choices');
  if (reader.has('Choices') && rules.length === 0)
    problems.schema('Value cannot be empty', `${location}/Choices`);
  return {
    ...base,
    type: 'Choice',
    default: reader.string('Default'),
    choices: rules.map((fields, index): ChoiceRule => {
      const rule = new Reader(fields, `${location}/Choices[${index}]`, reader.language, problems);
      const condition = reader.language === 'JSONata' ? readCondition(rule) : readTest(rule, problems);
      return {
        condition,
        next: rule.string('Next') ?? '',
        output: reader.language === 'JSONata' ? rule.template('Output') : undefined,
        assign: rule.assign(),
      };
    }),
  };
}

const BOOLEAN = {
  accepts: (value: Json) => typeof value === 'boolean',
  expected: 'Expected value of type Boolean',
};

function readCondition(rule: Reader): Condition {
  rule.require('Condition', 'Next');
  const template = rule.scalar('Condition', BOOLEAN);
  if (!template || template.kind === 'path' || template.kind === 'call') return NEVER;
  return { language: 'JSONata', template };
}

const NEVER: Condition = { language: 'JSONata', template: { kind: 'constant', value: false } };

function readTest(rule: Reader, problems: Problems): Condition {
  rule.require('Next');
  const test = compileTest(rule, problems);
  return test ? { language: 'JSONPath', test } : NEVER;
}

/** `And`, `Or`, `Not` or one comparison; undefined where it is none. */
function compileTest(rule: Reader, problems: Problems): ChoiceTest | undefined {
  for (const [field, kind] of [['And', 'and'] as const, ['Or', 'or'] as const]) {
    if (!rule.has(field)) continue;
    const rules = rule.objects(field);
    if (rules.length === 0) problems.schema('Value cannot be empty', rule.place(field));
    const tests = rules.map((inner, index) =>
      compileTest(nested(rule, inner, `${field}[${index}]`, problems), problems),
    );
    return { kind, tests: tests.filter((test) => test !== undefined) };
  }
  if (rule.has('Not')) {
    const inner = rule.object('Not');
    const test = inner && compileTest(nested(rule, inner, 'Not', problems), problems);
    return test && { kind: 'not', test };
  }
  return compileComparison(rule, problems);
}

function nested(rule: Reader, fields: Record<string, Json>, place: string, problems: Problems): Reader {
  const inner = new Reader(fields, rule.place(place), rule.language, problems);
  // Only the outermost rule leads anywhere.
  if (inner.has('Next')) problems.schema("Field 'Next' is not supported", rule.place(place));
  return inner;
}

function compileComparison(rule: Reader, problems: Problems): ComparisonTest | undefined {
  rule.require('Variable');
  const variable = readPath(rule, 'Variable', problems);
  const place = rule.place('').slice(0, -1);
  const fields = rule.fields().filter((field) => operatorOf(field) !== undefined);
  const [field, ...others] = fields;
  if (field === undefined || others.length > 0) {
    problems.schema('Exactly one comparison operator is required', place);
    return undefined;
  }
  const isPath = field.endsWith('Path');
  const known = operatorOf(field);
  if (!known || !variable) return undefined;
  if (isPath) {
    const path = readPath(rule, field, problems);
    return (
      path && { kind: 'comparison', variable, operator: known.operator, operand: { kind: 'path', path } }
    );
  }
  const value = rule.raw(field) ?? null;
  const { accepts, expected } = CONSTANTS[known.operand];
  if (!accepts(value)) problems.schema(expected, rule.place(field));
  return { kind: 'comparison', variable, operator: known.operator, operand: { kind: 'value', value } };
}

/** The operator that a field names, itself or with `Path` after it, which only comparisons have. */
function operatorOf(field: string): ReturnType<(typeof CHOICE_OPERATORS)['get']> {
  const known = CHOICE_OPERATORS.get(field.replace(/Path$/, ''));
  return field.endsWith('Path') && known?.operator.kind !== 'compare' ? undefined : known;
}

function readPath(rule: Reader, field: string, problems: Problems): Path | undefined {
  const value = rule.raw(field);
  if (value === undefined) return undefined;
  const path = typeof value === 'string' ? parsePath(value) : undefined;
  if (!path) problems.schema('Value is not a valid JSONPath', rule.place(field));
  return path;
}

/** What the constants of the operators have to be. */
const CONSTANTS = {
  Boolean: BOOLEAN,
  Numeric: {
    accepts: (value: Json) => typeof value === 'number',
    expected: 'Expected value of type Numeric',
  },
  String: { accepts: (value: Json) => typeof value === 'string', expected: 'Expected value of type String' },
  Timestamp: {
    accepts: (value: Json) => typeof value === 'string' && parseTimestamp(value) !== undefined,
    expected: 'String does not match RFC3339 timestamp',
  },
};
