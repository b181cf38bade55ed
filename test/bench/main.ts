/**
 * `npm run bench`: our node, the flow people build today, and undici alone, against the same server, each measured in
 * fresh processes and in turns; and the way of a report into files and three databases. It takes about three quarters of an hour,
 * and says at its end which targets hold.
 *
 *   npm run bench -- --rounds 1            medians of fewer than 5 rounds
 *   npm run bench -- --only 10,windows     groups by name (10; 1,000 is 1000; ...; files; incremental; postgresql; 'postgresql million';
 *                                          cluster: several instances; editor: how long Node-RED starts)
 *
 * A run of everything writes its tables to docs/benchmark.md.
 */
import { parseArgs } from 'node:util';
import { openDatabase } from './databases/databases';
import { measureStarts } from './editor-start';
import { type Group, groups } from './groups';
import { nameOf, type Order } from './order';
import { type Bench, startBench } from './processes';
import { tables, writeDocument } from './report';
import { inGroup, type Medians, mediansOf, type Results, type Samples } from './samples';
import { measureSharing } from './sharing';

const ROUNDS = 5;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, only: { type: 'string' } } });
  const rounds = Number(values.rounds ?? ROUNDS);
  const wanted = values.only?.split(',');
  const chosen = groups.filter(({ name }) => wanted?.includes(name.replaceAll(',', '')) ?? true);
  const isWanted = (name: string) => wanted?.includes(name) ?? true;
  const results: Results = {
    medians: chosen.length > 0 ? await measureGroups(chosen, rounds) : new Map(),
    sharings: isWanted('cluster') ? await measureSharing(rounds) : new Map(),
    starts: isWanted('editor') ? await measureStarts(rounds) : new Map(),
  };
  const text = tables(results, rounds);
  console.log(`\n${text}`);
  if (!wanted) writeDocument(text);
}

async function measureGroups(chosen: Group[], rounds: number): Promise<Medians> {
  const bench = await startBench();
  const medians: Medians = new Map();
  try {
    for (const group of chosen) await measureGroup(bench, group, rounds, medians);
  } finally {
    bench.close();
  }
  return medians;
}

async function measureGroup(bench: Bench, group: Group, wantedRounds: number, medians: Medians): Promise<void> {
  const { name, orders, into } = group;
  const rounds = Math.min(wantedRounds, group.rounds ?? wantedRounds);
  const samples: Samples = new Map();
  const database = into && (await openDatabase(into));
  if (into && !database) return;
  for (let round = 1; round <= rounds; round++) {
    for (const order of orders) {
      await rehearse(bench, order, round);
      const measured = await bench.measure(order, database);
      samples.set(nameOf(order), [...(samples.get(nameOf(order)) ?? []), measured]);
      const { time, processor, first, growth, stall, server, disk } = measured;
      const facts = [
        `${Math.round(time)} ms`,
        `${Math.round(processor)} ms of work`,
        `first ${Math.round(first)} ms`,
        ...(into ? [`${Math.round(server)} ms of the server`] : []),
        `${Math.round(growth / 1e6)} MB`,
        ...(disk > 0 ? [`${Math.round(disk / 1e6)} MB on the disk`] : []),
      ];
      console.log(`${name} ${round}/${rounds}  ${nameOf(order)}: ${facts.join(', ')}, stall ${stall.toFixed(1)} ms`);
    }
  }
  for (const [order, all] of samples) medians.set(inGroup(name, order), mediansOf(all));
  await database?.close();
  // All databases get the same answers.
  if (!into) await bench.forget();
}

/** The server renders a whole report beforehand, but the answers of windows only when they are asked for. */
async function rehearse(bench: Bench, order: Order, round: number): Promise<void> {
  if (order.load.kind === 'windows' && round === 1) await bench.measure(order);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
