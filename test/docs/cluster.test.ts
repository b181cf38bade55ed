import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import clusterManifest from '../../cluster/package.json';
import { repository } from '../package-files';
import { textOf } from './documents';

const document = textOf('docs/cluster.md');
const LIMIT = 5;
const SECONDS_OF_A_DAY = 86_400;

describe('what is said of several Node-RED', () => {
  it('is what a person sees, word for word', () => {
    const [, failures = ''] = /^## When something fails$([\s\S]*?)^### /m.exec(document) ?? [];
    const rows = failures.split('\n').filter((line) => line.startsWith('|'));
    const quoted = rows.flatMap((row) => [...row.matchAll(/\*([^*]+)\*/g)].map(([, words]) => words!));
    assert.ok(quoted.length > 10);
    const all = ['locales', 'cluster/locales'].flatMap((folder) => wordsIn(path.join(folder, 'en-US'))).join('\n');
    const parts = quoted.flatMap((words) => words.split('…').map((part) => part.trim()));
    assert.deepEqual(
      parts.filter((part) => !all.includes(part.replace(/\.$/, ''))),
      [],
    );
  });

  it('names the package, and settings that Redis has', () => {
    assert.ok(document.includes(`npm install ${clusterManifest.name}`));
    for (const setting of ['appendonly yes', 'maxmemory-policy noeviction']) assert.ok(document.includes(setting));
  });

  it('has sums that are right', () => {
    const budget = LIMIT * SECONDS_OF_A_DAY;
    assert.ok(document.includes(`${budget.toLocaleString('en-US')} request-seconds`));
    const [, table = ''] = /^\| each day .*$\n\|[-|]+\|\n((?:\|.*\n)+)/m.exec(document) ?? [];
    const cells = table
      .trim()
      .split('\n')
      .flatMap((row) => {
        const [, , ...numbers] = row.split('|').map((cell) => cell.trim());
        return [numbers.slice(0, 2), numbers.slice(2, 4)];
      });
    assert.ok(cells.length >= 8);
    for (const [requests, each] of cells) {
      const mean = budget / Number(requests!.replaceAll(',', ''));
      const [, number, unit] = /^([\d.]+) (s|minutes)/.exec(each!)!;
      const said = Number(number) * (unit === 's' ? 1 : 60);
      assert.ok(Math.abs(said - mean) / mean < 0.03, `${requests}: ${each}`);
    }
  });
});

/** All texts of a language, without what stands for something else. */
function wordsIn(folder: string): string[] {
  const files = readdirSync(path.join(repository, folder)).filter((file) => file.endsWith('.json'));
  return files.map((file) => textOf(path.join(folder, file)).replaceAll('\\"', '"'));
}
