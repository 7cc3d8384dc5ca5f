import {
  array,
  assert,
  boolean,
  constantFrom,
  property,
  record,
  shuffledSubarray,
  string,
  tuple,
} from 'fast-check';
import { expect, test } from 'vitest';
import type { Principal } from '../../core/service.ts';
import { evaluate } from './evaluate.ts';
import { compilePolicy } from './policy.ts';
import { globMatcher, parseTemplate } from './template.ts';

const ROLE: Principal = {
  arn: 'arn:aws:sts::000000000000:assumed-role/http/session',
  accountId: '000000000000',
  roleArn: 'arn:aws:iam::000000000000:role/http',
};
const ACTIONS = ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'];
const RESOURCES = ['arn:aws:s3:::a/b', 'arn:aws:s3:::a/c', 'arn:aws:sqs:us-east-1:000000000000:q'];

const statements = array(
  record({
    Effect: constantFrom('Allow', 'Deny'),
    Action: constantFrom(...ACTIONS, 's3:*', '*'),
    Resource: constantFrom(...RESOURCES, 'arn:aws:s3:::a/*', '*'),
  }),
  { maxLength: 6 },
);
const request = record({ action: constantFrom(...ACTIONS), resource: constantFrom(...RESOURCES) });

type Statements = readonly { readonly Effect: string; readonly Action: string; readonly Resource: string }[];

const compiled = (of: Statements) => compilePolicy({ Statement: of }, 'policy');

function ask(of: Statements, asked: { readonly action: string; readonly resource: string }): boolean {
  const policies = of.map((Statement) => compilePolicy({ Statement: [Statement] }, 'policy'));
  return evaluate({ ...asked, principal: ROLE, keys: () => undefined }, { identity: policies }).allowed;
}

test('the order of statements does not matter', () => {
  assert(
    property(
      statements.chain((of) => tuple(shuffledSubarray(of, { minLength: of.length }), constantFrom(of))),
      request,
      ([shuffled, of], asked) => {
        expect(ask(shuffled, asked)).toBe(ask(of, asked));
      },
    ),
  );
});

test('one more deny never allows, one more allow never overrules a deny', () => {
  assert(
    property(statements, request, (of, asked) => {
      const everything = { Action: '*', Resource: '*' };
      expect(ask([...of, { Effect: 'Deny', ...everything }], asked)).toBe(false);
      const denies = of.filter(({ Effect }) => Effect === 'Deny');
      const isDenied = !ask([...denies, { Effect: 'Allow', ...everything }], asked);
      expect(ask([...of, { Effect: 'Allow', ...everything }], asked)).toBe(!isDenied);
    }),
  );
});

test('taking an allow away never allows more', () => {
  assert(
    property(statements, request, (of, asked) => {
      for (const [index, { Effect }] of of.entries()) {
        if (Effect === 'Deny') continue;
        const less = of.toSpliced(index, 1);
        if (ask(less, asked)) expect(ask(of, asked)).toBe(true);
      }
    }),
  );
});

test('a boundary never allows more, and everything within it is allowed by both', () => {
  const resources = array(
    record({
      Effect: constantFrom('Allow', 'Deny'),
      Action: constantFrom(...ACTIONS, '*'),
      Resource: constantFrom(...RESOURCES, '*'),
      Principal: constantFrom('*', { AWS: ROLE.roleArn }, { AWS: ROLE.arn }, { AWS: ROLE.accountId }),
    }),
    { maxLength: 4 },
  );
  assert(
    property(
      statements,
      statements,
      resources,
      boolean(),
      request,
      (of, bounds, on, resourceDecides, asked) => {
        const access = { ...asked, principal: ROLE, keys: () => undefined };
        const policies = { identity: [compiled(of)], resource: compiled(on), resourceDecides };
        const unbounded = evaluate(access, policies).allowed;
        const bounded = evaluate(access, { ...policies, boundary: compiled(bounds) }).allowed;
        const within = ask(bounds, asked);
        if (bounded) expect(unbounded).toBe(true);
        if (within) expect(bounded).toBe(unbounded);
      },
    ),
  );
});

test('without a resource policy a bounded role may exactly what both allow', () => {
  assert(
    property(statements, statements, request, (of, bounds, asked) => {
      const access = { ...asked, principal: ROLE, keys: () => undefined };
      const { allowed } = evaluate(access, { identity: [compiled(of)], boundary: compiled(bounds) });
      expect(allowed).toBe(ask(of, asked) && ask(bounds, asked));
    }),
  );
});

test('a text without wildcards matches itself alone', () => {
  const keys = () => undefined;
  const plain = string().filter((text) => !/[*?$]/.test(text));
  assert(
    property(plain, plain, (text, other) => {
      const matches = globMatcher(parseTemplate(text, true));
      expect(matches(text, keys)).toBe(true);
      expect(matches(other, keys)).toBe(text === other);
      expect(globMatcher(parseTemplate(`${text}*`, true))(text + other, keys)).toBe(true);
    }),
  );
});
