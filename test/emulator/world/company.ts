/** The company tree: company, channels, regions, districts and stores. */
import { Random } from './random';

export interface Node {
  id: number;
  entityId: number;
  name: string;
}

export interface Channel extends Node {
  guid: string;
}

export interface Region extends Node {
  channel: Channel;
}

export interface District extends Node {
  region: Region;
}

export interface Store extends Node {
  district: District;
  abbreviation: string;
  typeId: number;
  typeName: string;
  address: string;
  city: string;
  state: string;
  zip: string;
  country: string;
  phone: string;
  email: string;
  timeZone: string;
  latitude: number;
  longitude: number;
  glCode: string;
  /** Share of the net price, in thousandths. */
  taxPerMille: number;
  taxName: string;
  enabled: boolean;
  rentCents: number;
  squareFeet: number;
}

export interface Company {
  id: number;
  entityId: number;
  name: string;
  channels: Channel[];
  regions: Region[];
  districts: District[];
  stores: Store[];
}

export const STORE_TYPES = [
  { id: 1, name: 'Company Owned' },
  { id: 2, name: 'Mall Inline' },
  { id: 3, name: 'Kiosk' },
  { id: 4, name: 'Costco' },
] as const;

/** District, name, abbreviation, type, city, state, zip, country, zone, latitude, longitude, tax in thousandths. */
const STORES: ReadonlyArray<
  readonly [number, string, string, number, string, string, string, string, string, number, number, number]
> = [
  [0, '84 West', '84WEA', 1, 'Regina', 'SK', 'S4P 3Y2', 'CA', 'America/Regina', 50.4452, -104.6189, 110],
  [0, 'Cornwall Centre', 'CORNW', 2, 'Regina', 'SK', 'S4P 4J6', 'CA', 'America/Regina', 50.4501, -104.6101, 110],
  [0, 'Midtown "The Hub"', 'MIDTO', 2, 'Saskatoon', 'SK', 'S7K 1J6', 'CA', 'America/Regina', 52.1281, -106.6698, 110],
  [
    1,
    'Montréal – Sainte-Catherine',
    'MTLSC',
    1,
    'Montréal',
    'QC',
    'H3B 1E3',
    'CA',
    'America/Toronto',
    45.5017,
    -73.5673,
    150,
  ],
  [1, 'Québec, Place Laurier', 'QCPLA', 2, 'Québec', 'QC', 'G1V 2L8', 'CA', 'America/Toronto', 46.7712, -71.2837, 150],
  [
    2,
    '100: My Network LLC - Anchorage',
    '100AN',
    1,
    'Anchorage',
    'AK',
    '99501',
    'US',
    'America/Anchorage',
    61.2181,
    -149.9003,
    0,
  ],
  [2, 'Fargo West Acres', 'FARGO', 2, 'Fargo', 'ND', '58103', 'US', 'America/Chicago', 46.8647, -96.8255, 75],
  [3, 'Holtsville Depot', 'HOLTS', 1, 'Holtsville', 'NY', '00501', 'US', 'America/New_York', 40.8154, -73.0451, 86],
  [3, 'Boston Downtown', 'BOSTO', 1, 'Boston', 'MA', '02108', 'US', 'America/New_York', 42.3588, -71.0707, 62],
  [
    3,
    'Newark Penn Station Kiosk',
    'NEWAR',
    3,
    'Newark',
    'NJ',
    '07102',
    'US',
    'America/New_York',
    40.7344,
    -74.1644,
    66,
  ],
  [4, 'Costco #118 & Friends', 'CO118', 4, 'Dallas', 'TX', '75201', 'US', 'America/Chicago', 32.7767, -96.797, 82],
  [4, 'Altera Kiosk', 'ALTER', 3, 'Austin', 'TX', '78701', 'US', 'America/Chicago', 30.2672, -97.7431, 82],
];

export function companyOf(id: number, name: string, storeCount: number): Company {
  const random = new Random(`company ${id}`);
  const channels = ['English Channel', 'Canal français'].map((channel, index) => ({
    id: index + 1,
    entityId: 14_200 + index,
    name: channel,
    guid: random.guid(),
  }));
  const regions = [
    { id: 11, entityId: 14_211, name: 'Prairies', channel: channels[0] as Channel },
    { id: 12, entityId: 14_212, name: 'Québec', channel: channels[1] as Channel },
    { id: 13, entityId: 14_213, name: 'United States', channel: channels[0] as Channel },
  ];
  const districts = (
    [
      [101, 'Saskatchewan', 0],
      [102, 'Rive-Sud, Montréal', 1],
      [103, 'North', 2],
      [104, 'North East', 2],
      [105, "Texas 'Lone Star'", 2],
    ] as const
  ).map(([districtId, district, region]) => ({
    id: districtId,
    entityId: 14_200 + districtId,
    name: district,
    region: regions[region] as Region,
  }));
  const stores = STORES.slice(0, storeCount).map((facts, index) => storeOf(facts, index, districts, random));
  return { id, entityId: 14_146 + id, name, channels, regions, districts, stores };
}

function storeOf(facts: (typeof STORES)[number], index: number, districts: District[], random: Random): Store {
  const [district, name, abbreviation, typeId, city, state, zip, country, timeZone, latitude, longitude, tax] = facts;
  return {
    id: index + 1,
    entityId: 14_301 + index,
    name,
    district: districts[district] as District,
    abbreviation,
    typeId,
    typeName: STORE_TYPES.find((type) => type.id === typeId)?.name ?? '',
    address: `${random.between(1, 9999)} ${random.pick(['Main Street', 'Rue Saint-Jean', 'Victoria Ave', '5th Ave N'])}`,
    city,
    state,
    zip,
    country,
    phone: `555${random.digits(7)}`,
    email: `${abbreviation.toLowerCase()}@kentel.example`,
    timeZone,
    latitude,
    longitude,
    glCode: `${4000 + index * 10}-00`,
    taxPerMille: tax,
    taxName: country === 'CA' ? 'GST/PST' : 'Sales Tax',
    enabled: index !== 9,
    rentCents: random.between(1500, 9000) * 100,
    squareFeet: random.between(150, 3200),
  };
}
