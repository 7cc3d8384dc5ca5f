import type { AwsError } from '../core/errors.ts';
import type { AwsRequest, AwsResponse } from '../core/http.ts';
import type { Protocol, Service } from '../core/service.ts';
import { codecOf } from './codecs.ts';
import { identify } from './identify.ts';

/** Services with a REST protocol whose answers are XML, by the name that they are signed for. */
const REST_XML = new Set(['cloudfront', 'route53', 's3', 's3express', 's3-object-lambda', 's3-outposts']);

/**
 * An error outside of any service, in the form that its sender reads: their SDK shows the sentence then, and not that the
 * answer could not be parsed.
 */
export async function errorOutside(
  request: AwsRequest,
  error: AwsError,
  requestId: string,
): Promise<AwsResponse> {
  const { signingName = '' } = identify(request);
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const rpc = protocolOf(request);
  if (rpc === undefined && isForm && signingName === 'ec2') return asXml(error, requestId, ec2Content);
  if (rpc === undefined && !isForm && REST_XML.has(signingName)) {
    return asXml(error, requestId, signingName === 's3' ? s3Content : restXmlContent);
  }
  const codec = await codecOf(rpc ?? (isForm ? 'query' : 'rest-json'));
  return codec.fail(nobody(signingName), error, requestId);
}

/** The protocol that a request names by a header of its own. */
function protocolOf({ headers }: AwsRequest): Protocol | undefined {
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'rpc-v2-cbor';
  if (headers['x-amz-target'] === undefined) return undefined;
  return headers['content-type']?.startsWith('application/x-amz-json-1.0') ? 'json-1.0' : 'json-1.1';
}

/** A service that is not there, as far as an error's form depends on whose it is. */
function nobody(signingName: string): Service {
  return { name: signingName, signingName, protocols: [], operations: {}, authorization: {} };
}

type Content = (error: AwsError, requestId: string) => { readonly root: string; readonly content: object };

const s3Content: Content = ({ code, message }, requestId) => ({
  root: 'Error',
  content: { Code: code, Message: message, RequestId: requestId, HostId: requestId },
});

/** https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html#operation-error-serialization */
const restXmlContent: Content = ({ code, message, status }, requestId) => ({
  root: 'ErrorResponse',
  content: {
    Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message },
    RequestId: requestId,
  },
});

/** https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#operation-error-serialization */
const ec2Content: Content = ({ code, message }, requestId) => ({
  root: 'Response',
  content: { Errors: { Error: { Code: code, Message: message } }, RequestID: requestId },
});

async function asXml(error: AwsError, requestId: string, form: Content): Promise<AwsResponse> {
  // Loaded when it is spoken, as the codecs are.
  const { toXml } = await import('./xml.ts');
  const { root, content } = form(error, requestId);
  const headers = { 'content-type': 'application/xml', 'x-amzn-requestid': requestId };
  return { status: error.status, headers, body: toXml(root, content) };
}
