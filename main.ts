import { App } from 'cdktf';
import { loadSettings } from './cdktf/settings.ts';
import { DataStack } from './cdktf/stacks/data.ts';
import { IdentityStack } from './cdktf/stacks/identity.ts';

const settings = loadSettings(process.env);
const app = new App({ stackTraces: false });

const data = new DataStack(app, settings);
new IdentityStack(app, settings, { data });

app.synth();
