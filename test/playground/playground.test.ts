import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Emulator, startEmulator } from '../emulator';
import { pointToEmulator } from './example-flows';
import { freePortFrom, isFree } from './free-port';

describe('the playground', () => {
  let other: Server;
  let taken: number;
  before(async () => {
    other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    taken = (other.address() as { port: number }).port;
  });
  after(() => other.close());

  it('goes to the next port when one is taken', async () => {
    assert.equal(await isFree(taken), false);
    assert.ok((await freePortFrom(taken)) > taken);
  });

  describe('started again when the emulator has another port', () => {
    let directory: string;
    let emulator: Emulator;
    before(async () => {
      directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-playground-'));
      emulator = await startEmulator();
    });
    after(async () => {
      rmSync(directory, { recursive: true });
      await emulator.close();
    });

    it('corrects its own connection and no other node', () => {
      const file = path.join(directory, 'flows.json');
      const own = { id: 'a', type: 'dataconnect-connection', name: 'Emulator', environment: 'custom' };
      const others = [
        {
          id: 'b',
          type: 'dataconnect-connection',
          name: 'Ours',
          environment: 'custom',
          serviceUrl: 'https://example.net',
        },
        { id: 'c', type: 'inject', name: 'Emulator' },
      ];
      writeFileSync(file, JSON.stringify([{ ...own, serviceUrl: 'http://127.0.0.1:1' }, ...others]));
      pointToEmulator(directory, emulator);
      const { serviceUrl, tokenUrl } = emulator;
      assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), [{ ...own, serviceUrl, tokenUrl }, ...others]);
    });
  });
});
