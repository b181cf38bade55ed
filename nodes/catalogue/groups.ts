/** Parameters that many endpoints share, written once and spread into their entries. */
import * as choices from './choices';
import * as lookups from './lookups';
import * as parameter from './parameter-types';
import { type More, required } from './parameter-types';
import { asInSample, returnsMost, wholeMonth } from './presets';
import { companyName, usualRange } from './roles';
import type { Parameter, Preset } from './schema';

const windowStart = parameter.dateTime(usualRange.start, 'Start of the reporting window.', {
  required: true,
  example: '1970-01-01T08:00:00.000Z',
});

/** The window a report covers. */
export const dateWindow: Parameter[] = [
  windowStart,
  parameter.dateTime(usualRange.stop, 'End of the reporting window.', {
    startedBy: usualRange.start,
    required: true,
    example: '2016-01-01T08:00:00.000Z',
  }),
];

/** The window of a report whose figures are those of a month, or mean little for a day. */
export const monthWindow: Parameter[] = dateWindow.map((edge) => ({ ...edge, preset: wholeMonth }));

/** The window of a partner feed, as the partner pages show it. */
export const partnerWindow: Parameter[] = [
  windowStart,
  parameter.dateTime(usualRange.stop, 'End of the reporting window.', {
    startedBy: usualRange.start,
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
      label: 'Performance period',
      required: true,
      example: 1,
      preset: { value: -1, reason: 'The start and stop date count, and no period of RQ.' },
    }),
    parameter.dateTime(usualRange.start, 'Start of the window; most likely used only when PeriodID is -1.', {
      required: true,
      preset: wholeMonth,
      example: '1970-01-01T08:00:00.000Z',
    }),
    parameter.dateTime(usualRange.stop, 'End of the window; most likely used only when PeriodID is -1.', {
      startedBy: usualRange.start,
      required: true,
      preset: wholeMonth,
      example: stopExample,
    }),
  ];
}

/** The level of the company tree; `example` and `description` vary. */
export function locationType(more: More = {}): Parameter {
  const description = 'Company-tree level to run the report at. Takes precedence over ForWho.';
  return { ...parameter.choice('LocationType', choices.locationTypes, description), ...more };
}

/** The nodes of that level. */
export function locationTypeIds(more: More = {}): Parameter {
  const description =
    'Comma-separated node ids at the chosen LocationType, from /lists/LocationIDs; -1 or * for all. Takes precedence over ForWhoIDs.';
  const lookup = lookups.locations('LocationType');
  const fixed: More = { all: ['-1', '*'], lookup, locationFilter: 'current' };
  return { ...parameter.integers('LocationTypeIDs', description, fixed), ...more };
}

/** The location filter of the reports. */
export const locationFilter: Parameter[] = [locationType({ example: 'Store' }), locationTypeIds({ example: '1,2' })];

/** The location filter of the endpoints that lack the legacy one. */
export function locationFilterOnly(ids: More = {}): Parameter[] {
  return [
    locationType({ example: 'Company', description: 'Company-tree level to narrow the rows to.' }),
    locationTypeIds({
      description: 'Comma-separated node ids at the chosen LocationType, from /lists/LocationIDs; -1 or * for all.',
      default: '-1',
      example: '-1',
      ...ids,
    }),
  ];
}

/** The legacy level. */
export function forWhoLevel(more: More = {}): Parameter {
  const description = 'Numbered report level from /lists/forwhoid. Ignored when LocationType is given.';
  return parameter.integer('ForWho', description, { label: 'Report level', lookup: lookups.levels, ...more });
}

/** The nodes of the legacy level. A few reports spell the parameter in the singular. */
export function forWhoNodes(name: 'ForWhoIDs' | 'ForWhoID', more: More = {}): Parameter {
  const description =
    'Comma-separated node ids at the ForWho level, from /lists/forwhoids; -1 for all. Ignored when LocationTypeIDs is given.';
  return parameter.integers(name, description, {
    label: 'Report level nodes',
    all: ['-1'],
    lookup: lookups.nodes('ForWho'),
    locationFilter: 'legacy',
    ...(name === 'ForWhoID' && { aliases: ['ForWhoIDs'] }),
    ...more,
  });
}

/**
 * Both ways to narrow a report to part of the company; the location filter wins where both are sent.
 * @param level the documentation's example for ForWho
 * @param nodes its example for ForWhoIDs
 */
export function locations(level: number, nodes: string): Parameter[] {
  return [forWhoLevel({ example: level }), forWhoNodes('ForWhoIDs', { example: nodes }), ...locationFilter];
}

