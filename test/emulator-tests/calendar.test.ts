import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { DAY, worldOf } from '../emulator';
import { repository } from '../package-files';

/** What was sold in the world of a process of its own: instants and ids. */
function soldUntil(present: string): Array<[at: number, id: number]> {
  const program = `
    const { letWorldReach, worldOf } = require('./test/emulator');
    letWorldReach(Date.parse('${present}'));
    const sold = worldOf(43).invoices.map(({ at, id }) => [at, id]);
    process.stdout.write(JSON.stringify(sold));`;
  const printed = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=commonjs', '-e', program], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(printed);
}

describe('the sales of npm start', () => {
  const ofTests = () => worldOf(43)!.invoices.map(({ at, id }): [number, number] => [at, id]);

  it('go on to the end of the present year, with those of the years before as in every test', () => {
    const sold = soldUntil('2029-03-02T08:00:00Z');
    const before = ofTests();
    assert.deepEqual(sold.slice(0, before.length), before);
    const days = new Set(sold.map(([at]) => Math.floor(at / DAY)));
    for (let day = Date.UTC(2027, 0, 1); day < Date.UTC(2030, 0, 1); day += DAY) {
      assert.ok(days.has(day / DAY), new Date(day).toISOString());
    }
  });

  it('are those of the tests until then', () => {
    assert.deepEqual(soldUntil('2026-11-30T08:00:00Z'), ofTests());
  });
});
