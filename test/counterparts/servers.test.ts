import assert from 'node:assert/strict';
import { openMariadb, openPostgresql } from './look-into';
import { startMariadb, startPostgresql } from './servers';

const servers = [
  { name: 'PostgreSQL', start: startPostgresql, open: openPostgresql },
  { name: 'MariaDB', start: startMariadb, open: openMariadb },
];

describe('a real database server for a test', () => {
  for (const { name, start, open } of servers) {
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
  }
});
