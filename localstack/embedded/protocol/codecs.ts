import { AwsError } from '../core/errors.ts';
import type { AwsRequest } from '../core/http.ts';
import type { Protocol, Service } from '../core/service.ts';
import type { Codec } from './codec.ts';
import { jsonCodec } from './json.ts';

/** Loaded when first spoken, so that boot does not pay for XML and CBOR. */
const loaders: Readonly<Record<Exclude<Protocol, 'rest-xml'>, () => Codec | Promise<Codec>>> = {
  'json-1.0': () => jsonCodec('1.0'),
  'json-1.1': () => jsonCodec('1.1'),
  'rest-json': async () => (await import('./rest-json.ts')).restJsonCodec,
  query: async () => (await import('./query.ts')).queryCodec,
  'rpc-v2-cbor': async () => (await import('./cbor.ts')).cborCodec,
};

const loaded = new Map<Protocol, Codec>();

/**
 * The codec of the protocol that a request is written in; where the service does not speak that one, the
 * codec of its preferred protocol answers with an error.
 */
export async function codecFor(request: AwsRequest, service: Service): Promise<Codec> {
  const spoken = protocolOf(request, service);
  const preferred = service.protocols[0];
  if (spoken !== undefined && service.protocols.includes(spoken)) return codecOf(spoken);
  if (preferred === undefined) throw new Error(`The service ${service.name} names no protocol.`);
  return refusing(await codecOf(preferred), spoken);
}

function protocolOf(request: AwsRequest, service: Service): Protocol | undefined {
  const contentType = request.headers['content-type'] ?? '';
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') return 'rpc-v2-cbor';
  if (request.headers['x-amz-target'] !== undefined) {
    return contentType.startsWith('application/x-amz-json-1.1') ? 'json-1.1' : 'json-1.0';
  }
  if (service.routes) return 'rest-json';
  if (contentType.startsWith('application/x-www-form-urlencoded') || /(?:^|&)Action=/.test(request.query)) {
    return 'query';
  }
  return undefined;
}

/** The codec of a protocol. rest-xml has none: S3 alone speaks it, and answers by its HttpFront. */
export async function codecOf(protocol: Protocol): Promise<Codec> {
  const known = loaded.get(protocol);
  if (known) return known;
  if (protocol === 'rest-xml')
    throw new Error('rest-xml is spoken by S3 alone, which answers by its HttpFront.');
  const codec = await loaders[protocol]();
  loaded.set(protocol, codec);
  return codec;
}

function refusing(codec: Codec, spoken: Protocol | undefined): Codec {
  return {
    ...codec,
    parse(_request, service) {
      const how = spoken === undefined ? 'an unknown protocol' : `the protocol ${spoken}`;
      throw new AwsError('UnknownOperationException', `${service.name} does not speak ${how}.`, 404);
    },
  };
}
