import { S3Client } from '@aws-sdk/client-s3';
import { readCommandLine, UsageError } from '../../preflight/command-line.ts';
import { requireAccount } from './account.ts';
import { runCommand } from './command.ts';
import { ensureStateBucket, stateBucketName } from './state-bucket.ts';

const USAGE = `Usage: npm run bootstrap -- [--region REGION]

Makes the S3 bucket for Terraform's states, once for each account and region; running it again changes nothing.

  --region REGION  where the bucket is (AWS_REGION, or us-east-1)`;

const HELP = 'npm run bootstrap -- --help';

function readRegion(): string | undefined {
  const { values } = readCommandLine(
    { options: { region: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } },
    HELP,
  );
  if (values.help) return undefined;
  const region = values.region ?? (process.env.AWS_REGION || 'us-east-1');
  if (/^[a-z]{2}(-[a-z]+)+-[0-9]$/.test(region)) return region;
  throw new UsageError(`--region ${region} is no AWS region such as us-east-1 (see ${HELP})`);
}

async function bootstrap(): Promise<void> {
  const region = readRegion();
  if (region === undefined) return console.log(USAGE);
  const account = await requireAccount(region);
  const bucket = stateBucketName(account, region);
  const s3 = new S3Client({ region, forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL) });
  try {
    const created = await ensureStateBucket(s3, { bucket, region });
    console.log(`The bucket ${bucket} is ${created ? 'made' : 'there'}. Deploy with:

  export TF_STATE_BUCKET=${bucket} TF_STATE_REGION=${region}`);
  } finally {
    s3.destroy();
  }
}

if (import.meta.main) await runCommand(bootstrap);
