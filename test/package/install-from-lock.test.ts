import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { installFromLock } from '../install-from-lock.mjs';

const COUNTS =
  "const fs = require('node:fs'); fs.mkdirSync('node_modules', { recursive: true }); fs.appendFileSync('count', 'x')";

describe('an installation from a lock file', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-install-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));

  /** @param script what npm runs before it installs the nothing there is */
  const installation = (script: string) => {
    const manifest = { name: 'nothing', version: '1.0.0', scripts: { preinstall: `node ${script}` } };
    writeFileSync(path.join(directory, 'package.json'), JSON.stringify(manifest));
    const { name, version } = manifest;
    const lock = { name, version, lockfileVersion: 3, packages: { '': { name, version } } };
    writeFileSync(path.join(directory, 'package-lock.json'), JSON.stringify(lock));
    return { directory, what: 'nothing', needed: path.join(directory, 'node_modules') };
  };

  it('is done once by all who need it at the same time, and not again', async () => {
    writeFileSync(path.join(directory, 'count.js'), COUNTS);
    const wanted = installation('count.js');
    await Promise.all([installFromLock(wanted), installFromLock(wanted), installFromLock(wanted)]);
    await installFromLock(wanted);
    assert.equal(readFileSync(path.join(directory, 'count'), 'utf8'), 'x');
    assert.ok(!readdirSync(directory).includes('.installing'));
  });

  it('is taken over from a process that is no more', async () => {
    writeFileSync(path.join(directory, 'count.js'), COUNTS);
    // No process has so large a number.
    writeFileSync(path.join(directory, '.installing'), '4194305');
    await installFromLock(installation('count.js'));
    assert.ok(existsSync(path.join(directory, 'count')));
  });

  it('leaves no process behind when it is stopped', async () => {
    const waits = "require('node:fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000)";
    writeFileSync(path.join(directory, 'wait.js'), waits);
    const stop = new AbortController();
    const installing = installFromLock({ ...installation('wait.js'), signal: stop.signal });
    const file = path.join(directory, 'pid');
    while (!existsSync(file) || readFileSync(file, 'utf8') === '') await setTimeout(20);
    stop.abort();
    await assert.rejects(installing);
    const pid = Number(readFileSync(file, 'utf8'));
    while (isAlive(pid)) await setTimeout(20);
    assert.ok(!readdirSync(directory).includes('.installing'));
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
