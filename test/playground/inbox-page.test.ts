import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import type { Listening } from '../emulator/server';
import { Inbox } from './inbox';
import { servePages } from './pages/pages';

const PICTURE = Buffer.from('iVBORw0KGgo=', 'base64');

describe('the inbox of the playground', () => {
  let directory: string;
  let inbox: Inbox;
  let pages: Listening;
  before(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-inbox-'));
    inbox = await Inbox.open(directory, 0);
    pages = await servePages({ inbox, databases: { directory, driver: () => undefined } }, 0);
    const transport = createTransport({ host: '127.0.0.1', port: inbox.port });
    await transport.sendMail({
      from: 'reports@shop.example',
      to: 'ann@shop.example',
      subject: '<script>subject</script>',
      text: '<script>text</script>',
      html: '<p>A &amp; B</p><script>html</script><img src="cid:logo"><img src="http://elsewhere.example/seen.png">',
      attachments: [
        { filename: '"<i>ä\r\n.xlsx', content: Buffer.from([0, 1, 2]) },
        { filename: 'logo.png', cid: 'logo', content: PICTURE },
      ],
    });
    transport.close();
  });
  after(async () => {
    await pages.close();
    await inbox.close();
    rmSync(directory, { recursive: true });
  });

  const get = async (place: string) => {
    const answer = await fetch(new URL(place, pages.origin));
    return { answer, text: await answer.text(), policy: answer.headers.get('content-security-policy') };
  };
  const mailPlace = () => `/inbox/${inbox.newestFirst[0]!.id}`;

  it('writes what a mail says as text, in the list and in the mail', async () => {
    for (const place of ['/inbox', mailPlace()]) {
      const { text } = await get(place);
      assert.ok(text.includes('&#60;script&#62;subject&#60;/script&#62;'), place);
      assert.doesNotMatch(text, /<script>(subject|text|html)/);
    }
  });

  it("shows a mail's HTML in a frame that runs nothing and loads nothing, with the pictures that lie in the mail", async () => {
    const { text } = await get(mailPlace());
    const [, source] = /<iframe sandbox src="([^"]+)"/.exec(text)!;
    const shown = await get(source!);
    assert.match(shown.policy ?? '', /^sandbox; default-src 'none';/);
    assert.doesNotMatch(shown.policy ?? '', /script-src|img-src (?!data:)|allow-/);
    assert.ok(shown.text.includes(`<img src="data:image/png;base64,${PICTURE.toString('base64')}">`));
  });

  it('gives a file to be saved, never shown, under its own name', async () => {
    const { text } = await get(mailPlace());
    const places = [...text.matchAll(/href="([^"]+\/attachments\/\d)"/g)].map(([, place]) => place!);
    const answers = await Promise.all(places.map((place) => get(place)));
    const names = answers.map(({ answer }) => answer.headers.get('content-disposition'));
    assert.ok(names.every((name) => name?.startsWith('attachment; filename*=')));
    assert.ok(names.some((name) => decodeURIComponent(name!).includes('"<i>ä')));
    assert.ok(answers.every(({ answer }) => answer.headers.get('x-content-type-options') === 'nosniff'));
  });

  it('has no mail by another name, and no file of the machine', async () => {
    for (const place of ['/inbox/nothing', `${mailPlace()}/attachments/9`, '/inbox/..%2F..%2Fpackage', '/%E0%A4%A']) {
      const { answer } = await get(place);
      assert.equal(answer.status, 404, place);
    }
  });

  it('keeps the newest hundred over its end, each in a file', async () => {
    const transport = createTransport({ host: '127.0.0.1', port: inbox.port, pool: true });
    const send = (subject: string) =>
      transport.sendMail({ from: 'a@b.example', to: 'c@d.example', subject, text: 'x' });
    for (let number = 1; number <= 100; number++) await send(`number ${number}`);
    transport.close();
    assert.equal(readdirSync(directory).length, 100);
    await inbox.close();
    const again = await Inbox.open(directory, 0);
    const subjects = again.newestFirst.map(({ mail }) => mail.subject);
    await again.close();
    assert.deepEqual(
      subjects,
      Array.from({ length: 100 }, (_, index) => `number ${100 - index}`),
    );
  });
});
