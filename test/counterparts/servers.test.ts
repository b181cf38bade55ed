import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openMariadb, openPostgresql } from './look-into';
import { createDatabase, mariadb, postgresql, startMariadb, startPostgresql } from './servers';
import { missingPrograms, startKeptServer } from './start-server';

const servers = [
  { name: 'PostgreSQL', kind: postgresql, start: startPostgresql, open: openPostgresql, make: createDatabase },
  { name: 'MariaDB', kind: mariadb, start: startMariadb, open: openMariadb, make: async () => {} },
];

describe('a real database server for a test', () => {
  for (const { name, kind, start, open, make } of servers) {
    it(`${name} starts, keeps its tables over a crash, and goes`, async function () {
      const server = await start();
      if (!server) this.skip();
      try {
        const before = open(server.port);
        await before.run('CREATE TABLE sales (id BIGINT PRIMARY KEY)');
        await before.run('INSERT INTO sales VALUES (9007199254740993)');
        await server.crash();
        await assert.rejects(before.rows('SELECT 1'));
        await server.startAgain();
        const after = open(server.port);
        assert.deepEqual(await after.rows('SELECT id FROM sales'), [{ id: '9007199254740993' }]);
        await after.close();
      } finally {
        await server.stop();
      }
    });

    it(`${name} has its tables again when it was ended in order and is started anew`, async function () {
      if (missingPrograms(kind).length > 0) this.skip();
      const home = mkdtempSync(path.join(tmpdir(), 'dataconnect-kept-'));
      // Another user is to pass.
      chmodSync(home, 0o755);
      const folder = path.join(home, 'server');
      try {
        const first = await startKeptServer(kind, folder, make);
        const before = open(first.port);
        await before.run('CREATE TABLE sales (id BIGINT PRIMARY KEY)');
        await before.close();
        await first.end();
        const second = await startKeptServer(kind, folder, () => assert.fail('It was there already.'));
        const after = open(second.port);
        assert.deepEqual(await after.rows('SELECT id FROM sales'), []);
        await after.close();
        await second.end();
      } finally {
        rmSync(home, { recursive: true, force: true, maxRetries: 5 });
      }
    });
  }
});
