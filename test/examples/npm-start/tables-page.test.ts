import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isSqliteInstalled, sqliteFolder } from '../../counterparts/install';
import { openSqlite } from '../../counterparts/look-into';
import { databaseAnswer } from '../../playground/pages/database-page';
import { SqliteTables } from '../../playground/sqlite-tables';

/** Names that SQL, HTML and addresses each read in a way of their own. */
const TABLES = ['sales', `day's "sales"; DROP TABLE sales --`, '<b>&amp;', 'a/b?c=d#e%20', 'Übersicht 日本', 'select'];

describe('the page of tables of the playground', () => {
  let directory: string;
  before(async function () {
    if (!isSqliteInstalled()) return this.skip();
    directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-tables-'));
    const database = openSqlite(path.join(directory, 'my sales.sqlite'));
    for (const table of TABLES) {
      const quoted = `"${table.replaceAll('"', '""')}"`;
      await database.run(`CREATE TABLE ${quoted} ("Id ""<i>" INTEGER PRIMARY KEY, amount NUMERIC, note TEXT, picture BLOB);
        INSERT INTO ${quoted} VALUES (9007199254740993, 12.5, '<script>&', x'0102'), (-1, NULL, NULL, NULL)`);
    }
    await database.run(`CREATE TABLE many (n INTEGER);
      WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 250)
      INSERT INTO many SELECT n FROM counted; CREATE VIEW few AS SELECT * FROM many WHERE n < 3`);
    await database.close();
    writeFileSync(path.join(directory, 'flows.json'), '[]');
  });
  after(() => directory && rmSync(directory, { recursive: true }));

  const page = async (place: string) => {
    const url = new URL(place, 'http://127.0.0.1');
    const parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
    const driver = () => new SqliteTables(sqliteFolder);
    const { status, content } = await databaseAnswer({ directory, driver }, parts, url.searchParams);
    return { status, text: String(content) };
  };
  const placesIn = (text: string) => [...text.matchAll(/href="\/database(\/[^"]+)"/g)].map(([, place]) => place!);

  it('lists every table and view with its columns and the number of its rows', async () => {
    const { text } = await page('/');
    assert.equal(placesIn(text).length, TABLES.length + 2);
    assert.match(text, />many<\/a> <small>250 rows/);
    assert.match(text, />few<\/a> <small>view, 2 rows/);
    assert.match(text, /<td>amount<\/td><td>NUMERIC<\/td>/);
    assert.doesNotMatch(text, /flows\.json/);
  });

  it('shows the rows of each, whatever its name is, with all digits and no HTML of theirs', async () => {
    const { text } = await page('/');
    for (const place of placesIn(text)) {
      const shown = await page(place);
      assert.equal(shown.status, 200, place);
      assert.doesNotMatch(shown.text, /<script>&|<i>|<b>&amp;/);
      if (/many|few/.test(place)) continue;
      assert.match(
        shown.text,
        />9007199254740993<\/td><td class="number">12.5<\/td><td>&#60;script&#62;&#38;<\/td><td>2 bytes</,
      );
      assert.match(shown.text, /<td class="nothing">NULL<\/td>/);
    }
  });

  it('leafs through a long one without a row twice or missing', async () => {
    const numbers: number[] = [];
    let place: string | undefined = '/my%20sales.sqlite/many';
    while (place) {
      const { text }: { text: string } = await page(place);
      numbers.push(...[...text.matchAll(/<td class="number">(\d+)</g)].map(([, number]) => Number(number)));
      place = /rel="next" href="\/database([^"]+)"/.exec(text)?.[1];
    }
    assert.deepEqual(
      numbers,
      Array.from({ length: 250 }, (_, index) => index + 1),
    );
  });

  it('reads no other file, and changes none', async () => {
    const before = readFileSync(path.join(directory, 'my sales.sqlite'));
    for (const place of ['/flows.json/x', '/..%2Fmy%20sales.sqlite/many', '/my%20sales.sqlite/none', '/none/many']) {
      assert.equal((await page(place)).status, 404, place);
    }
    assert.ok(before.equals(readFileSync(path.join(directory, 'my sales.sqlite'))));
  });
});
