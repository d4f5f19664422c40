import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from './config.js';

test('an empty environment gives a server for this machine only', () => {
  expect(loadConfig({})).toMatchObject({
    port: 4000,
    host: 'localhost',
    kurentoUrls: [],
    iceServers: [],
    insecure: false,
    interruptedMs: 30_000,
    tls: undefined,
  });
});

test('an empty variable counts as unset', () => {
  expect(loadConfig({ PORT: '', KURENTO_URL: '' })).toMatchObject({ port: 4000, kurentoUrls: [] });
});

test('what has happened is kept in a file for 90 days, unless there is PostgreSQL', () => {
  expect(loadConfig({})).toMatchObject({
    databaseUrl: undefined,
    retention: { days: 90, secondsDays: 7, maxEvents: 1_000_000 },
  });
  const url = 'postgres://user:secret@db/crowdlens';
  expect(loadConfig({ DATABASE_URL: url, HISTORY_DAYS: '5' })).toMatchObject({
    databaseUrl: url,
    retention: { days: 5 },
  });
});

test('alerts go to no private network and no broker, unless that is said', () => {
  expect(loadConfig({})).toMatchObject({ webhooksToPrivateNetworks: false, mqtt: undefined });
  const url = 'mqtt://user:secret@broker';
  expect(loadConfig({ MQTT_URL: url, WEBHOOKS_TO_PRIVATE_NETWORKS: '1' })).toMatchObject({
    webhooksToPrivateNetworks: true,
    mqtt: { url, prefix: 'crowdlens', discoveryPrefix: 'homeassistant' },
  });
  expect(() => loadConfig({ MQTT_URL: 'http://user:secret@broker' })).toThrow('MQTT_URL must be');
  expect(() => loadConfig({ MQTT_URL: 'http://user:secret@broker' })).not.toThrow('secret');
  expect(() => loadConfig({ MQTT_PREFIX: 'a/#' })).toThrow('MQTT_PREFIX');
});

test('a role is one of the API, or none', () => {
  expect(loadConfig({ ANONYMOUS_ROLE: 'viewer' }).anonymousRole).toBe('VIEWER');
  expect(loadConfig({ ANONYMOUS_ROLE: 'none' }).anonymousRole).toBeUndefined();
});

test('lists and JSON are read', () => {
  const config = loadConfig({
    KURENTO_URL: 'ws://a:8888/kurento, wss://b/kurento',
    ICE_SERVERS: '[{"urls":"stun:s:1"},{"urls":["turn:t:2"],"username":"u","credential":"c"}]',
    ALLOWED_ORIGINS: 'https://example.org',
  });
  expect(config.kurentoUrls).toEqual(['ws://a:8888/kurento', 'wss://b/kurento']);
  expect(config.iceServers).toEqual([
    { urls: ['stun:s:1'] },
    { urls: ['turn:t:2'], username: 'u', credential: 'c' },
  ]);
  expect(config.allowedOrigins).toEqual(['https://example.org']);
});

test.each([
  [undefined, ['*']],
  ['*', ['*']],
  ['none', []],
  ['https://a.example, https://b.example', ['https://a.example', 'https://b.example']],
])('EMBED_ORIGINS=%s lets %j frame the viewer', (EMBED_ORIGINS, origins) => {
  expect(loadConfig({ EMBED_ORIGINS }).embedOrigins).toEqual(origins);
});

describe('a bad value is refused with a line that names its variable', () => {
  test.each([
    ['DATABASE_URL', 'mysql://root:secret@db/x', 'must be a postgres:// address'],
    ['HISTORY_DAYS', '0', 'from 1 to 36500, not "0"'],
    ['PORT', '70000', 'PORT must be a whole number from 0 to 65535, not "70000"'],
    ['PORT', '4e3', 'PORT must be a whole number from 0 to 65535, not "4e3"'],
    ['KURENTO_URL', 'http://a', 'KURENTO_URL must be ws:// or wss:// addresses, not "http://a"'],
    ['ICE_SERVERS', '{', 'ICE_SERVERS must be a JSON array such as'],
    ['ICE_SERVERS', '{}', 'ICE_SERVERS must be a JSON array such as'],
    [
      'WEBRTC_PORTS',
      '40003-40000',
      'WEBRTC_PORTS must be a port or a range such as 40000-40003, not "40003-40000"',
    ],
    ['WEBRTC_ANNOUNCED_IP', 'here', 'WEBRTC_ANNOUNCED_IP must be an IP address, not "here"'],
    ['ALLOWED_ORIGINS', 'https://a/b', 'ALLOWED_ORIGINS must be origins'],
    ['EMBED_ORIGINS', 'example.org', 'EMBED_ORIGINS must be origins'],
    ['INSECURE', 'maybe', 'INSECURE must be 1 or 0, not "maybe"'],
    ['JWT_SECRET', 'too-short', 'JWT_SECRET must have at least 32 characters'],
    ['JWKS_URL', 'ftp://a', 'JWKS_URL must be an http:// or https:// address, not "ftp://a"'],
    ['ANONYMOUS_ROLE', 'root', 'ANONYMOUS_ROLE must be none, viewer, presenter or operator'],
    ['TRUSTED_PROXIES', 'proxy', 'TRUSTED_PROXIES must be an IP address, not "proxy"'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be silent'],
    ['TLS_CERT', 'cert.pem', 'TLS_KEY is missing'],
    ['MAX_BROADCASTS', '0', 'MAX_BROADCASTS must be a whole number from 1 to 1000'],
  ])('%s=%s', (name, value, message) => {
    expect(() => loadConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => loadConfig({ [name]: value })).toThrow(message);
  });

  test('a secret is not repeated', () => {
    expect(() => loadConfig({ OPERATOR_TOKEN: 'secret' })).toThrow(
      'OPERATOR_TOKEN must have at least 8 characters',
    );
    expect(() => loadConfig({ OPERATOR_TOKEN: 'secret' })).not.toThrow('secret');
  });

  test('several at once', () => {
    expect(() => loadConfig({ PORT: 'x', HOST: 'h', INSECURE: 'y' })).toThrow(/PORT.*\nINSECURE/);
  });
});

describe('a secret in a file', () => {
  const file = join(tmpdir(), `crowdlens-secret-${process.pid}`);
  afterEach(() => rmSync(file, { force: true }));

  test('counts as the setting, without the end of its line', () => {
    writeFileSync(file, 'postgres://user:secret@db/crowdlens\n');
    expect(loadConfig({ DATABASE_URL_FILE: file })).toMatchObject({
      databaseUrl: 'postgres://user:secret@db/crowdlens',
    });
  });

  test('is checked as the setting is, and never told', () => {
    writeFileSync(file, 'short');
    const load = () => loadConfig({ JWT_SECRET_FILE: file });
    expect(load).toThrow('JWT_SECRET must have at least 32 characters');
    expect(load).not.toThrow('short');
  });

  test('must be there, and the only one', () => {
    expect(() => loadConfig({ TURN_SECRET_FILE: '/nowhere' })).toThrow(
      'TURN_SECRET_FILE names a file that cannot be read: /nowhere',
    );
    expect(() => loadConfig({ OPERATOR_TOKEN: 'one', OPERATOR_TOKEN_FILE: file })).toThrow(
      'OPERATOR_TOKEN and OPERATOR_TOKEN_FILE are both set',
    );
  });
});
