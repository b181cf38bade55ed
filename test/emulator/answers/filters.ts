/** Which subjects a request asks for. Parameters that a kind of subject has nothing to do with filter nothing. */

import type { Parameter } from '../../../nodes/catalogue';
import { locationFilters, rangesOf } from '../../../nodes/catalogue/roles';
import type { DateRange, Question } from './question';
import type { Subject } from './subject';

type Test = (subject: Subject) => boolean;

/** Legacy levels of `ForWho`, as `/lists/forwhoid` numbers them. */
export const FOR_WHO = ['Company', 'Region', 'District', 'Store', 'Channel'] as const;

export function filtered(subjects: readonly Subject[], question: Question): Subject[] {
  const tests = [...dateTests(question), ...otherTests(question)];
  return subjects.filter((subject) => tests.every((test) => test(subject)));
}

/** Every filter but the dates. */
export function otherTests(question: Question): Test[] {
  return [
    locationTest(question),
    ...peopleTests(question),
    ...productTests(question),
    ...documentTests(question),
    shortageTest(question),
  ].filter((test) => test !== undefined);
}

/** The first pair of dates filters by the subject's own instant; of what came of it later the world knows nothing. */
function dateTests({ endpoint, parameters, dials }: Question): Test[] {
  const { start, stop } = endpoint.range ?? rangesOf(endpoint.parameters)[0] ?? {};
  if (!start || !stop || !(parameters.has(start) || parameters.has(stop))) return [];
  const range = parameters.range(start, stop, dials);
  return [(subject: Subject) => subject.at === undefined || within(subject.at, range)];
}

export function within(at: number, { from, before }: DateRange): boolean {
  return (from === undefined || at >= from) && (before === undefined || at < before);
}

/** The first filter whose level is given wins (docs/api.md, Location filter); none means the whole company. */
function locationTest({ endpoint, parameters }: Question): Test | undefined {
  const filters = locationFilters(endpoint.parameters).map((filter) => ({ ...filter, level: levelOf(filter) }));
  const plain = filters.find(({ level }) => level === undefined);
  const named = parameters.list(plain?.name ?? 'StoreIDs') ?? parameters.list('StoreID');
  if (named) return ({ store }) => !store || named.includes(String(store.id)) || named.includes(String(store.entityId));
  const filter = filters.find(({ level }) => level !== undefined && parameters.has(level));
  const ids = filter && parameters.list(filter.name);
  if (!filter?.level || !ids) return undefined;
  const level =
    filter.locationFilter === 'legacy'
      ? FOR_WHO[(parameters.integer(filter.level) ?? 1) - 1]
      : parameters.text(filter.level);
  return (subject) => {
    const node = placeAt(subject, level?.toLowerCase());
    return node === undefined || ids.includes(String(node.id));
  };
}

function levelOf({ lookup }: Parameter): string | undefined {
  return Object.values(lookup?.from ?? {})[0];
}

function placeAt(subject: Subject, level: string | undefined): { id: number } | undefined {
  if (level === 'channel') return subject.channel;
  if (level === 'region') return subject.region;
  if (level === 'district') return subject.district;
  if (level === 'store') return subject.store;
  return undefined;
}

function peopleTests({ parameters }: Question): Array<Test | undefined> {
  return [
    listTest(parameters.list('EmployeeID'), ({ employee }) => [employee?.id]),
    listTest(parameters.list('GroupID') ?? parameters.list('AssignedGroupID'), ({ employee }) => [employee?.groupId]),
    listTest(parameters.list('CustomerID'), (subject) => customerIds(subject)),
    listTest(parameters.list('CustomerEntityID'), ({ customer }) => [customer?.guid]),
    listTest(parameters.list('MemberNumber'), ({ customer }) => [customer?.memberNumber]),
    listTest(parameters.list('RowThumbprint'), ({ change }) => [change?.thumbprint]),
    listTest(parameters.list('CustomerTypeID') ?? parameters.list('TypeOfCustomer'), ({ customer }) => [
      customer?.typeId,
    ]),
    partTest(parameters.text('PrimaryName'), ({ customer }) => customer?.firstName),
    partTest(parameters.text('FamilyName'), ({ customer }) => customer?.lastName),
    partTest(parameters.text('CompanyName'), ({ customer }) => customer && (customer.companyName ?? '')),
    partTest(parameters.text('Phone'), ({ customer }) => customer?.phone),
    partTest(parameters.text('Email'), ({ customer }) => customer && (customer.email ?? '')),
  ];
}

