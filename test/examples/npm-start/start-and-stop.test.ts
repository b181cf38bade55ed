import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { openMariadb, openPostgresql } from '../../counterparts/look-into';
import { EditorSocket } from '../../flows/editor-socket';
import type { FlowNode } from '../../flows/node-red';
import { readKept } from '../../playground/kept';
import { exampleFiles } from '../example-files';
import { listening, PlaygroundProcess } from './playground-process';

/** The debug node of the first flow. */
const FIRST_RECORDS = 'example-first-flow-records';

describe('npm start', () => {
  let directory: string;
  let playground: PlaygroundProcess;
  before(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-playground-'));
    // The database servers run as another user.
    chmodSync(directory, 0o755);
    playground = await PlaygroundProcess.startAt(directory);
  });
  after(async () => {
    await playground?.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  const editor = () => playground.address('Node-RED');
  const flows = async () => (await (await fetch(new URL('flows', editor()))).json()) as FlowNode[];
  const tabs = async () => (await flows()).filter(({ type }) => type === 'tab').map(({ label }) => String(label));
  const page = async (address: string) => {
    const answer = await fetch(address);
    assert.equal(answer.status, 200, address);
    return answer.text();
  };

  it('opens on a tab that says what is here, and has every example that can run behind it, in order', async () => {
    const { postgresqlPort, mariadbPort } = readKept(directory)!.places;
    const lacking = ['MSSQL', postgresqlPort ? '' : 'postgresql', mariadbPort ? '' : 'mysql'];
    const here = exampleFiles().filter(
      ({ generated, counterparts }) => !generated && !counterparts.some((type) => lacking.includes(type)),
    );
    const expected = here.map(({ nodes }) => nodes.find(({ type }) => type === 'tab')!.label);
    assert.deepEqual(await tabs(), ['Welcome', ...expected]);
  });

  it('names the same addresses on the console and in the welcome tab, and each of them answers', async () => {
    const welcome = (await flows()).find(({ label }) => label === 'Welcome')!;
    for (const name of ['Inbox', 'Dashboard', 'Database', 'Emulator'] as const) {
      const address = playground.address(name);
      assert.ok(String(welcome.info).includes(`[${name}](${address})`), name);
      await page(address);
    }
  });

  it('has the credentials in the connection: the first flow gives records at the press of its button', async () => {
    const socket = await EditorSocket.open(editor());
    const pressed = await fetch(new URL('inject/example-first-flow-inject', editor()), { method: 'POST' });
    assert.equal(pressed.status, 200);
    // Examples that run by the clock print as well.
    const { data } = await socket.first(({ topic, data }) => topic === 'debug' && data?.id === FIRST_RECORDS, 0);
    assert.match(String(data?.msg), /ProductSKU/);
    await socket.close();
  });

  it('shows a mail that any mail program sends, to everybody it was sent to, with its file', async () => {
    const { mailPort: port } = readKept(directory)!.places;
    const transport = createTransport({ host: '127.0.0.1', port, auth: { user: 'anybody', pass: 'anything' } });
    await transport.sendMail({
      from: 'shop@shop.example',
      to: 'ann@shop.example, bob@shop.example',
      bcc: 'boss@shop.example',
      subject: 'Sales & returns',
      text: 'Two stores',
      attachments: [{ filename: 'sales.csv', content: 'Store,Total\r\n84 West,12.50\r\n' }],
    });
    transport.close();
    const list = await page(playground.address('Inbox'));
    const [, mail] = /href="(\/inbox\/[^"]+)">Sales &#38; returns</.exec(list)!;
    const shown = await page(new URL(mail!, playground.address('Inbox')).href);
    for (const text of ['ann@shop.example', 'bob@shop.example', 'boss@shop.example', 'Two stores', 'sales.csv']) {
      assert.ok(shown.includes(text), text);
    }
    const [, file] = /href="([^"]+)" download>sales\.csv/.exec(shown)!;
    assert.equal(await page(new URL(file!, playground.address('Inbox')).href), 'Store,Total\r\n84 West,12.50\r\n');
  });

  it('takes the next start up where this one ended: flows, mails and databases, at the places of then', async () => {
    const before = readKept(directory)!.places;
    const databases = [openPostgresql, openMariadb].flatMap((open, index) => {
      const port = [before.postgresqlPort, before.mariadbPort][index];
      return port === undefined ? [] : [{ index, open, port }];
    });
    for (const { open, port } of databases) {
      const tables = open(port);
      await tables.run('CREATE TABLE kept (id BIGINT)');
      await tables.close();
    }
    // A person deletes one of the examples and keeps a flow of their own.
    const own = { id: 'own-tab', type: 'tab', label: 'My own', disabled: false, info: '' };
    const remaining = (await flows()).filter(({ id, z }) => ![id, z].includes('example-stop'));
    const deployed = await fetch(new URL('flows', editor()), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([...remaining, own]),
    });
    assert.equal(deployed.status, 204);
    const labels = await tabs();
    assert.equal(await playground.stop(), 0);
    for (const port of [before.mailPort, before.postgresqlPort, before.mariadbPort]) {
      assert.equal(port !== undefined && (await isOpen(port)), false, `Something is left at port ${port}.`);
    }
    // Other programs have taken the ports of the emulator and the inbox.
    const taken = [new URL(before.serviceUrl).port, before.mailPort].map((port) => listening(Number(port)));
    playground = await PlaygroundProcess.startAt(directory);
    for (const server of taken) (await server).close();

    assert.deepEqual(await tabs(), labels);
    assert.ok(labels.includes('My own') && !labels.includes('Stop a long run'));
    const kept = await flows();
    assert.ok(String(kept.find(({ label }) => label === 'Welcome')!.info).includes(playground.address('Inbox')));
    assert.match(await page(playground.address('Inbox')), /Sales &#38; returns/);
    const now = readKept(directory)!.places;
    assert.ok(now.mailPort !== before.mailPort && now.serviceUrl !== before.serviceUrl);
    for (const mail of kept.filter(({ type }) => type === 'e-mail')) assert.equal(mail.port, String(now.mailPort));
    assert.equal(kept.find(({ type }) => type === 'dataconnect-connection')!.serviceUrl, now.serviceUrl);
    for (const { index, open } of databases) {
      const tables = open([now.postgresqlPort, now.mariadbPort][index]!);
      assert.deepEqual(await tables.rows('SELECT id FROM kept'), []);
      await tables.close();
    }
  });

  it('says in words that the port asked for is taken, and which command helps', async () => {
    const other = await listening();
    const { port } = other.address() as { port: number };
    const refused = new PlaygroundProcess(['--directory', directory, '--port', String(port)]);
    assert.equal(await refused.ended, 1);
    other.close();
    assert.match(refused.printed, new RegExp(`Port ${port} is taken by another program.*npm start -- --port`));
  });
});

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
