import type { EmbeddedContext } from './context.ts';
import type { AwsRequest, AwsResponse } from './http.ts';

/** Another AWS, which has what this process does not run. */
export interface RemoteAws {
  /** Carries a call out there; same shapes and errors as {@link EmbeddedContext.call}. */
  call: EmbeddedContext['call'];
  /** Passes a request on as it came in, and its answer back. */
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** Closes its connections, those that wait for an answer too. */
  close(): void;
}
