/** Parameters that many endpoints share, written once and spread into their entries. */
import * as choices from './choices';
import * as lookups from './lookups';
import * as parameter from './parameter-types';
import { required } from './parameter-types';
import type { Parameter } from './schema';

const windowStart = parameter.dateTime('StartDate', 'Start of the reporting window.', {
  required: true,
  example: '1970-01-01T08:00:00.000Z',
});

/** The window a report covers. */
export const dateWindow: Parameter[] = [
  windowStart,
  parameter.dateTime('StopDate', 'End of the reporting window.', {
    required: true,
    example: '2016-01-01T08:00:00.000Z',
  }),
];

/** The window of a partner feed, as the partner pages show it. */
export const partnerWindow: Parameter[] = [
  windowStart,
  parameter.dateTime('StopDate', 'End of the reporting window.', {
    required: true,
    example: '2016-06-06T07:00:00.000Z',
  }),
];

/**
 * The performance period, and the window that stands in for it. The documentation says the dates are ignored when
 * PeriodID is -1, which contradicts what it says of PeriodID.
 */
export function periodOrWindow(stopExample: string): Parameter[] {
  return [
    parameter.integer('PeriodID', 'RQ performance period id, or -1 to use StartDate and StopDate instead.', {
      required: true,
      example: 1,
    }),
    parameter.dateTime('StartDate', 'Start of the window; most likely used only when PeriodID is -1.', {
      required: true,
      example: '1970-01-01T08:00:00.000Z',
    }),
    parameter.dateTime('StopDate', 'End of the window; most likely used only when PeriodID is -1.', {
      required: true,
      example: stopExample,
    }),
  ];
}

const locationLevel = 'Company-tree level to run the report at. Takes precedence over ForWho.';
const locationNodes =
  'Comma-separated node ids at the chosen LocationType, from /lists/LocationIDs; -1 or * selects all. Takes precedence over ForWhoIDs.';

/** Values of a node list that stand for every node. */
const everyNode = ['-1', '*'];

export function locationType(more: Partial<Parameter> = {}): Parameter {
  return { ...parameter.choice('LocationType', choices.locationTypes, 'Company-tree level.'), ...more };
}

export function locationTypeIds(more: Partial<Parameter> = {}): Parameter {
  return {
    ...parameter.integers('LocationTypeIDs', 'Comma-separated node ids at the chosen LocationType; -1 or * for all.', {
      lookup: lookups.locations('LocationType'),
      all: everyNode,
    }),
    ...more,
  };
}

/** The location filter of the reports: a level of the company tree and nodes of that level. */
export const locationFilter: Parameter[] = [
  locationType({ example: 'Store', description: locationLevel }),
  locationTypeIds({ example: '1,2', description: locationNodes }),
];

/** The legacy level. The node list beside it is spelled `ForWhoIDs` or, on a few reports, `ForWhoID`. */
export function forWhoLevel(more: Partial<Parameter> = {}): Parameter {
  const description =
    'Legacy level selector: numeric level id from /lists/forwhoid. Ignored when LocationType is supplied.';
  return { ...parameter.integer('ForWho', description, { lookup: lookups.levels }), ...more };
}

export function forWhoNodes(more: Partial<Parameter> = {}): Parameter {
  const description =
    'Legacy node filter: comma-separated node ids for the ForWho level, from /lists/forwhoids; -1 means no filter. Ignored when LocationTypeIDs is supplied.';
  return {
    ...parameter.integers('ForWhoIDs', description, { lookup: lookups.nodes('ForWho'), all: ['-1'] }),
    ...more,
  };
}

/**
 * Both ways to narrow a report to part of the company; the location filter wins where both are sent.
 * @param level the documentation's example for ForWho
 * @param nodes its example for ForWhoIDs
 */
export function locations(level: number, nodes: string): Parameter[] {
  return [forWhoLevel({ example: level }), forWhoNodes({ example: nodes }), ...locationFilter];
}

/** The legacy filter alone, as client code sends it. */
export const forWho: Parameter[] = [forWhoLevel({ example: 1 }), forWhoNodes({ example: '-1' })];

