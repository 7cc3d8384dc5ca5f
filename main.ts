import { App } from 'cdktf';
import { build } from './cdktf/build.ts';
import { requireSettings } from './cdktf/settings.ts';
import { ApiStack } from './cdktf/stacks/api.ts';
import { ApprovalsStack } from './cdktf/stacks/approvals.ts';
import { DataStack } from './cdktf/stacks/data.ts';
import { IdentityStack } from './cdktf/stacks/identity.ts';
import { MonitoringStack } from './cdktf/stacks/monitoring.ts';
import { PipelineStack } from './cdktf/stacks/pipeline.ts';

const settings = requireSettings(process.env);
await build();

const app = new App({ stackTraces: false });

const data = new DataStack(app, settings);
const identity = new IdentityStack(app, settings, { data });
const approvals = new ApprovalsStack(app, settings, { data });
const api = new ApiStack(app, settings, { data, identity, approvals });
new MonitoringStack(app, settings, { data, identity, approvals, api });
if (settings.pipeline) new PipelineStack(app, settings, settings.pipeline);

app.synth();
