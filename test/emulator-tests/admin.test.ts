import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startEmulator } from '../emulator';
import { askForToken, emulated } from './ask';

describe('the page of the emulator', () => {
  const the = emulated();
  const route = (method: string, name: string, body?: unknown) =>
    fetch(`${the.emulator.adminUrl}${name}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });

  it('explains every dial', async () => {
    const page = await (await route('GET', '')).text();
    for (const name of Object.keys(the.emulator.dials.get())) assert.ok(page.includes(`data-dial="${name}"`), name);
    assert.match(page, /color-scheme:light dark/);
  });

  it('shows the last requests without a secret', async () => {
    const { credentials } = the.emulator;
    await askForToken(the.emulator, {
      grant_type: 'password',
      username: credentials.username,
      password: credentials.password,
    });
    await the.ask(`/lists/stores?Auth=${credentials.accessToken}&LanguageCode=fr-ca`);
    const seen = (await (await route('GET', '')).text()) + (await (await route('GET', '/requests')).text());
    assert.match(seen, /LanguageCode=fr-ca/);
    for (const secret of [
      credentials.accessToken,
      credentials.password,
      credentials.clientSecret,
      encodeURIComponent(credentials.password),
    ]) {
      assert.ok(!seen.includes(secret));
    }
  });

  it('sets dials and faults, and refuses what it does not know', async () => {
    assert.equal(((await (await route('PUT', '/dials', { rowLimit: 5 })).json()) as { rowLimit: number }).rowLimit, 5);
    assert.equal((await the.ask('/lists/stores')).status, 413);
    const refused = await route('PUT', '/dials', { rowLimt: 7 });
    assert.equal(refused.status, 400);
    assert.match(((await refused.json()) as { error: string }).error, /rowLimt/);
    assert.equal(the.emulator.dials.values.rowLimit, 5);
    await route('DELETE', '/dials');
    await route('POST', '/faults', { fault: { kind: 'status', status: 503 }, times: 1 });
    assert.equal((await the.ask('/lists/stores')).status, 503);
    assert.equal((await the.ask('/lists/stores')).status, 200);
    assert.equal((await route('GET', '/nothing')).status, 404);
  });

  it('tells its state', async () => {
    await the.ask('/lists/stores');
    const state = (await (await route('GET', '/state')).json()) as { requests: number; crashes: string[] };
    assert.equal(state.requests, 1);
    assert.deepEqual(state.crashes, []);
  });
});

describe('the emulator', () => {
  it('speaks https with a certificate a client can be told to trust', async () => {
    const emulator = await startEmulator({ https: true });
    const sent = request(`${emulator.serviceUrl}/ping`, { ca: emulator.certificate, agent: false });
    sent.end();
    const [response] = await once(sent, 'response');
    assert.equal(response.statusCode, 200);
    response.resume();
    await once(response, 'end');
    await emulator.close();
    assert.equal(emulator.sockets(), 0);
  }).timeout(20_000);

  it('runs as a process that says where it is', async () => {
    const main = path.join(__dirname, '../emulator/main.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', main, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface(child.stdout), 'line');
    const { serviceUrl, tokenUrl, adminUrl, credentials } = JSON.parse(line);
    assert.equal((await fetch(`${serviceUrl}/ping`)).status, 200);
    assert.equal(tokenUrl, `${serviceUrl}/accounts/v1`);
    assert.equal(adminUrl, `${serviceUrl}/_emulator`);
    assert.deepEqual(Object.keys(credentials), ['username', 'password', 'clientId', 'clientSecret', 'accessToken']);
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
  }).timeout(30_000);

  it('knows of the package only its catalogue, and which parameter that asks for', () => {
    const folder = path.join(__dirname, '../emulator');
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    )) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      for (const [, target = ''] of text.matchAll(/(?:from|import\() ?'([^']*nodes[^']*)'/g)) {
        assert.match(target, /^(\.\.\/)+nodes\/catalogue(\/[\w-]+)?$/, file);
      }
    }
  });
});
