/**
 * An AWS in this process, and what brings stacks to it. README.md shows its uses.
 */
export { type Clock, createClock, standingTime, type TimeSource } from './embedded/clock/clock.ts';
export type { Random } from './embedded/core/context.ts';
export { createRandom } from './embedded/core/random.ts';
export {
  AddressUnusableError,
  createEmbeddedAws,
  DataDirectoryInUseError,
  DataDirectoryUnusableError,
  type EmbeddedAws,
  type EmbeddedAwsOptions,
  ForeignFileError,
  JournalDamagedError,
  PortInUseError,
  type ServiceName,
  type ServiceSettings,
  serviceNames,
  UnknownServiceError,
} from './embedded/index.ts';
export type { CallReading, MeterReading, QuantityReading } from './embedded/meter/reading.ts';
export type { ClockControl, FaultControl, MeterControl } from './embedded/testbed/controls.ts';
export type { FaultCount, FaultRule } from './embedded/testbed/faults.ts';
export type { ClientConfig } from './local-aws/client-config.ts';
export { type LocalAws, type LocalAwsOptions, startLocalAws } from './local-aws/local-aws.ts';
export { ProvisionError } from './provision/errors.ts';
export { type ProvisionOptions, provision } from './provision/provision.ts';
export type { Provisioned } from './provision/provisioned.ts';
