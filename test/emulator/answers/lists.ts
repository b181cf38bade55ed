/** The list endpoints: the world's own lists, by endpoint id. Rows name their columns; columns left out are null. */
import type { World } from '../world';
import { CATEGORIES_IN_ORDER, type Category, MANUFACTURERS, VENDORS } from '../world/catalog';
import { STORE_TYPES } from '../world/company';
import { COUPONS } from '../world/invoices';
import { EMPLOYEE_GROUPS } from '../world/people';
import { BadRequest, type Value } from './answer';
import { FOR_WHO } from './filters';
import type { Parameters, Question } from './question';

export type NamedRow = Readonly<Record<string, Value>>;

const LEVELS = ['Company', 'Channel', 'Region', 'District', 'Store'] as const;

export const LISTS: Readonly<Record<string, (question: Question) => readonly NamedRow[]>> = {
  'list-card-types': () => [
    { CardTypeID: 1, FullName: 'MasterCard', Mnemonic: 'MC', AccountNumberLength: 16, CvvLength: 3 },
    { CardTypeID: 2, FullName: 'Visa', Mnemonic: 'VI', AccountNumberLength: 16, CvvLength: 3 },
    { CardTypeID: 3, FullName: 'American Express', Mnemonic: 'AX', AccountNumberLength: 15, CvvLength: 4 },
  ],
  'list-carriers': () => [
    { CarrierID: 10, CarrierName: 'Nextel' },
    { CarrierID: 11, CarrierName: 'Télébec, Ltée' },
    { CarrierID: 12, CarrierName: 'SaskTel' },
  ],
  'list-categories': ({ parameters }) =>
    CATEGORIES_IN_ORDER.filter((category) => category.enabled || includesDisabled(parameters)).map((category) => ({
      ID: category.number,
      Description: category.name,
      ParentID: category.parent ?? null,
      CategoryPath: category.path,
    })),
  'list-coupons': () => COUPONS.map(({ id, name }) => ({ CouponID: id, CouponName: name })),
  'list-employee-groups': () => EMPLOYEE_GROUPS.map(({ id, name }) => ({ GroupID: id, GroupName: name })),
  'list-employees': ({ world }) =>
    world.employees.map((employee) => ({
      EmployeeID: employee.id,
      EmployeeEntityID: employee.entityId,
      Name: employee.name,
      First_Name: employee.firstName,
      Last_Name: employee.lastName,
    })),
  'list-entry-types': () =>
    ['Keyed', 'Swiped', 'Chip', 'Tap'].map((name, index) => ({
      EntryTypeID: index + 1,
      EntryTypeDescription: name,
      Message: `String_EntryType_${name}`,
    })),
  'list-financing-types': () => [
    { FinancingDetailID: 1, FinancingDetailName: 'Installment, 24 months' },
    { FinancingDetailID: 2, FinancingDetailName: 'Lease' },
  ],
  'list-for-who': () => FOR_WHO.map((name, index) => ({ ID: String(index + 1), Description: name })),
  'list-for-who-ids': ({ parameters, world }) =>
    nodesAt(world, FOR_WHO[(parameters.integer('ForWho') ?? 1) - 1] ?? '').map(({ id, name, entityId }) => ({
      ID: id,
      Column1: name,
      EntityID: entityId,
    })),
  'list-languages': () => ['en-us', 'en-ca', 'fr-ca', 'es-us'].map((id) => ({ ID: id })),
  'list-location-types': () => LEVELS.map((level) => ({ Type: level })),
  'list-locations': ({ parameters, world }) =>
    nodesAt(world, parameters.text('LocationType') ?? 'Company')
      .filter(({ id }) => parameters.list('LocationTypeIDs')?.includes(String(id)) ?? true)
      .map(({ id, name, entityId }) => ({ ID: id, Description: name, EntityID: entityId })),
  'list-manufacturers': () => MANUFACTURERS.map(({ id, name }) => ({ ID: String(id), Description: name })),
  'list-non-sellable-reason-codes': () => [
    { ReasonCode: '0b1d2f30-4a5b-4c6d-8e7f-90a1b2c3d4e5', ReasonCodeDescription: 'Damaged "in box"' },
    { ReasonCode: '1b1d2f30-4a5b-4c6d-8e7f-90a1b2c3d4e5', ReasonCodeDescription: 'Démonstrateur' },
  ],
  'list-product-identifiers': ({ parameters, world }) => productIdentifiers(parameters, world),
  'list-product-types': () => [
    { ProductTypeID: 0, ProductType: 'Regular Global Product' },
    { ProductTypeID: 1, ProductType: 'Vendor Rebate' },
    { ProductTypeID: 3, ProductType: 'Gift Card' },
  ],
  'list-reason-codes': () => [
    { ID: '1', Description: 'Write Off' },
    { ID: '2', Description: 'Found, then lost' },
    { ID: '3', Description: 'Theft & loss' },
  ],
  'list-request-types': () =>
    ['Sale', 'Return', 'Void'].map((name, index) => ({ RequestTypeID: index + 1, RequestType: name })),
  'list-store-types': () => STORE_TYPES.map(({ id, name }) => ({ Type: id, StoreTypeName: name })),
  'list-stores': ({ world }) =>
    world.company.stores.map(({ id, entityId, name }) => ({
      StoreID: id,
      LocationEntityID: entityId,
      StoreName: name,
    })),
  'list-vendors': () => VENDORS.map(({ id, name }) => ({ VendorID: id, VendorName: name })),
  'security-audit': ({ parameters }) => securityAudit(parameters.boolean('Pivot') === true),
};

function nodesAt({ company }: World, level: string): ReadonlyArray<{ id: number; name: string; entityId: number }> {
  switch (level.toLowerCase()) {
    case 'company':
      return [{ id: company.id, name: `${company.name} Corp`, entityId: company.entityId }];
    case 'channel':
      return company.channels;
    case 'region':
      return company.regions;
    case 'district':
      return company.districts;
    case 'store':
      return company.stores;
    default:
      throw new BadRequest(`'${level}' is not a level of the company tree.`);
  }
}

function productIdentifiers(parameters: Parameters, world: World): NamedRow[] {
  const term = parameters.text('SearchTerm')?.toLowerCase();
  const categories = parameters.list('CategoryNumbers');
  return world.products
    .filter((product) => product.enabled || includesDisabled(parameters))
    .filter((product) => !term || `${product.sku} ${product.name}`.toLowerCase().includes(term))
    .filter(({ category }) => !categories || isUnderOneOf(category, categories))
    .map((product) => ({
      ID: product.sku,
      Description: product.name,
      CategoryNumber: product.category.number,
      ProductEnabled: product.enabled,
      SpecialProductID: 0,
      GlobalProductID: product.id,
    }));
}

function isUnderOneOf(category: Category, numbers: readonly string[]): boolean {
  return numbers.some((number) => category.number.startsWith(number));
}

function includesDisabled(parameters: Parameters): boolean {
  return parameters.boolean('IncludeDisabled') ?? false;
}

function securityAudit(isPivoted: boolean): NamedRow[] {
  const modules = ['Inventory: Starting Inventory Count Import', 'A/R: A/R Master List', 'Cash: Cashout'];
  if (isPivoted) return modules.map((ModuleName) => ({ ModuleName, SecurityRoleName: 'Full Access' }));
  const levels = { Administrator: 'Full Access', Manager: 'Full Access', 'Sales Representative': 'Read Only' };
  return Object.entries(levels).flatMap(([RoleDescription, SecurityLevel]) =>
    modules.map((ModuleName) => ({ RoleDescription, ModuleName, SecurityLevel })),
  );
}
