import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { nodeRedVersion } from '../../browser/node-red-process';
import { databaseAccount } from '../../counterparts/account';
import { counterpartsFolder, isSqliteInstalled, sqliteFolder } from '../../counterparts/install';
import { openPostgresql, openSqlite, type Tables } from '../../counterparts/look-into';
import { Random } from '../../fuzz/random';
import { databasePlace, type RowsPlace } from '../../incremental/crash/delivered-rows';
import { Fleet, waysOf } from '../../incremental/crash/fleet';
import { canBeReadOnly, mountSmallDisk, type Trouble } from '../../incremental/crash/troubles';
import { temporaryFolder } from '../../incremental/cursor/cursor-samples';
import { openWorkshop } from '../shared-workshop';

/** Extractions that end in the middle: a share in `npm test`; `DATACONNECT_CRASHES=5000` tries more. Most on Node 20. */
const CRASHES = Number(process.env.DATACONNECT_CRASHES ?? 80) * (nodeRedVersion.startsWith('4.') ? 0.8 : 0.2);
/** Others on each Node-RED. */
const SEED = Number(process.env.DATACONNECT_CRASHES_SEED ?? (nodeRedVersion.startsWith('4.') ? 3000 : 6_000_000));
/** Extractions of a process. */
const CARRIED = 30;
/** Deaths of each before what its flow has is compared. */
const MOST_DEATHS = 12;

interface Database {
  rows: RowsPlace;
  tables: Tables;
  /** Until nothing is under way that a killed process began. */
  isQuiet(): Promise<boolean>;
}

describe('extractions into a database that end in the middle', function () {
  this.timeout(60_000 + CRASHES * 1000);
  const databases: Database[] = [];
  before(async () => {
    const server = await (await openWorkshop()).postgresql();
    if (server) databases.push(inPostgresql(server.port));
    if (isSqliteInstalled()) databases.push(await inSqlite());
  });
  after(async () => {
    await Promise.all(databases.map(({ tables }) => tables.close()));
  });

  it('at any step, again and again, on a full disk and in a read-only folder, too, leave there what the service has', async function () {
    if (databases.length === 0) return this.skip();
    let died = 0;
    for (let seed = SEED; died < CRASHES; seed += CARRIED) {
      died += await ofOneFleet(seed, CRASHES - died).catch((cause: Error) => {
        throw new Error(`DATACONNECT_CRASHES_SEED=${seed} DATACONNECT_CRASHES=1\n${cause.message}`, { cause });
      });
    }
  });

  /** @param wanted deaths, if it comes to so many */
  async function ofOneFleet(seed: number, wanted: number): Promise<number> {
    const random = new Random(seed);
    const turn = Math.floor(seed / CARRIED);
    const folder = temporaryFolder();
    const { rows, isQuiet } = databases[turn % databases.length]!;
    const troubles: Trouble[] = canBeReadOnly(folder) ? [{ kind: 'read-only' }] : [];
    const unmount = turn % 4 < 2 ? mountSmallDisk(folder) : undefined;
    if (unmount) troubles.push({ kind: 'full', disk: folder });
    try {
      const fleet = await Fleet.open({
        ways: waysOf(CARRIED),
        seed,
        rows,
        name: `s${seed}`,
        folder,
        troubles,
      });
      let died = 0;
      for (let deaths = 0; deaths < MOST_DEATHS && died < wanted; deaths++) {
        died += await (random.oneIn(4) ? fleet.dieAfter(random.below(120)) : fleet.die(random));
        while (!(await isQuiet())) await wait(5);
      }
      await fleet.settle();
      fleet.remove();
      return died;
    } finally {
      unmount?.();
    }
  }
});

function inPostgresql(port: number): Database {
  const tables = openPostgresql(port);
  const name = 'crashes';
  const connection = { ...databaseAccount, host: '127.0.0.1', port, application_name: name };
  const driver = createRequire(path.join(counterpartsFolder, 'package.json')).resolve('pg');
  return {
    tables,
    rows: databasePlace({ kind: 'postgresql', connection, driver }, tables),
    isQuiet: async () =>
      (await tables.rows(`SELECT 1 FROM pg_stat_activity WHERE application_name = '${name}'`)).length === 0,
  };
}

async function inSqlite(): Promise<Database> {
  const file = path.join(temporaryFolder(), 'rows.sqlite');
  const tables = openSqlite(file);
  await tables.rows('PRAGMA journal_mode = WAL');
  const driver = createRequire(path.join(sqliteFolder, 'package.json')).resolve('sqlite3');
  return {
    tables,
    rows: databasePlace({ kind: 'sqlite', file, driver }, tables),
    isQuiet: async () => true,
  };
}
