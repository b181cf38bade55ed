import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type NodeRedProcess, nodeRedVersion, startNodeRed } from '../../browser/node-red-process';
import { type ScratchNodeRed, startScratchNodeRed } from '../../browser/scratch-node-red';
import { linkCounterparts } from '../../counterparts/link';
import { openPostgresql, type Row, type Tables } from '../../counterparts/look-into';
import { Random } from '../../fuzz/random';
import { bundled } from '../../incremental/crash/bundled';
import { temporaryFolder } from '../../incremental/cursor/cursor-samples';
import { settled } from '../../playground/places';
import { recordOutput } from '../../secrets/transcript';
import { Saboteur } from '../failing-sinks/saboteur';
import { openWorkshop } from '../shared-workshop';
import { records as allRecords, assertSameRows } from '../truth';
import type { Workshop } from '../workshop';
import { KILL_MOMENTS, type KillOrder, type Moment } from './kill-at';
import { DAYS, KEY, killedFlow, TABLE } from './killed-flow';

/** Kills of Node-RED, on each line of it: a share in `npm test`; `DATACONNECT_KILLS=13` tries many. */
const KILLS = Number(process.env.DATACONNECT_KILLS ?? 2);
/** Other moments on each Node-RED. */
const USUAL_SEED = nodeRedVersion.startsWith('4.') ? 20_261_129 : 50_261_129;
const SEED = Number(process.env.DATACONNECT_KILLS_SEED ?? USUAL_SEED);
const ENDPOINT = 'sales-by-invoice';
const REPORT = '/reports/SalesByInvoiceReport';

/** Moments at which a window has just been confirmed. */
const CONFIRMED: Moment[] = ['renamed', 'dir-synced', 'old-removed'];
/** Milliseconds of a batch in the flow: longer than what is done to the files of a window takes. */
const SLOW = 50;

describe('a Node-RED that is killed while a node goes on into PostgreSQL', () => {
  let workshop: Workshop;
  let test: Saboteur;
  let nodeRed: NodeRedProcess;
  let home: ScratchNodeRed;
  let tables: Tables;
  let records: Row[];
  /** Where the next moment stands at which it is killed. */
  let killAt: string;

  before(async function () {
    this.timeout(120_000);
    workshop = await openWorkshop();
    const postgresql = await workshop.postgresql();
    if (!postgresql) return this.skip();
    tables = openPostgresql(postgresql.port);
    test = await Saboteur.open();
    killAt = path.join(temporaryFolder(), 'kill-at.json');
    home = await startScratchNodeRed((userDirectory) => linkCounterparts(userDirectory), environment());
    nodeRed = home;
    const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 19);
    workshop.emulator.dials.set({
      stopDate: 'exclusive',
      rows: { [ENDPOINT]: { count: DAYS * 12, from: day(DAYS), to: day(0) } },
    });
    const { serviceUrl, tokenUrl, credentials } = workshop.emulator;
    const places = { serviceUrl, tokenUrl, mailPort: 0, fileFolder: '', postgresqlPort: postgresql.port };
    const flows = killedFlow(test.url).map((node) => settled(node, places, credentials));
    const answer = await fetch(new URL('flows', nodeRed.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'node-red-api-version': 'v2' },
      body: JSON.stringify({ flows }),
    });
    assert.ok(answer.ok);
    records = await asked();
  });
  after(async () => {
    await nodeRed?.kill();
    await home?.stop();
    await tables?.close();
    await test?.close();
  });

  it('has each row of the service once when it has come through', async function () {
    this.timeout((KILLS + 1) * 60_000);
    const random = new Random(SEED);
    let point = '';
    for (let kill = 0; kill < KILLS; kill++) {
      // A window that counts too early shows behind the rename only.
      if (kill > 0 && random.oneIn(3)) await killedByUs(2 + random.below(6), random.below(30));
      else await killedAt(random.pick(kill === 0 ? CONFIRMED : KILL_MOMENTS), 2 + random.below(2));
      const now = pointNow();
      assert.ok(now >= point, `the point went back from ${point} to ${now}, kill ${kill} of seed ${SEED}`);
      point = now;
      await startAgain();
    }
    test.sabotage = () => undefined;
    await go();
    const { error, dataconnect } = await test.end();
    assert.equal(error, undefined, JSON.stringify(error));
    const { confirmedTo } = (dataconnect as { incremental: { confirmedTo: string } }).incremental;
    const due = records.filter(({ DateCreated }) => `${DateCreated}Z` < confirmedTo);
    const known = (await tables.table(TABLE)).filter((row) => due.some((record) => String(record[KEY]) === row[KEY]));
    assert.ok(due.length > (DAYS - 3) * 12, `${due.length} rows`);
    assertSameRows(known, due, KEY);
    assert.ok(point > '', 'no window was confirmed before a kill');
  });

  /** In the middle of a run, as a file of the cursor is written, some windows of it confirmed. */
  async function killedAt(moment: Moment, windows: number): Promise<void> {
    // Of a run there is one lease.
    const order: KillOrder = { moment, pass: moment === 'lease-taken' ? 1 : windows };
    test.sabotage = () => wait(SLOW, undefined);
    writeFileSync(killAt, JSON.stringify(order));
    await go();
    const end = await Promise.race([nodeRed.ended, test.end()]);
    assert.equal(end, undefined, `a run never came to ${moment}: ${JSON.stringify(end)}`);
    rmSync(killAt);
  }

  /** In the middle of a run, at a batch, or a little behind it. */
  async function killedByUs(calls: number, delay: number): Promise<void> {
    let heard = 0;
    const killed = new Promise<void>((resolve) => {
      test.sabotage = async () => {
        if (++heard === calls) setTimeout(() => void nodeRed.kill().then(resolve), delay);
        return undefined;
      };
    });
    await go();
    await killed;
  }

  async function startAgain(): Promise<void> {
    const { userDirectory } = home;
    const onLine = (line: string) => recordOutput('log', line);
    nodeRed = await startNodeRed({ userDirectory, port: 0, environment: environment(), logLevel: 'trace', onLine });
  }

  function environment(): Record<string, string> {
    return { NODE_OPTIONS: `--require "${bundled('examples/killed/kill-at.ts')}"`, DATACONNECT_KILL_AT: killAt };
  }

  async function go(): Promise<void> {
    const answer = await fetch(new URL('inject/killed-go', nodeRed.url), { method: 'POST' });
    assert.ok(answer.ok);
  }

  function pointNow(): string {
    const folder = path.join(home.userDirectory, 'dataconnect', 'killed-connection');
    if (!existsSync(folder)) return '';
    const file = readdirSync(folder).find((name) => name.endsWith('.json') && !name.includes('previous'));
    return file ? JSON.parse(readFileSync(path.join(folder, file), 'utf8')).confirmedTo : '';
  }

  /** All that the service has. */
  function asked(): Promise<Row[]> {
    const all = new URLSearchParams({ StartDate: '2020-01-01', StopDate: '2099-01-01', HideRebates: '-1' });
    return allRecords(workshop.emulator, REPORT, all);
  }
});
