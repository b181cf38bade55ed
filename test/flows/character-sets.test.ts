import assert from 'node:assert/strict';
import type { Fault } from '../emulator/faults/fault';
import { FlowFixture } from './flow-fixture';

const fixed = (value: string) => ({ type: 'fixed', value });

describe('an answer in another character set', () => {
  const fixture = new FlowFixture();

  async function payload(response: string, mode: string, fault?: Fault): Promise<unknown> {
    fixture.emulator.dials.set({ rows: { 'employee-master-list': { count: 60 } } });
    if (fault) fixture.emulator.dials.addFault({ fault, times: 1, path: '/reports/employeemasterlistreport' });
    const params = { Response: fixed(response), EnabledStatus: fixed('2') };
    const flow = await fixture.open([
      { id: 'node', type: 'dataconnect-employee-master-list', params, output: { mode } },
    ]);
    const { messages, error } = await flow.ask('node', {});
    assert.equal(error, undefined, error?.message);
    return messages[0]!.payload;
  }

  for (const response of ['Json', 'Xml', 'Csv']) {
    it(`gives the same text and the same records as ever: ${response}`, async () => {
      for (const mode of ['all', 'text']) {
        const plain = await payload(response, mode);
        assert.match(JSON.stringify(plain), /Zoë|José|François|Björk/);
        for (const fault of [
          { kind: 'charset', encoding: 'utf8', declared: 'iso-8859-1' },
          { kind: 'charset', encoding: 'utf8', declared: 'utf-16' },
          { kind: 'charset', encoding: 'utf8', mark: true, declared: 'windows-1252' },
          { kind: 'charset', encoding: 'utf16le', declared: 'utf-16' },
          { kind: 'charset', encoding: 'utf16be', mark: true },
        ] as Fault[]) {
          assert.deepEqual(await payload(response, mode, fault), plain, `${mode}, ${JSON.stringify(fault)}`);
        }
      }
    });
  }
});
