import assert from 'node:assert/strict';
import { endpoints } from '../../nodes/catalogue';
import type { Authentication } from '../../nodes/client/settings';
import { isSecretValue, nameKind } from '../../nodes/secrets/finding/secret-names';
import { answer } from '../client/scripted-server';
import { settingsFor, TestBed } from '../client/settings-for';
import { orderFor, runAgainst } from '../extract/run-against';

const RECORDS = [
  { ID: 1234, Zip: '1234', Store: 'Warehouse', Day: '2026-07-11', At: '2026-07-11T10:00:00.000', Note: 'x marks it' },
  { ID: 12345678, Zip: '01234', Store: 'Warehouse West', Day: '12345678', At: null, Note: 'The token of a cookie' },
  { ID: 3, Zip: 'x', Store: 'String_InStock', Day: 'UsEast-1', At: '', Note: 'AT&amp;T 50% \\u0041 &#65; "" C:\\new' },
];

describe('a report in which secrets stand by chance', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  for (const password of ['x', '1234', '12345678', '2026-07-11', 'Warehouse', 'Ware', 'house', 'a', '"', '50%', ' ']) {
    it(`is what the service sent, with the password ${password}`, async () => {
      for (const body of [JSON.stringify(RECORDS), JSON.stringify(RECORDS, null, 2)]) {
        const authentication: Authentication = { kind: 'basic', username: 'anna', password };
        const server = await bed.server(
          (_, socket) => void socket.write(answer(200, body, { 'set-cookie': 'a=1; Path=/' })),
        );
        const client = bed.client(settingsFor(server.url, { authentication }));
        const order = orderFor(
          'location-master-list',
          {},
          { endpoint: undefined, path: '/x', output: { kind: 'all' } },
        );
        const ran = await runAgainst(client, order);
        assert.equal(ran.error, undefined);
        assert.deepEqual(ran.records, RECORDS);
        assert.equal(ran.facts.masked, 0);
      }
    });
  }
});

describe('the name of a column', () => {
  it('is that of a secret only where the catalogue says so, too', () => {
    const columns = endpoints
      .flatMap((endpoint) => [endpoint, ...(endpoint.variants ?? [])])
      .flatMap((each) => each.columns);
    const named = columns.filter(({ name }) => nameKind(name) !== 'plain');
    assert.deepEqual(
      named.filter(({ secret }) => secret !== true),
      [],
    );
    assert.deepEqual(
      columns.filter(({ name, secret }) => secret && nameKind(name) !== 'secret'),
      [],
    );
  });

  for (const name of [
    'TokenCount',
    'Gift Token Sales',
    'PasswordExpiry',
    'IsPasswordSet',
    'Chocolate Cookie',
    'VoidToken',
    'AuthorizationNumber',
    'AuthType',
    'Key',
    'ProductKey',
    'Session',
    'SecretShopper',
    'PaidToken',
    'CookiesSold',
  ]) {
    it(`${name} is that of no secret`, () => assert.equal(nameKind(name), 'plain'));
  }

  it('leaves answers and empty values what they are', () => {
    for (const value of ['true', 'No', '', '0', '********', 'N/A'.slice(0, 1)])
      assert.ok(!isSecretValue(value, 'secret'), value);
    assert.ok(!isSecretValue('5 gold tokens', 'maybe'));
  });
});
