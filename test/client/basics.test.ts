import assert from 'node:assert/strict';
import { answer } from './scripted-server';
import { fetchText, settingsFor, TestBed } from './settings-for';

describe('a plain request', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  it('sends the parameters and gives the body', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '[{"a":1}]')));
    const client = bed.client(settingsFor(server.url));
    assert.equal(await fetchText(client, '/lists/x', { parameters: [['a b', 'c&d#e']] }), '[{"a":1}]');
    assert.equal(server.requests[0]?.target, '/lists/x?a%20b=c%26d%23e');
    assert.equal(await fetchText(client, '/lists/x'), '[{"a":1}]');
    assert.equal(server.connections, 1, 'the connection is kept');
  });
});