/** The legacy filter alone, as client code sends it. */
export const forWho: Parameter[] = [forWhoLevel({ example: 1 }), forWhoNodes('ForWhoIDs', { example: '-1' })];

export const language = parameter.string('LanguageCode', 'Language for translated text, from /lists/languages.', {
  default: 'en-us',
  example: 'en-us',
  lookup: lookups.languages,
});

/** The company whose data is wanted, for callers with several of their own. */
export const company = parameter.integer(companyName, 'Company to report on.', { lookup: lookups.companies });

/** The company a partner reports on. The partner feeds spell it `CompanyId`, the generic partner reports `CompanyID`. */
export function partnerCompany(name: 'CompanyId' | 'CompanyID', example?: number): Parameter {
  return parameter.integer(name, 'Company to report on; partners list theirs through /partner/relationships.', {
    required: true,
    lookup: lookups.partnerCompanies,
    ...(example !== undefined && { example }),
  });
}

export const category = parameter.integer('CategoryNumber', 'Category id from /lists/categorynumber.', {
  label: 'Category',
  example: 10,
  lookup: lookups.categories,
});

export const categoryOrAll: Parameter = {
  ...category,
  description: 'Category id from /lists/categorynumber; all categories when omitted.',
};

export const product = parameter.string('ProductIdentifier', 'Product SKU (see /lists/productidentifier).', {
  label: 'Product SKU',
  example: 'ASCLMO000001',
  lookup: lookups.products,
});

export const vendor = parameter.integer('VendorID', 'Vendor id from /lists/VendorID; -1 for all.', {
  label: 'Vendor',
  example: -1,
  all: ['-1'],
  lookup: lookups.vendors,
});

export const manufacturer = parameter.integer(
  'ManufacturerID',
  'Manufacturer id from /lists/manufactureid; -1 for all.',
  { label: 'Manufacturer', example: -1, all: ['-1'], lookup: lookups.manufacturers },
);

export const reasonCode = parameter.integer('ReasonCode', 'Reason code id from /lists/reasoncode; -1 for all.', {
  example: -1,
  all: ['-1'],
  lookup: lookups.reasonCodes,
});

/** The type of store; most reports spell it `StoreTypeID`, the activation reports `StoreType`. */
export function storeType(name: 'StoreTypeID' | 'StoreType'): Parameter {
  return parameter.integer(name, 'Store type id from /lists/StoreTypes; -1 for all.', {
    label: 'Store type',
    example: -1,
    all: ['-1'],
    lookup: lookups.storeTypes,
  });
}

export const store = parameter.integer('StoreID', 'RQ store id from /lists/stores.', {
  label: 'Store',
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
  {
    label: 'Rebates',
    example: -1,
    preset: {
      value: -1,
      reason: "As in the documentation's sample request; what the switch does is told in two ways.",
    },
  },
);

export const enabledStatus = parameter.choice('EnabledStatus', choices.enabledStatuses, 'Employee status filter.', {
  example: 1,
  preset: returnsMost(2),
});

/** The moment of a report that has no window. */
export function dateAsOf(example: string): Parameter {
  const preset: Preset = { value: 'now', reason: 'The moment of the run.' };
  return parameter.dateTime('DateAsOf', 'Point in time the report is run for.', { label: 'As of', example, preset });
}

/** `DatePercision` is the service's spelling. */
export const datePrecision = parameter.boolean(
  'DatePercision',
  'Known from client code; apparently the window then goes by the time of day and not just by the date.',
  { label: 'Filter by time of day', aliases: ['DatePrecision'], example: true },
);

/** One performance group, ranked and cut off. */
export const ranking: Parameter[] = [
  parameter.integer('PerformanceGroupID', 'RQ performance group id.', { label: 'Performance group', example: 1 }),
  parameter.integer('TopN', 'Keep only the first N rows ranked by TopCriteria; -1 returns everything.', {
    label: 'Top N',
    example: 10,
    all: ['-1'],
  }),
  parameter.choice('TopCriteria', choices.rankings, 'Measure used to rank rows for TopN.', {
    label: 'Ranked by',
    example: 'Quantity',
  }),
  parameter.choice('ByWho', choices.breakdownLevels, 'Level at which rows are aggregated.', {
    label: 'Broken down by',
    example: 5,
  }),
];

const onceRequired: Readonly<Record<string, More>> = {
  PerformanceGroupID: { lookup: lookups.performanceGroups },
  TopCriteria: { preset: asInSample('Quantity') },
  ByWho: { preset: returnsMost(5) },
};

/** The same, of reports that are about one group alone. */
export const requiredRanking: Parameter[] = ranking.map((each) => ({ ...required(each), ...onceRequired[each.name] }));
