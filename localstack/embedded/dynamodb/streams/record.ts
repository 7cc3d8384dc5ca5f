import { createHash } from 'node:crypto';
import { itemBytes } from '../items/size.ts';
import type { Item } from '../model.ts';
import type { Change, StreamState } from './model.ts';
import { sequenceNumber } from './sequence.ts';

/** A record as GetRecords answers it; `dynamodb` has the same form in the events that functions get. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
  /** Who did it, where that was DynamoDB itself. */
  readonly userIdentity?: { readonly Type: string; readonly PrincipalId: string };
}

/** The record of a change, with the images that the stream's view shows. */
export function recordOf(
  state: StreamState,
  position: number,
  change: Change,
  awsRegion: string,
): StreamRecord {
  const { before, after } = change;
  const [NewImage, OldImage] = images(state, change);
  const Keys = keysOf(state, NewImage ?? OldImage ?? parsed(after ?? before) ?? {});
  const SequenceNumber = sequenceNumber(position);
  return {
    eventID: createHash('md5').update(`${state.arn}/${SequenceNumber}`).digest('hex'),
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(change.at / 1000),
      Keys,
      ...(NewImage ? { NewImage } : {}),
      ...(OldImage ? { OldImage } : {}),
      SequenceNumber,
      SizeBytes: bytesOf(Keys) + bytesOf(NewImage) + bytesOf(OldImage),
      StreamViewType: state.viewType,
    },
    ...(change.expired ? { userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' } } : {}),
  };
}

function images(
  { viewType }: StreamState,
  { before, after }: Change,
): [after: Item | undefined, before: Item | undefined] {
  const shows = (image: string) => viewType === image || viewType === 'NEW_AND_OLD_IMAGES';
  return [shows('NEW_IMAGE') ? parsed(after) : undefined, shows('OLD_IMAGE') ? parsed(before) : undefined];
}

function keysOf({ keySchema }: StreamState, item: Item): Item {
  const keys: Item = {};
  for (const { AttributeName = '' } of keySchema) {
    const value = item[AttributeName];
    if (value !== undefined) keys[AttributeName] = value;
  }
  return keys;
}

function parsed(text: string | undefined): Item | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Item);
}

function bytesOf(item: Item | undefined): number {
  return item ? itemBytes(item) : 0;
}
