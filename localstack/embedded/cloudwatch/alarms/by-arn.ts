import { missingParameter, unknownResource } from '../errors.ts';
import type { Alarm } from '../model.ts';
import type { CloudWatchRecords } from '../records.ts';

/** The alarm with that ARN. Throws MissingRequiredParameterException and ResourceNotFoundException. */
export function alarmByArn({ alarms }: Pick<CloudWatchRecords, 'alarms'>, arn: string | undefined): Alarm {
  if (!arn) throw missingParameter('ResourceARN');
  const alarm = alarms.get(arn.split(':').slice(6).join(':'));
  if (alarm?.AlarmArn !== arn) throw unknownResource(arn);
  return alarm;
}
