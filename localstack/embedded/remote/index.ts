import type { RemoteAws } from '../core/remote.ts';
import { createRemoteCalls, type RemoteOptions } from './calls.ts';
import { createForwarder } from './forward.ts';

export type { RemoteOptions } from './calls.ts';

/**
 * An AWS elsewhere, e.g. LocalStack, for the services that this process does not run: calls between services go
 * there through the SDK, requests of clients unchanged. So one endpoint answers for both.
 *
 * @example
 * createEmbeddedAws({ services: ['lambda'], remote: createRemoteAws({ endpoint, region: 'us-east-1' }) });
 */
export function createRemoteAws(options: RemoteOptions): RemoteAws {
  const calls = createRemoteCalls(options);
  const forwarder = createForwarder(options.endpoint);
  return {
    call: calls.call,
    handle: forwarder.handle,
    close() {
      calls.close();
      forwarder.close();
    },
  };
}
