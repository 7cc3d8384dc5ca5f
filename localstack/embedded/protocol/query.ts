import { AwsError } from '../core/errors.ts';
import type { AwsRequest, AwsResponse } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import type { Codec } from './codec.ts';
import { queryErrorCode } from './error-names.ts';
import { type Branch, formOfOutput, inputOfForm } from './query-shape.ts';
import { operationSchema } from './sdk-schema.ts';
import { base64, isoSeconds } from './wire.ts';
import { toXml } from './xml.ts';

const NAMESPACES: Readonly<Record<string, string>> = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  sqs: 'http://queue.amazonaws.com/doc/2012-11-05/',
  cloudwatch: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
};

/**
 * AWS query (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html): calls are forms, answers are XML.
 * A form has no types: every scalar of an input is text for a service that speaks nothing else, and has its type by the
 * SDK's schema for one whose operations expect what another protocol brings.
 */
export const queryCodec: Codec = {
  parse(request, service) {
    const parameters = parametersOf(request);
    const operation = parameters.get('Action');
    if (!operation) throw new AwsError('MissingAction', 'The request must contain the parameter Action.');
    return { operation, input: () => inputOf(parameters, service, operation) };
  },
  respond(service, operation, output, requestId) {
    return answer(200, requestId, `${operation}Response`, {
      '@xmlns': namespaceOf(service),
      [`${operation}Result`]: outputForm(service, operation, output ?? {}),
      ResponseMetadata: { RequestId: requestId },
    });
  },
  fail(service, error, requestId) {
    return answer(error.status, requestId, 'ErrorResponse', {
      '@xmlns': namespaceOf(service),
      Error: {
        Type: error.status < 500 ? 'Sender' : 'Receiver',
        Code: queryErrorCode(service, error.code),
        Message: error.message,
        ...(toXmlForm(error.members) as object),
      },
      RequestId: requestId,
    });
  },
};

function namespaceOf(service: Service): string {
  return NAMESPACES[service.name] ?? `https://${service.signingName}.amazonaws.com/doc/`;
}

function answer(status: number, requestId: string, root: string, content: object): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: toXml(root, content),
  };
}

function parametersOf(request: AwsRequest): URLSearchParams {
  const parameters = new URLSearchParams(request.query);
  for (const [name, value] of new URLSearchParams(Buffer.from(request.body).toString('utf8'))) {
    parameters.append(name, value);
  }
  return parameters;
}

/** `Tags.member.1.Key=a` as `{ Tags: [{ Key: 'a' }] }`; `…entry.1.key` and `.value` as a map. */
function inputOf(parameters: URLSearchParams, service: Service, operation: string): Record<string, unknown> {
  const root: Branch = Object.create(null);
  for (const [name, value] of parameters) {
    if (name !== 'Action' && name !== 'Version') plant(root, name.split('.'), value);
  }
  const schema = speaksTypes(service) ? operationSchema(service.name, operation, 'input') : undefined;
  if (schema !== undefined) return inputOfForm(schema, root);
  return Object.fromEntries(Object.entries(root).map(([name, branch]) => [name, unfold(branch)]));
}

/** Whether the service's operations are written for a protocol with types, and query is what older callers speak. */
function speaksTypes({ protocols }: Service): boolean {
  return protocols[0] !== 'query';
}

function outputForm(service: Service, operation: string, output: unknown): unknown {
  const schema = speaksTypes(service) ? operationSchema(service.name, operation, 'output') : undefined;
  return schema === undefined ? toXmlForm(output) : formOfOutput(schema, output);
}

function plant(root: Branch, path: readonly string[], value: string): void {
  let branch = root;
  for (const name of path.slice(0, -1)) {
    const next = branch[name];
    if (typeof next === 'object') {
      branch = next;
    } else {
      const grown: Branch = Object.create(null);
      branch[name] = grown;
      branch = grown;
    }
  }
  branch[path.at(-1) ?? ''] = value;
}

function unfold(branch: string | Branch): unknown {
  if (typeof branch === 'string') return branch;
  const names = Object.keys(branch);
  const only = names.length === 1 ? branch[names[0] ?? ''] : undefined;
  if (only !== undefined && names[0] === 'member') return unfold(only);
  if (typeof only === 'object' && names[0] === 'entry') return mapOf(unfold(only));
  if (names.length > 0 && names.every((name) => /^\d+$/.test(name))) {
    const sorted = names.sort((a, b) => Number(a) - Number(b));
    return sorted.map((name) => unfold(branch[name] ?? ''));
  }
  return Object.fromEntries(names.map((name) => [name, unfold(branch[name] ?? '')]));
}

function mapOf(entries: unknown): Record<string, unknown> {
  const list = Array.isArray(entries) ? (entries as { key?: string; value?: unknown }[]) : [];
  return Object.fromEntries(list.map(({ key, value }) => [key ?? '', value]));
}

/** The output with lists as `member` elements, dates as ISO 8601 and bytes as base64. */
function toXmlForm(value: unknown): unknown {
  if (value instanceof Date) return isoSeconds(value);
  if (value instanceof Uint8Array) return base64(value);
  if (Array.isArray(value)) return { member: value.map(toXmlForm) };
  if (typeof value !== 'object' || value === null) return value;
  const form: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) form[name] = toXmlForm(member);
  }
  return form;
}