const languageOptions = { default: 'en-us', example: 'en-us', lookup: lookups.languages };

export const language = parameter.string(
  'LanguageCode',
  'Language for translated text, from /lists/languages.',
  languageOptions,
);

/** The company whose data is wanted, for callers with several of their own. */
export const company = parameter.integer('CompanyID', 'Company to report on.', { lookup: lookups.companies });

/** The company a partner reports on. The partner feeds spell it `CompanyId`, the generic partner reports `CompanyID`. */
export function partnerCompany(name: 'CompanyId' | 'CompanyID', example?: number): Parameter {
  const description = 'Company to report on; partners list theirs through /partner/relationships.';
  const more = { required: true, lookup: lookups.partnerCompanies };
  return parameter.integer(name, description, example === undefined ? more : { ...more, example });
}

export const category = parameter.integer('CategoryNumber', 'Category id from /lists/categorynumber.', {
  example: 10,
  lookup: lookups.categories,
});

export const categoryOrAll: Parameter = {
  ...category,
  description: 'Category id from /lists/categorynumber; all categories when omitted.',
};

export const product = parameter.string('ProductIdentifier', 'Product SKU (see /lists/productidentifier).', {
  example: 'ASCLMO000001',
  lookup: lookups.products,
});

export const vendor = parameter.integer('VendorID', 'Vendor id from /lists/VendorID; -1 for all.', {
  example: -1,
  all: ['-1'],
  lookup: lookups.vendors,
});

export const manufacturer = parameter.integer(
  'ManufacturerID',
  'Manufacturer id from /lists/manufactureid; -1 for all.',
  { example: -1, all: ['-1'], lookup: lookups.manufacturers },
);

export const reasonCode = parameter.integer('ReasonCode', 'Reason code id from /lists/reasoncode; -1 for all.', {
  example: -1,
  all: ['-1'],
  lookup: lookups.reasonCodes,
});

/** The type of store; most reports spell it `StoreTypeID`, the activation reports `StoreType`. */
export function storeType(name: 'StoreTypeID' | 'StoreType'): Parameter {
  return parameter.integer(name, 'Store type id from /lists/StoreTypes; -1 for all.', {
    example: -1,
    all: ['-1'],
    lookup: lookups.storeTypes,
  });
}

export const store = parameter.integer('StoreID', 'RQ store id from /lists/stores.', {
  example: 1,
  lookup: lookups.stores,
});

export const storeLoggedIn = parameter.integer(
  'StoreIDLoggedIn',
  'RQ store id (from /lists/stores) used as the "logged in" store context.',
  { label: 'Logged-in store', example: 1, lookup: lookups.stores },
);

export const serialNumber = parameter.string('SerialNumber', 'Tracking/serial number to search for.', {
  example: '990003427999221',
});

export const invoiceNumber = parameter.string('InvoiceIDByStore', 'Store-facing invoice number to look up.', {
  label: 'Invoice number',
  example: '77224IN3',
});

export const rebateSwitch = parameter.choice(
  'HideRebates',
  choices.rebateSwitch,
  'Rebate switch: the documentation gives 1 = rebates included, -1 = not included (the name suggests the opposite).',
  { label: 'Rebates', example: -1 },
);

export const enabledStatus = parameter.choice('EnabledStatus', choices.enabledStatuses, 'Employee status filter.', {
  example: 1,
});

/** One performance group, ranked and cut off. */
export const ranking: Parameter[] = [
  parameter.integer('PerformanceGroupID', 'RQ performance group id.', { example: 1 }),
  parameter.integer('TopN', 'Keep only the first N rows ranked by TopCriteria; -1 returns everything.', {
    label: 'Top N',
    example: 10,
    all: ['-1'],
  }),
  parameter.choice('TopCriteria', choices.rankings, 'Measure used to rank rows for TopN.', { example: 'Quantity' }),
  parameter.choice('ByWho', choices.breakdownLevels, 'Level at which rows are aggregated.', { example: 5 }),
];

export const requiredRanking: Parameter[] = ranking.map(required);
