import assert from 'node:assert/strict';
import { endpoints } from '../../nodes/catalogue/index';
import { personalKindOf } from '../../nodes/catalogue/personal';

const known = endpoints.flatMap(({ id, columns, variants = [] }) =>
  [...columns, ...variants.flatMap((variant) => variant.columns)].map((column) => ({ id, column })),
);

/** Words with which the documentation says of a column that it is about a person. */
const SAYS = /\b(customer|employee|salesperson)('s)? (name|phone|mobile|e-?mail|street|address|username|zip)|\bIMEI\b/i;
/** They say it of something else. */
const NOT_OF_A_PERSON = new Set(['HideCustomerAddress', 'DeclineToProvideEmail', 'Email Password', 'Email Server']);

describe('columns about a person', () => {
  it('are found where their description says so', () => {
    const missed = known
      .filter(({ column }) => SAYS.test(column.description) && !NOT_OF_A_PERSON.has(column.name))
      .filter(({ column }) => column.type === 'string' && personalKindOf(column) === undefined);
    assert.deepEqual(
      missed.map(({ id, column }) => `${id}: ${column.name}`),
      [],
    );
  });

  it('are known by their names alone, however these are written', () => {
    const kinds = ['FirstName', 'customer_phone_number', 'E-Mail', 'Ship Address 2', 'ESN', 'ZIPCode', 'BirthDate'];
    assert.deepEqual(
      kinds.map((name) => personalKindOf({ name })),
      ['name', 'phone', 'email', 'address', 'serial', 'address', 'trait'],
    );
  });

  it('are no ids, no counts, no switches, and nothing about stores, products and sums', () => {
    const names = [
      ...['EmployeeID', 'CustomerID', 'SerialNumberLength', 'PhoneRebateAmount', 'PhoneDescription', 'StoreName'],
      ...['ProductName', 'RegionName', 'InvoiceNumber', 'PersonalUsedHours', 'TypeOfCustomer', 'Serialized'],
    ];
    assert.deepEqual(
      names.filter((name) => personalKindOf({ name }) !== undefined),
      [],
    );
    const master = known.filter(({ id }) => id === 'location-master-list').map(({ column }) => column);
    assert.deepEqual(
      master.filter((column) => personalKindOf(column)).map(({ name }) => name),
      ['LandlordName'],
    );
  });
});
