// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FixtureStack, stateOf, synthesized } from '../testing/terraform/fixtures.ts';
import { ProvisionError } from './errors.ts';
import { prepare } from './provision.ts';
import { resourceTypeNames, resourceTypes } from './resources/index.ts';

const queue = { name: 'q' };

/** The refusal of a definition, with its code. */
async function refusal(stacks: Readonly<Record<string, FixtureStack>>): Promise<string> {
  const error = await prepare(synthesized(stacks)).catch((reason: unknown) => reason);
  if (!(error instanceof ProvisionError)) throw new Error(`expected a refusal, got ${error}`);
  return `${error.code}: ${error.message}`;
}

async function order(stacks: Readonly<Record<string, FixtureStack>>): Promise<string[]> {
  const { plan } = await prepare(synthesized(stacks));
  return plan.order.map((node) => node.key);
}

describe('the order of a plan', () => {
  it('puts a resource after those it refers to', async () => {
    const resource = {
      aws_sqs_queue_policy: { p: { queue_url: '${aws_sqs_queue.q.url}', policy: '{}' } },
      aws_sqs_queue: { q: queue },
    };
    expect(await order({ s: { resource } })).toEqual(['s/aws_sqs_queue.q', 's/aws_sqs_queue_policy.p']);
  });

  it('puts a resource after those in its depends_on', async () => {
    const resource = {
      aws_sqs_queue: { a: { name: 'a', depends_on: ['aws_sqs_queue.b'] }, b: { name: 'b' } },
    };
    expect(await order({ s: { resource } })).toEqual(['s/aws_sqs_queue.b', 's/aws_sqs_queue.a']);
  });

  it('follows locals, and outputs of other stacks', async () => {
    const stacks = {
      second: {
        dependencies: ['first'],
        data: { terraform_remote_state: { f: stateOf('first') } },
        locals: { name: '${data.terraform_remote_state.f.outputs.name}-2' },
        resource: { aws_sqs_queue: { b: { name: '${local.name}' } } },
      },
      first: {
        resource: { aws_sqs_queue: { a: { name: 'a' } } },
        output: { name: { value: '${aws_sqs_queue.a.name}', sensitive: true } },
      },
    };
    expect(await order(stacks)).toEqual([
      'second/data.terraform_remote_state.f',
      'first/aws_sqs_queue.a',
      'first/output.name',
      'second/local.name',
      'second/aws_sqs_queue.b',
    ]);
  });
});

