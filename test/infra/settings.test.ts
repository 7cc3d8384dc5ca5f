import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { partition } from '../../cdktf/naming.ts';
import { SETTING_NAMES } from '../../cdktf/setting-names.ts';
import { loadSettings, SettingsError } from '../../cdktf/settings.ts';

describe('loadSettings', () => {
  it('needs no variable at all', () => {
    expect(loadSettings({})).toEqual({
      stage: 'dev',
      region: 'us-east-1',
      production: false,
      protectData: false,
      logLevel: 'INFO',
      logRetentionDays: 30,
      corsOrigins: ['http://localhost:3000'],
      throttle: { rate: 2000, burst: 2000 },
      http: { memoryMb: 1024 },
      signUp: { who: 'invite' },
      web: { callbackUrls: ['http://localhost:3000/callback'], logoutUrls: ['http://localhost:3000/'] },
    });
  });

  it('keeps more and opens less in production', () => {
    expect(loadSettings({ STAGE: 'prod' })).toMatchObject({
      production: true,
      protectData: true,
      logRetentionDays: 365,
      corsOrigins: [],
      web: { callbackUrls: [], logoutUrls: [] },
    });
  });

  it.each(['dev', 'staging', 'prod', 'local'])('lets only admins add people at the stage %s', (STAGE) => {
    expect(loadSettings({ STAGE }).signUp).toEqual({ who: 'invite' });
  });

  it('lets people of some domains sign up, or everybody, where it is told to', () => {
    const SIGN_UP_DOMAINS = 'example.com,xn--mller-kva.de';
    expect(loadSettings({ SIGN_UP: 'domains', SIGN_UP_DOMAINS }).signUp).toEqual({
      who: 'domains',
      domains: ['example.com', 'xn--mller-kva.de'],
    });
    expect(loadSettings({ SIGN_UP: 'open' }).signUp).toEqual({ who: 'open' });
  });

  it.each([
    [{ SIGN_UP: 'all' }, /^SIGN_UP is "all"; it must be invite, domains or open\.$/],
    [{ SIGN_UP: 'domains' }, /^SIGN_UP is "domains", so SIGN_UP_DOMAINS must say which/],
    [
      { SIGN_UP_DOMAINS: 'example.com' },
      /^SIGN_UP_DOMAINS is for SIGN_UP=domains, and SIGN_UP is "invite"\.$/,
    ],
    [
      { SIGN_UP: 'domains', SIGN_UP_DOMAINS: '@example.com' },
      /^SIGN_UP_DOMAINS is "@example.com"; it must be domains/,
    ],
    [{ SIGN_UP: 'domains', SIGN_UP_DOMAINS: 'example.com, b.org' }, /^SIGN_UP_DOMAINS is /],
    [{ SIGN_UP: 'domains', SIGN_UP_DOMAINS: 'com' }, /^SIGN_UP_DOMAINS is /],
  ])('refuses %j', (environment, message) => {
    expect(() => loadSettings(environment)).toThrow(message);
  });

  it('lets a company sign its people in by its own provider', () => {
    const company = {
      COMPANY_OIDC_ISSUER: 'https://login.example.com',
      COMPANY_OIDC_CLIENT_ID: 'expenses',
      WEB_CALLBACK_URLS: 'https://app.example.com/callback,http://localhost:5173/',
      SIGN_IN_DOMAIN: 'example-expenses',
    };
    expect(loadSettings(company).web).toEqual({
      callbackUrls: ['https://app.example.com/callback', 'http://localhost:5173/'],
      logoutUrls: ['http://localhost:3000/'],
      domain: 'example-expenses',
      company: { issuer: 'https://login.example.com', clientId: 'expenses' },
    });
  });

  it.each([
    [{ WEB_CALLBACK_URLS: 'http://app.example.com/' }, /^WEB_CALLBACK_URLS is .*; it must be URLs/],
    [{ WEB_LOGOUT_URLS: 'https://app.example.com/#out' }, /^WEB_LOGOUT_URLS is /],
    [{ SIGN_IN_DOMAIN: 'my-aws-expenses' }, /^SIGN_IN_DOMAIN is "my-aws-expenses"; it must be a name/],
    [{ COMPANY_OIDC_ISSUER: 'https://login.example.com' }, /COMPANY_OIDC_CLIENT_ID go together/],
    [
      { STAGE: 'prod', WEB_CALLBACK_URLS: 'http://localhost:3000/' },
      /^WEB_CALLBACK_URLS has an address with http/,
    ],
    [
      { STAGE: 'prod', WEB_LOGOUT_URLS: 'https://a.example/,http://localhost/' },
      /^WEB_LOGOUT_URLS has an address/,
    ],
  ])('refuses %j, too', (environment, message) => {
    expect(() => loadSettings(environment)).toThrow(message);
  });

  it('takes an empty variable for an unset one', () => {
    expect(loadSettings(Object.fromEntries(SETTING_NAMES.map((name) => [name, ''])))).toEqual(
      loadSettings({}),
    );
  });

  it('keeps the state by default where the stage is', () => {
    const { remoteState } = loadSettings({ TF_STATE_BUCKET: 'states', AWS_REGION: 'eu-central-1' });
    expect(remoteState).toEqual({ bucket: 'states', region: 'eu-central-1' });
  });

  it('says everything that is wrong at once, a sentence each', () => {
    const load = () => loadSettings({ STAGE: 'Prod', API_RATE_LIMIT: 'much', LOG_RETENTION_DAYS: '31' });
    expect(load).toThrow(SettingsError);
    expect(load).toThrow(/^STAGE is "Prod".*\nLOG_RETENTION_DAYS is "31".*\nAPI_RATE_LIMIT is "much".*$/);
  });

  it.each([
    [{ STAGEE: 'prod' }, 'STAGEE is no setting; did you mean STAGE? Set that one, or unset STAGEE.'],
    [
      { LOG_RETENTION: '7' },
      'LOG_RETENTION is no setting; did you mean LOG_RETENTION_DAYS? Set that one, or unset LOG_RETENTION.',
    ],
  ])('refuses %j, which would be taken for unset', (environment, message) => {
    expect(() => loadSettings(environment)).toThrow(new SettingsError(message));
  });

  it('takes a local AWS for Terraform as a URL', () => {
    const settings = loadSettings({ PROVIDER_ENDPOINT: 'http://localhost:4566' });
    expect(settings.providerEndpoint).toBe('http://localhost:4566');
    expect(() => loadSettings({ PROVIDER_ENDPOINT: 'localhost' })).toThrow(
      /PROVIDER_ENDPOINT is "localhost"/,
    );
  });

  it.each(['*', 'app.example.com', 'https://app.example.com/', 'https://*.example.com'])(
    'refuses %s as an origin',
    (origin) => {
      expect(() => loadSettings({ CORS_ORIGINS: origin })).toThrow(/CORS_ORIGINS/);
    },
  );
});

describe('partition', () => {
  it.each([
    ['us-east-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('of %s is %s', (region, expected) => {
    expect(partition(region)).toBe(expected);
  });
});

it('cdktf/README.md explains every setting, and no other', () => {
  const readme = readFileSync(path.join(import.meta.dirname, '../../cdktf/README.md'), 'utf8');
  const table = readme.slice(readme.indexOf('## Settings'), readme.indexOf('## What the synthesized'));
  const explained = [...table.matchAll(/^\| (`[^|]*`)\s*\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
  );
  expect(explained.sort()).toEqual([...SETTING_NAMES].sort());
});
