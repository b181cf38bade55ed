import assert from 'node:assert/strict';
import { endpointById } from '../../nodes/catalogue/index';
import { allParameters } from '../../nodes/catalogue/shared-parameters';
import { wireRequest } from '../../nodes/client/url';
import { DataConnectError } from '../../nodes/errors';
import { distinctIds } from '../../nodes/extract/location-filter';
import { makePlan } from '../../nodes/extract/make-plan';
import { checkParameters, isRefused } from '../../nodes/parameters/check-parameters';
import { ParameterError } from '../../nodes/parameters/parameter-error';
import { orderFor } from '../extract/run-against';
import { assertGrowsWithSize } from '../growth/grows-with-size';

const endpoint = endpointById('availability')!;
const parameters = allParameters(endpoint);
const clock = { now: new Date('2026-03-11T15:00:00Z'), zone: 'America/Chicago' };

/** @returns the text of the refusal, empty where it is accepted */
function refusal(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    assert.ok(error instanceof DataConnectError, String(error));
    return `${error.message}${JSON.stringify(error.facts)}`;
  }
}

function check(given: Iterable<[string, unknown]>, { anyway = false, open = false } = {}): string {
  return refusal(() => {
    const { problems } = checkParameters(new Map(given), { parameters, open }, clock);
    if (problems.some((problem) => isRefused(problem, anyway))) throw new ParameterError(endpoint.title, problems);
  });
}

const list = <T>(length: number, item: (index: number) => T): T[] => Array.from({ length }, (_, index) => item(index));

function send(entries: Array<readonly [string, string]>, body: 'form' | 'json' = 'form'): string {
  const request = {
    method: 'POST',
    path: '/x',
    parameters: entries,
    body,
    authenticated: true,
    weight: 'report',
    repeatable: true,
  } as const;
  return refusal(() => wireRequest(new URL('https://dataconnect.example.net'), request, undefined));
}

function plan(given: Record<string, unknown>, id?: string): string {
  const order = orderFor('list-stores', given, {
    anyway: true,
    endpoint: id ? endpointById(id)! : undefined,
  });
  return refusal(() => makePlan(order));
}

const inputs: Record<string, (size: number) => string> = {
  'an unknown name': (size) => check([['Q'.repeat(size), 1]]),
  'an unknown name, sent anyway': (size) => check([['Q'.repeat(size), 1]], { anyway: true }),
  'many unknown names': (size) => check(list(size, (index) => [`QuantityMn${index}`, 1])),
  'many unknown names, sent anyway': (size) =>
    check(
      list(size, (index) => [`Name${index}`, 1]),
      { anyway: true },
    ),
  'many names for the request node': (size) =>
    check(
      list(size, (index) => [`Name${index}`, 1]),
      { open: true },
    ),
  'a choice': (size) => check([['ProductType', 'S'.repeat(size)]]),
  'a whole number': (size) => check([['QuantityMin', '1'.repeat(size)]]),
  'a number that ends badly': (size) => check([['QuantityMin', `${'1'.repeat(size)}x`]]),
  'a date': (size) => check([['DateAsOf', `now${' '.repeat(size)}-15m`]]),
  'a list of whole numbers': (size) => check([['LocationTypeIDs', `${'101,'.repeat(size)}x`]]),
  'a list of GUIDs': (size) => check([['CatalogItemIDs', `${'a183f1a9-c58f-426a-930a-9a6357db52ed,'.repeat(size)}x`]]),
  'a list of a message': (size) => check([['ProductSKUs', list(size, (index) => `S${index}`)]]),
  'a list of a message with a comma last': (size) => check([['ProductSKUs', [...list(size, String), 'a,b']]]),
  'a list of things': (size) => check([['ProductSKUs', [...list(size, String), {}]]]),
  'spaces within a text': (size) => check([['ProductSKUs', `a${' '.repeat(size)}b`]]),
  'spaces nobody sees within a text': (size) => check([['ProductNames', `a${'\u00a0'.repeat(size)}b\u200bc`]]),
  'a text of spaces': (size) => check([['QuantityMin', ' '.repeat(size)]]),
  'a line break at the end': (size) => check([['ProductNames', `${'a'.repeat(size)}\u0000`]]),
  'half a character at the end': (size) => check([['ProductNames', `${'a'.repeat(size)}\ud800x`]]),
  addresses: (size) => check([['Email.To', `${'a@b.c;'.repeat(size)}x`]]),
  'an address': (size) => check([['Email.To', `${'a'.repeat(size)}@`]]),
  'names of a JSON body': (size) => send([...list(size, (index) => [`n${index}`, '1'] as const), ['n1', '2']], 'json'),
  'names that cannot be sent': (size) => send(list(size, (index) => [`n\u0001${index}`, '1'] as const)),
  'a name that cannot be sent': (size) => send([[`${'n'.repeat(size)}\u0001`, '1']]),
  'a value that cannot be sent': (size) => send([['n', `${'n'.repeat(size)}\u0001`]]),
  'a name that is given twice': (size) =>
    send(
      list(2, () => ['n'.repeat(size), '1'] as const),
      'json',
    ),
  'dates of any name, of the request node': (size) => plan({ StartDate: 'T'.repeat(size), StopDate: '1'.repeat(size) }),
  'dates that are none, sent anyway': (size) =>
    plan({ StartDate: 'T'.repeat(size), StopDate: 'T'.repeat(size) }, 'product-summary'),
  'ids of locations': (size) => String(distinctIds(list(size, (index) => `0${index % 7}`))?.length),
};

describe('parameters of any size', () => {
  for (const [what, work] of Object.entries(inputs)) {
    it(`cost no more than in proportion: ${what}`, async () => {
      await assertGrowsWithSize(5000, (size) => () => work(size));
    });

    it(`are not said in full: ${what}`, () => {
      const text = work(20_000);
      // The text, and its facts, which repeat it.
      assert.ok(text.length < 8000, `${text.length} characters`);
    });
  }

  it('are said to be more where an error cannot name them all', () => {
    assert.match(check(list(50, (index) => [`Name${index}`, 1])), /Further problems: 40\./);
  });
});
