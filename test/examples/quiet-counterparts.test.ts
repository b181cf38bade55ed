import assert from 'node:assert/strict';
import type { FlowNode } from '../flows/node-red';
import { freePortFrom } from '../playground/free-port';
import { openWorkshop } from './shared-workshop';
import type { Workshop } from './workshop';

/** Long enough that a test which waits for it fails. */
const NEVER = { seconds: 3600 };

describe('a node of others that reports an error and never says that it is done', () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop();
  });

  /** Runs a report into it. @returns how the run ended, as the status under our node says it */
  async function endOf(behind: FlowNode[], configNodes: FlowNode[] = [], settings: object = {}): Promise<string> {
    const onTab = (node: FlowNode): FlowNode => ({ z: 'tab', x: 100, y: 100, ...node });
    const report = {
      ...{ id: 'report', type: 'dataconnect-list-stores', version: 2, connection: 'connection', flow: NEVER },
      ...settings,
      wires: [[behind[0]!.id]],
    };
    const button = { id: 'button', type: 'inject', props: [], wires: [['report']] };
    const nodes = [
      { id: 'tab', type: 'tab', label: 'quiet' },
      { id: 'connection', type: 'dataconnect-connection' },
      ...configNodes,
      ...[button, report, ...behind].map(onTab),
    ];
    const flow = await workshop.deployFlow({ name: 'quiet', generated: false, nodes, counterparts: [] });
    const from = await flow.start(button);
    return (await flow.end(report, from)).text;
  }

  /** A mail that has an attachment which is none, so that it cannot be sent. */
  function badMail(): FlowNode[] {
    const rules = [
      { t: 'set', p: 'attachments', pt: 'msg', to: '[{"filename":"a","content":{}}]', tot: 'json' },
      { t: 'set', p: 'payload', pt: 'msg', to: 'a report', tot: 'str' },
    ];
    return [
      { id: 'badly', type: 'change', rules, wires: [['mail']] },
      { id: 'mail', type: 'e-mail', name: 'admin@example.com', wires: [] },
    ];
  }

  it('fails the run: a mail that cannot be sent', async () => {
    assert.equal(await endOf(badMail()), 'failed: FLOW_FAILED');
    assert.equal(workshop.mails.length, 0);
  });

  it('holds no run up that is to go on: mails that cannot be sent', async () => {
    const flow = { ...NEVER, stopOnFailure: false };
    assert.match(await endOf(badMail(), [], { flow, output: { mode: 'each' } }), /^\d+ records$/);
  });

  it('fails the run: a SQL Server that is not there', async () => {
    const port = String(await freePortFrom(19_433));
    const server = { id: 'server', type: 'MSSQL-CN', server: '127.0.0.1', port, database: 'master', encyption: false };
    const table = {
      ...{ id: 'table', type: 'MSSQL', mssqlCN: 'server', outField: 'payload', returnType: 0, throwErrors: 1 },
      ...{ query: 'SELECT 1', modeOpt: '', modeOptType: 'query', queryOpt: '', queryOptType: 'editor' },
      ...{ paramsOpt: '', paramsOptType: 'none', params: [], parseMustache: false },
      wires: [],
    };
    assert.equal(await endOf([table], [server]), 'failed: FLOW_FAILED');
  });
});
