/**
 * How much memory a comparison of a million records takes, on Linux: a first run, one behind which 2 % is other, and one
 * in which nothing is; by a key and without.
 *
 *   npx tsx test/incremental/changes/million/measure.ts [records] [another node]
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { temporaryFolder } from '../../cursor/cursor-samples';

export interface MillionOrder {
  folder: string;
  records: number;
  key: string[];
  isLater: boolean;
}

function main([records = '1000000', node = process.execPath]: string[]): void {
  const program = path.join(temporaryFolder(), 'feed-alone.cjs');
  const entry = path.join(__dirname, 'feed-alone.ts');
  buildSync({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', target: 'node20' });
  for (const key of [['Id'], []]) {
    const folder = temporaryFolder();
    for (const isLater of [false, true, true]) {
      const order: MillionOrder = { folder, records: Number(records), key, isLater };
      spawnSync(node, [program, JSON.stringify(order)], { stdio: 'inherit' });
    }
  }
}

main(process.argv.slice(2));