function productTests({ parameters }: Question): Array<Test | undefined> {
  const categories = parameters.list('CategoryNumber') ?? parameters.list('CategoryNumbers');
  return [
    categories && (({ category }) => !category || categories.some((number) => category.number.startsWith(number))),
    listTest(parameters.list('ProductSKUs') ?? parameters.list('ProductIdentifier'), ({ product }) => [product?.sku]),
    listTest(parameters.list('CatalogItemIDs'), ({ product }) => [product?.catalogGuid]),
    listTest(parameters.list('ProductLibraryIDs'), ({ product }) => [
      product?.libraryId,
      product?.libraryId.split('-')[0],
    ]),
    listTest(parameters.list('ProductNames'), ({ product }) => [product?.name]),
    listTest(parameters.list('BarCodes'), ({ product }) => [product?.upc]),
    listTest(parameters.list('VendorSKUs'), ({ product }) => [product?.vendorSku]),
    listTest(parameters.list('VendorID'), ({ vendor }) => [vendor?.id]),
    listTest(parameters.list('ManufacturerID'), ({ product }) => [product?.manufacturer.id]),
    listTest(parameters.list('SerialNumbers') ?? parameters.list('SerialNumber'), (subject) => serials(subject)),
  ];
}

function documentTests({ parameters }: Question): Array<Test | undefined> {
  return [
    listTest(parameters.list('InvoiceIDByStore'), ({ invoice }) => [invoice?.idByStore]),
    listTest(parameters.list('PurchaseOrderID') ?? parameters.list('StockBalanceID'), ({ movement }) => [movement?.id]),
    listTest(parameters.list('PurchaseOrderIDByStore') ?? parameters.list('PONumber'), ({ movement }) => [
      movement?.idByStore,
    ]),
    listTest(parameters.list('CouponID') ?? parameters.list('CouponIDs'), ({ invoice }) => [
      invoice && (invoice.couponId ?? 'none'),
    ]),
  ];
}

/** The products of automatic ordering: shortages, overages, or both; other values leave nothing out. */
function shortageTest({ parameters }: Question): Test | undefined {
  const shown = parameters.text('ProductsToShow');
  if (shown !== '1' && shown !== '2' && shown !== '3') return undefined;
  return ({ stock, product }) => {
    if (!stock || !product) return true;
    const short = stock.quantity < product.minimum;
    const over = stock.quantity > product.maximum;
    return shown === '1' ? short : shown === '2' ? over : short || over;
  };
}

export function serialOf({ line, unit, movement }: Subject): string | undefined {
  return line?.serial ?? unit?.serial ?? movement?.serial;
}

/** A thing that could have a serial number and has none is not the one looked for. */
function serials(subject: Subject): Array<string | undefined> {
  const couldHave = subject.line ?? subject.unit ?? subject.movement;
  return [couldHave && (serialOf(subject) ?? 'none')];
}

/** A sale to nobody in particular is not a sale to the customer looked for. */
function customerIds({ customer, invoice }: Subject): Array<number | string | undefined> {
  if (!customer) return [invoice && 'none'];
  return [customer.id, customer.guid];
}

/** Passes subjects that have none of the values, so that a parameter never empties an answer it says nothing about. */
function listTest(
  wanted: string[] | undefined,
  valuesOf: (subject: Subject) => Array<string | number | undefined>,
): Test | undefined {
  if (!wanted) return undefined;
  const lower = new Set(wanted.map((value) => value.toLowerCase()));
  return (subject) => {
    const values = valuesOf(subject).filter((value) => value !== undefined);
    return values.length === 0 || values.some((value) => lower.has(String(value).toLowerCase()));
  };
}

/** A search text: the beginning of the value, in any case of letters. */
function partTest(wanted: string | undefined, cellOf: (subject: Subject) => string | undefined): Test | undefined {
  if (!wanted) return undefined;
  return (subject) => cellOf(subject)?.toLowerCase().startsWith(wanted.toLowerCase()) ?? true;
}