describe('a definition is refused by name', () => {
  const resources = (resource: object): Promise<string> => refusal({ s: { resource } });

  it('for a resource type', async () => {
    expect(await resources({ aws_moon: { m: {} } })).toBe(
      'UnknownResourceType: stack s, aws_moon.m: the resource type aws_moon is not supported',
    );
  });

  it('for an argument', async () => {
    expect(await resources({ aws_sqs_queue: { q: { ...queue, fifo_queue: true } } })).toBe(
      'UnknownArgument: stack s, aws_sqs_queue.q, argument fifo_queue: this argument is not supported',
    );
  });

  it('for an argument inside a block', async () => {
    const table = { name: 't', billing_mode: 'PAY_PER_REQUEST', hash_key: 'pk', ttl: [{ speed: 1 }] };
    expect(await resources({ aws_dynamodb_table: { t: table } })).toContain(
      'argument ttl.speed: this argument is not supported',
    );
  });

  it('for an argument that is missing', async () => {
    expect(await resources({ aws_sqs_queue: { q: {} } })).toBe(
      'MissingArgument: stack s, aws_sqs_queue.q, argument name: this argument is required',
    );
  });

  it.each(['count', 'for_each', 'provider', 'provisioner'])('for %s', async (name) => {
    expect(await resources({ aws_sqs_queue: { q: { ...queue, [name]: {} } } })).toBe(
      `UnsupportedMetaArgument: stack s, aws_sqs_queue.q, argument ${name}: the meta-argument ${name} is not supported`,
    );
  });

  it('for a lifecycle that changes how a resource is provisioned', async () => {
    const lifecycle = { prevent_destroy: true, ignore_changes: ['name'] };
    expect(await resources({ aws_sqs_queue: { q: { ...queue, lifecycle } } })).toBe(
      'UnknownArgument: stack s, aws_sqs_queue.q, argument lifecycle.ignore_changes: this argument is not supported',
    );
  });

  it('for a function', async () => {
    expect(await resources({ aws_sqs_queue: { q: { name: '${uuid()}' } } })).toBe(
      'UnknownFunction: stack s, aws_sqs_queue.q, argument name, expression ${uuid()}: ' +
        'the function uuid() is not supported here',
    );
  });

  it('for a reference to nothing', async () => {
    expect(await resources({ aws_sqs_queue: { q: { name: '${aws_sqs_queue.gone.name}' } } })).toContain(
      'argument name, expression ${aws_sqs_queue.gone.name}: there is no aws_sqs_queue.gone in the stack',
    );
  });

  it('for a depends_on of nothing', async () => {
    expect(await resources({ aws_sqs_queue: { q: { ...queue, depends_on: ['aws_x.y'] } } })).toContain(
      'argument depends_on: there is no aws_x.y in the stack',
    );
  });

  it('for an attribute that the type does not have', async () => {
    const resource = { aws_sqs_queue: { a: queue, b: { name: '${aws_sqs_queue.a.colour}' } } };
    expect(await resources(resource)).toContain('aws_sqs_queue has no attribute colour here');
  });

  it('for a data source', async () => {
    expect(await refusal({ s: { data: { aws_ami: { a: {} } } } })).toBe(
      'UnknownDataSource: stack s, data.aws_ami.a: the data source aws_ami is not supported',
    );
  });

  it('for a section', async () => {
    expect(await refusal({ s: { module: {} } })).toBe(
      'UnknownSection: stack s: the section "module" is not supported',
    );
  });

  it('for a provider other than AWS, or an argument of it', async () => {
    expect(await refusal({ s: { provider: { google: [{}] } } })).toContain('the provider "google"');
    expect(await refusal({ s: { provider: { aws: [{ profile: 'x' }] } } })).toBe(
      'UnknownArgument: stack s, provider.aws, argument profile: this argument is not supported',
    );
  });

  it('for the state of a stack that is not there', async () => {
    const data = { terraform_remote_state: { f: stateOf('first') } };
    expect(await refusal({ s: { data } })).toContain('s, data.terraform_remote_state.f: the state it reads');
  });

  it('for a stack that it depends on and is not there', async () => {
    expect(await refusal({ s: { dependencies: ['first'] } })).toContain('it depends on the stack first');
  });

  it('for resources that need each other, naming all of them', async () => {
    const resource = {
      aws_sqs_queue: {
        a: { name: '${aws_sqs_queue.b.name}' },
        b: { name: 'b', depends_on: ['aws_sqs_queue.c'] },
        c: { name: '${aws_sqs_queue.a.name}' },
      },
    };
    expect(await resources(resource)).toBe(
      'Cycle: stack s: these need each other: ' +
        'aws_sqs_queue.a → aws_sqs_queue.b → aws_sqs_queue.c → aws_sqs_queue.a',
    );
  });

  it('for stacks that need each other', async () => {
    expect(await refusal({ a: { dependencies: ['b'] }, b: { dependencies: ['a'] } })).toBe(
      'Cycle: these stacks need each other: a → b → a',
    );
  });

  it('when nothing was synthesized', async () => {
    await expect(prepare('no-such-folder')).rejects.toThrow('synthesize them first');
  });
});

it('every resource type is the one its file is named after', async () => {
  const uses = resourceTypeNames.map((type) => ({ type, stack: 's', address: type }));
  const types = await resourceTypes(uses);
  expect([...types.keys()].toSorted()).toEqual(resourceTypeNames.toSorted());
  const files = readdirSync('localstack/provision/resources').filter((file) =>
    /^aws-[a-z0-9-]+\.ts$/.test(file),
  );
  expect(files.map((file) => file.replace('.ts', '').replaceAll('-', '_'))).toEqual(resourceTypeNames);
});
