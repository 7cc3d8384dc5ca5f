import { AwsError } from '../core/errors.ts';

/** An error whose answer has headers of its own, by their names in lower case. */
export class S3Error extends AwsError {
  readonly headers: Readonly<Record<string, string>>;

  constructor(error: AwsError, headers: Readonly<Record<string, string>>) {
    super(error.code, error.message, error.status, error.members);
    this.headers = headers;
  }
}

const PART_RANGE =
  'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy';

/** S3's errors, in its own words. */
export const s3Errors = {
  accessDenied: (message = 'Access Denied') => new AwsError('AccessDenied', message, 403),
  badDigest: (what: string) =>
    new AwsError('BadDigest', `The ${what} you specified did not match the calculated checksum.`, 400),
  badMd5: (declared: string, calculated: string) =>
    new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, {
      ExpectedDigest: declared,
      CalculatedDigest: calculated,
    }),
  badPartDigest: (algorithm: string, number: number) =>
    new AwsError(
      'BadDigest',
      `The ${algorithm} you specified for part ${number} did not match what we received.`,
      400,
    ),
  bucketNotEmpty: (bucket: string, versioned: boolean) =>
    new AwsError(
      'BucketNotEmpty',
      versioned
        ? 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.'
        : 'The bucket you tried to delete is not empty',
      409,
      { BucketName: bucket },
    ),
  bucketOwned: (bucket: string) =>
    new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
      { BucketName: bucket },
    ),
  conditionNotSupported: (header: string, why = '') =>
    new AwsError(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
      501,
      { Header: header, ...(why === '' ? {} : { additionalMessage: why }) },
    ),
  conflict: (condition: string, key: string) =>
    new AwsError(
      'ConditionalRequestConflict',
      'The conditional request cannot succeed due to a conflicting operation against this resource.',
      409,
      { Condition: condition, Key: key },
    ),
  copyOfDeleteMarker: () =>
    new AwsError(
      'InvalidRequest',
      'The source of a copy request may not specifically refer to a delete marker by version id.',
      400,
    ),
  copyRange: (range: string) => s3Errors.invalidArgument(PART_RANGE, 'x-amz-copy-source-range', range),
  entityTooLarge: (proposed: number, allowed: number) =>
    new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
      ProposedSize: String(proposed),
      MaxSizeAllowed: String(allowed),
    }),
  entityTooSmall: (proposed: number, allowed: number) =>
    new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
      ProposedSize: String(proposed),
      MinSizeAllowed: String(allowed),
    }),
  illegalLocation: (location: string) =>
    new AwsError(
      'IllegalLocationConstraintException',
      `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      400,
    ),
  invalidArgument: (message: string, name?: string, value?: string) =>
    new AwsError('InvalidArgument', message, 400, {
      ...(name === undefined ? {} : { ArgumentName: name }),
      ...(value === undefined ? {} : { ArgumentValue: value }),
    }),
  invalidBucketName: (bucket: string) =>
    new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: bucket }),
  invalidLocation: (location: string) =>
    new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400, {
      LocationConstraint: location,
    }),
  invalidMd5: (declared: string) =>
    new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, {
      'Content-MD5': declared,
    }),
  invalidOwner: (account: string) =>
    new AwsError(
      'InvalidBucketOwnerAWSAccountID',
      `The value of the expected bucket owner parameter must be an AWS Account ID... [${account}]`,
      400,
    ),
  invalidPart: (uploadId: string, number: number, etag: string) =>
    new AwsError(
      'InvalidPart',
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      400,
      { UploadId: uploadId, PartNumber: String(number), ETag: etag.replaceAll('"', '') },
    ),
  invalidPartNumber: (asked: number, actual: number) =>
    new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416, {
      ActualPartCount: String(actual),
      PartNumberRequested: String(asked),
    }),
  invalidPartOrder: (uploadId: string) =>
    new AwsError(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
      400,
      { UploadId: uploadId },
    ),
  invalidRange: (range: string, size: number) =>
    new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
      RangeRequested: range,
      ActualObjectSize: String(size),
    }),
  invalidVersionId: (versionId: string) =>
    s3Errors.invalidArgument('Invalid version id specified', 'versionId', versionId),
  invalidRequest: (message: string) => new AwsError('InvalidRequest', message, 400),
  invalidStorageClass: (requested: string) =>
    new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', 400, {
      StorageClassRequested: requested,
    }),
  keyWithoutKms: () =>
    new AwsError(
      'InvalidArgument',
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
      400,
      { ArgumentName: 'x-amz-server-side-encryption' },
    ),
  keyTooLong: (size: number) =>
    new AwsError('KeyTooLongError', 'Your key is too long', 400, {
      Size: String(size),
      MaxSizeAllowed: '1024',
    }),
  malformedXml: () =>
    new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
      400,
    ),
  metadataTooLarge: (size: number, allowed: number) =>
    new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', 400, {
      Size: String(size),
      MaxSizeAllowed: String(allowed),
    }),
  methodNotAllowed: (method: string, resourceType?: string) =>
    new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
      Method: method,
      ...(resourceType === undefined ? {} : { ResourceType: resourceType }),
    }),
  noSuchBucket: (bucket: string) =>
    new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket }),
  noSuchKey: (key: string) =>
    new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key }),
  noSuchUpload: (uploadId: string) =>
    new AwsError(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      404,
      { UploadId: uploadId },
    ),
  noSuchVersion: (key: string, versionId: string) =>
    new AwsError('NoSuchVersion', 'The specified version does not exist.', 404, {
      Key: key,
      VersionId: versionId,
    }),
  partTooSmall: (part: { size: number; number: number; etag: string }, allowed: number) =>
    new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
      ProposedSize: String(part.size),
      MinSizeAllowed: String(allowed),
      PartNumber: String(part.number),
      ETag: part.etag.replaceAll('"', ''),
    }),
  versioningMissing: () =>
    new AwsError('IllegalVersioningConfigurationException', 'The Versioning element must be specified', 400),
  partNumber: (text: string) =>
    s3Errors.invalidArgument(
      'Part number must be an integer between 1 and 10000, inclusive',
      'partNumber',
      text,
    ),
  preconditionFailed: (condition: string) =>
    new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
      Condition: condition,
    }),
};
