import { dynamoDbErrors } from '../errors.ts';
import type { Description, Input } from '../model.ts';
import { VIEW_TYPES, type ViewType } from './model.ts';
import type { Streams } from './streams.ts';

interface Specification {
  readonly StreamEnabled?: boolean;
  readonly StreamViewType?: string;
}

/** What a table is described with besides, where its stream began or ended. */
type StreamMembers = Pick<Description, 'StreamSpecification' | 'LatestStreamArn' | 'LatestStreamLabel'>;

/** Whether a request asks for a stream; the view that it asks for. Throws ValidationException. */
export function wantedView(input: Input): ViewType | undefined {
  const specification = input.StreamSpecification as Specification | undefined;
  if (!specification) return undefined;
  const { StreamEnabled, StreamViewType } = specification;
  if (StreamEnabled === undefined) {
    throw dynamoDbErrors.validation(
      "1 validation error detected: Value null at 'streamSpecification.streamEnabled' failed to satisfy constraint: Member must not be null",
    );
  }
  if (StreamViewType !== undefined && !isViewType(StreamViewType)) {
    throw dynamoDbErrors.validation(
      `1 validation error detected: Value '${StreamViewType}' at 'streamSpecification.streamViewType' failed to satisfy constraint: Member must satisfy enum value set: [OLD_IMAGE, KEYS_ONLY, NEW_AND_OLD_IMAGES, NEW_IMAGE]`,
    );
  }
  if (!StreamEnabled) {
    if (StreamViewType === undefined) return undefined;
    throw dynamoDbErrors.validation(
      'One or more parameter values were invalid: If stream is being disabled, then UpdateViewType must not be specified',
    );
  }
  if (StreamViewType !== undefined) return StreamViewType;
  throw dynamoDbErrors.validation(
    'One or more parameter values were invalid: If stream is being enabled then UpdateViewType is required',
  );
}

/** Begins the stream of a table; what it is described with from then on. */
export function withStream(streams: Streams, description: Description, viewType: ViewType): Description {
  const { arn, label } = streams.begin(description, viewType);
  const members: StreamMembers = {
    StreamSpecification: { StreamEnabled: true, StreamViewType: viewType },
    LatestStreamArn: arn,
    LatestStreamLabel: label,
  };
  return { ...description, ...members };
}

/**
 * The description after an UpdateTable with a StreamSpecification. A stream that has ended stays the latest one. Throws
 * ValidationException, in AWS's words, where nothing would change or the view of an enabled stream would.
 */
export function withChangedStream(streams: Streams, description: Description, input: Input): Description {
  if (input.StreamSpecification === undefined) return description;
  const viewType = wantedView(input);
  if (input.ProvisionedThroughput !== undefined) {
    throw dynamoDbErrors.validation('Cannot modify stream status while updating table IOPS');
  }
  const { StreamSpecification: current, ...rest } = description;
  const table = `TableName: ${description.TableName}`;
  if (viewType !== undefined) {
    if (current) throw dynamoDbErrors.validation(`Table already has an enabled stream: ${table}`);
    return withStream(streams, description, viewType);
  }
  if (!current) throw dynamoDbErrors.validation(`Table has no stream to disable: ${table}`);
  endStream(streams, description);
  return rest;
}

/** Ends the stream of a table, where it has one. */
export function endStream(streams: Streams, { StreamSpecification, LatestStreamArn }: Description): void {
  if (StreamSpecification && LatestStreamArn !== undefined) streams.end(LatestStreamArn);
}

function isViewType(value: string): value is ViewType {
  return (VIEW_TYPES as readonly string[]).includes(value);
}
