import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { moveKeptFlows } from './example-flows';
import { freePortFrom, isFree } from './free-port';
import type { Places } from './places';
import { chosenInstances } from './several';

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

  it('takes a small whole number of instances, and says so of anything else', () => {
    assert.deepEqual([undefined, '1', '3', '9'].map(chosenInstances), [1, 1, 3, 9]);
    for (const wanted of ['', '0', '-1', '2.5', '10', 'three', '0x2', ' 2'])
      assert.throws(() => chosenInstances(wanted), { message: /^--instances .* give a whole number from 1 to 9\.$/ });
  });

  describe('started again when the emulator and the inbox have other ports', () => {
    let directory: string;
    before(() => {
      directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-playground-'));
    });
    after(() => rmSync(directory, { recursive: true }));

    it('corrects what was pointed to them, and no other node', () => {
      const file = path.join(directory, 'flows.json');
      const before = placesAt(1);
      const { serviceUrl, tokenUrl } = before;
      const connection = { type: 'dataconnect-connection', environment: 'custom' };
      const mail = { id: 'mail', type: 'e-mail', server: '127.0.0.1', port: '1' };
      const others = [
        { ...connection, id: 'ours', serviceUrl: 'https://example.net', tokenUrl },
        { id: 'button', type: 'inject', name: 'Emulator' },
        { id: 'elsewhere', type: 'e-mail', server: 'smtp.example.net', port: '1' },
        // No server was started for it before.
        { id: 'database', type: 'MySQLdatabase', host: '127.0.0.1', port: '3306' },
      ];
      writeFileSync(file, JSON.stringify([{ ...connection, id: 'emulator', serviceUrl, tokenUrl }, mail, ...others]));
      const now = placesAt(2);
      moveKeptFlows(directory, before, now);
      assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), [
        { ...connection, id: 'emulator', serviceUrl: now.serviceUrl, tokenUrl: now.tokenUrl },
        { ...mail, port: '2' },
        ...others,
      ]);
    });
  });
});

function placesAt(port: number): Places {
  const serviceUrl = `http://127.0.0.1:${port}`;
  return { serviceUrl, tokenUrl: `${serviceUrl}/accounts/v1`, mailPort: port, fileFolder: '' };
}
