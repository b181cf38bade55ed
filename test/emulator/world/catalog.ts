/** What the company sells: categories, vendors, manufacturers and products. */
import { DAY, WORLD_START } from './clock';
import { Random } from './random';

export interface Category {
  /** Each level adds two digits, so that a parent's number starts those of its children. */
  number: string;
  name: string;
  parent: string | undefined;
  path: string;
  enabled: boolean;
}

export interface Vendor {
  id: number;
  name: string;
  number: string;
  accountName: string;
}

export interface Manufacturer {
  id: number;
  name: string;
}

export interface Product {
  /** RQ's GlobalProductID. */
  id: number;
  sku: string;
  name: string;
  catalogGuid: string;
  libraryId: string;
  category: Category;
  vendor: Vendor;
  manufacturer: Manufacturer;
  vendorSku: string;
  manufacturerPart: string;
  upc: string;
  serialized: boolean;
  enabled: boolean;
  discontinuedAt: number | undefined;
  priceCents: number;
  costCents: number;
  minimum: number;
  maximum: number;
}

export const VENDORS: readonly Vendor[] = [
  { id: 1, name: 'Brightpoint', number: '001', accountName: 'Brightpoint Main' },
  { id: 2, name: 'Reliance & Sons', number: '002', accountName: 'Reliance Activations' },
  { id: 3, name: 'Téléphonie Québec inc.', number: '003', accountName: 'TQ "Principal"' },
  { id: 25, name: 'Zagg, Inc.', number: '025', accountName: 'Zagg' },
  { id: 26, name: '=SUM(A1:A9)', number: '026', accountName: '@formula' },
];

export const MANUFACTURERS: readonly Manufacturer[] = [
  { id: 1, name: 'Apple' },
  { id: 2, name: 'Samsung' },
  { id: 3, name: 'Google' },
  { id: 9, name: 'LG' },
  { id: 10, name: 'Bücher <Zubehör>' },
];

const CATEGORIES: ReadonlyArray<readonly [string, string]> = [
  ['10', 'Products'],
  ['1010', 'Phones'],
  ['101010', 'Galaxies'],
  ['101011', 'iPhones'],
  ['101012', 'Pixels, unlocked'],
  ['1011', 'Accessories'],
  ['101110', 'Cases & Covers'],
  ['101111', 'Antennas'],
  ['101112', 'Écouteurs'],
  ['1012', 'Rate Plans'],
  ['101210', 'Postpaid'],
  ['101211', 'Prepaid'],
  ['1013', 'Features'],
  ['1014', 'Gift Cards'],
  ['1015', 'Retired category'],
];

export const CATEGORIES_IN_ORDER: readonly Category[] = CATEGORIES.map(([number, name]) => ({
  number,
  name,
  parent: number.length > 2 ? number.slice(0, -2) : undefined,
  path: CATEGORIES.filter(([other]) => number.startsWith(other) && other.length > 2)
    .map(([, level]) => `>> ${level}`)
    .join(' '),
  enabled: number !== '1015',
}));

/** SKUs and names that spoil careless readers. They are part of every answer that lists products. */
const AWKWARD: ReadonlyArray<readonly [sku: string, name: string]> = [
  ['1E5', 'Adapter 1E5'],
  ['0x1F', 'Cable 6" "USB-C, braided"'],
  ['000123', 'Gift card\r\nsecond line'],
  ['+1', '=HYPERLINK("http://example.test","click")'],
  ['-0', '<b>Bold</b> & <script>alert(1)</script>'],
  ['NaN', 'Écran protecteur – 6,1 po 📱'],
  ['Infinity', "O'Brien's },{ charger"],
  ['null', 'null'],
];

export function productsOf(companyId: number, count: number): Product[] {
  const random = new Random(`products ${companyId}`);
  const leaves = CATEGORIES_IN_ORDER.filter(
    (category) => category.number.length === 6 || category.number === '1013' || category.number === '1014',
  );
  return Array.from({ length: count }, (_, index) => productOf(index, random, random.pick(leaves)));
}

function productOf(index: number, random: Random, category: Category): Product {
  const awkward = AWKWARD[index - 20];
  const manufacturer = random.pick(MANUFACTURERS);
  const serialized = category.number.startsWith('1010');
  const priceCents = awkward?.[0] === '000123' ? 10 : priceFor(category, random);
  const id = 5000 + index;
  return {
    id,
    sku: awkward?.[0] ?? skuFor(index, category, manufacturer),
    name: awkward?.[1] ?? nameFor(random, category, manufacturer, index),
    catalogGuid: random.guid(),
    libraryId: `M${1000 + index}-V1-E${random.between(10_000, 99_999)}`,
    category,
    vendor: random.pick(VENDORS),
    manufacturer,
    vendorSku: `FWT${random.digits(5)}-${index}`,
    manufacturerPart: `${manufacturer.name.slice(0, 2).toUpperCase()}-${random.digits(6)}`,
    upc: `0${random.digits(11)}`,
    serialized,
    enabled: index % 29 !== 28,
    discontinuedAt: index % 29 === 28 ? WORLD_START + random.between(1, 700) * DAY : undefined,
    priceCents,
    costCents: Math.round(priceCents * (0.4 + random.next() * 0.4)),
    minimum: random.between(1, 5),
    maximum: random.between(6, 40),
  };
}

function priceFor(category: Category, random: Random): number {
  if (category.number.startsWith('1010')) return random.between(199, 1499) * 100 + 99;
  if (category.number.startsWith('1012')) return random.between(15, 120) * 100;
  return random.between(499, 8999);
}

function skuFor(index: number, category: Category, manufacturer: Manufacturer): string {
  const letters = (text: string) =>
    text
      .replace(/[^A-Za-z]/g, '')
      .padEnd(2, 'X')
      .slice(0, 2)
      .toUpperCase();
  return `AS${letters(category.name)}${letters(manufacturer.name)}${String(index + 1).padStart(6, '0')}`;
}

function nameFor(random: Random, category: Category, manufacturer: Manufacturer, index: number): string {
  const shade = random.pick(['Black', 'White', 'Midnight', 'Bleu pâle', 'Rosé']);
  return `${manufacturer.name} ${category.name} ${index + 1} ${random.pick(['16GB', '64GB', '128GB', '256GB'])} - ${shade}`;
}
