import { endpointById } from '../../nodes/catalogue';
import type { RunOrder } from '../../nodes/extract/run-order';
import { TestBed } from '../client/settings-for';
import { orderFor } from '../extract/run-against';
import { assertNoCanary, CANARIES, echoing, everythingOf, HELD, SIGN_INS, settings } from './canaries';

const RESPONSES = [
  'Json',
  'JsonDataTable',
  'Xml',
  'XmlDataTable',
  'Csv',
  'Excel',
  'Excel.Email',
  'Csv.Email',
  'Xml.Email',
];

/** The ways in which a service reports an error in an answer it calls a success, or does not. */
const ERRORS: Readonly<Record<string, (secrets: readonly string[]) => string>> = {
  'an error object': (secrets) => JSON.stringify({ Error: true, Message: `You sent ${secrets.join(' and ')}.` }),
  'an error object with escapes': (secrets) =>
    JSON.stringify({ Error: true, Message: secrets.join(' ') }).replace(/[/+&<>="]/g, (character) =>
      character === '"' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  'an error in a table': (secrets) =>
    JSON.stringify({ Records: [], Error: true, Message: secrets.join(' '), Schema: [] }),
  'an XML error': (secrets) => `<Error><Error>true</Error><Message>${xml(secrets.join(' '))}</Message></Error>`,
  'an HTML page': (secrets) => `<html><title>${xml(secrets.join(' '))}</title></html>`,
  'a sentence': (secrets) => `An error occurred while processing ${secrets.join(' ')}`,
  'damaged JSON': (secrets) =>
    `[{"${JSON.stringify(secrets.join(' ')).slice(1, -1)}":1},nonsense ${secrets.join(' ')}]`,
  'damaged XML': (secrets) => `<Table><Record><A>${xml(secrets.join(' '))}</A></Wrong>`,
  'damaged Csv': (secrets) => `"${secrets.join(' ').replaceAll('"', '""')}",B\r\n1,2,3\r\n`,
};

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

describe('a service that says secrets back in its errors', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  for (const signIn of Object.keys(SIGN_INS)) {
    for (const [how, body] of Object.entries(ERRORS)) {
      it(`as ${how}, with sign-in by ${signIn}, whatever the format and status`, async () => {
        const held = HELD[signIn]!;
        for (const status of [200, 500, 400, 404]) {
          const server = await bed.server(echoing(() => ({ status, body: body(held) })));
          const client = bed.client(settings(server.url, signIn));
          for (const response of RESPONSES) {
            for (const order of ordersFor(response)) assertNoCanary(await everythingOf(client, order), held);
          }
        }
      }).timeout(60_000);
    }
  }

  it('as values behind names, which the client does not hold', async () => {
    const message = `basic_token=${CANARIES.BASIC_TOKEN}; "access_token":"${CANARIES.BASIC_TOKEN}"`;
    const server = await bed.server(echoing(() => ({ body: JSON.stringify({ Error: true, Message: message }) })));
    const client = bed.client(settings(server.url, 'basic'));
    assertNoCanary(await everythingOf(client, orderFor('location-master-list', {})));
  });
});

function ordersFor(response: string): RunOrder[] {
  const given = { Response: response, 'Email.To': 'anna@example.com' };
  const endpoint = endpointById('location-master-list')!;
  return [
    orderFor(endpoint.id, given, { retries: 0 }),
    orderFor(endpoint.id, given, { retries: 0, output: { kind: 'text' }, path: '/session' }),
    orderFor(endpoint.id, given, { retries: 0, endpoint: undefined, path: '/Session/' }),
  ];
}
